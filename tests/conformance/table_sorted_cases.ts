/** How `heddle table diff` compares files that are sorted by their key. */
import type { Case } from './cli_cases.ts';

const diff = (...args: string[]) => ['table', 'diff', 'a.csv', 'b.csv', '--key', 'id', ...args];
const before = 'id,name,city\n1,Ann,Rome\n10,Bob,Oslo\n9,Cid,Bern\n';
const after = 'id,name,city\n1,Ann,Roma\n9,Cid,Bern\n91,Dee,Lima\n';
const pair = { 'a.csv': before, 'b.csv': after };
const numbers = {
  'a.csv': 'id,n\n-1,x\n9,x\n10,"x, y"\n',
  'b.csv': 'id,n\n9,y\n1e1,x\n10,"x, z"\n11,x\n',
};
const otherwise = 'or do not compare the files as sorted';

/** Two files of more than 16M together, the first rows of which differ. */
const large = (() => {
  const rows = Array.from({ length: 110_000 }, (_, i) => `${i},"a value, ${'x'.repeat(70)}"\n`);
  const left = `id,text\n${rows.join('')}`;
  rows[70_000] = '70000,changed\n';
  rows[0] = '';
  rows.push('110000,last\n');
  return { 'a.csv': left, 'b.csv': `id,text\n${rows.join('')}` };
})();
const value = `"a value, ${'x'.repeat(70)}"`;

const answered: readonly Case[] = [
  {
    rule: 'CountsInSortedFiles',
    args: diff('--sorted', '--by-column'),
    files: pair,
    exit: 1,
    stdout:
      'added rows      1\nremoved rows    1\nchanged rows    1\nchanged cells   1\n' +
      '  city          1\nunchanged rows  1\n',
  },
  {
    rule: 'SortedFilesMayBeTheSame',
    args: ['table', 'diff', 'a.csv', 'a.csv', '--key', 'id', '--sorted=bytes', '--json'],
    files: pair,
    exit: 0,
    stdout: /^\{"added":0,"removed":0,"changed":0,"unchanged":3,"changedCells":0,"lanes":\d+,/,
  },
  {
    rule: 'SortedFilesGiveDifferencesInTheOrderOfKeys',
    args: diff('--sorted', '--format', 'csv'),
    files: pair,
    exit: 1,
    stdout:
      'change,left,right,id,name,city\nbefore,1,1,1,Ann,Rome\nafter,1,1,1,Ann,Roma\n' +
      'removed,2,,10,Bob,Oslo\nadded,,3,91,Dee,Lima\n',
  },
  {
    rule: 'SortedByNumbers',
    args: diff('--sorted', 'numeric', '--format', 'json', '-o', 'out.jsonl'),
    files: numbers,
    exit: 1,
    stdout: '',
    output: [
      'out.jsonl',
      '{"kind":"header","columns":["id","n"],"key":["id"],"onlyLeft":[],"onlyRight":[]}\n' +
        '{"kind":"removed","left":1,"cells":["-1","x"]}\n' +
        '{"kind":"changed","left":2,"right":1,"cells":["9",["x","y"]]}\n' +
        '{"kind":"changed","left":3,"right":3,"cells":["10",["x, y","x, z"]]}\n' +
        '{"kind":"added","right":2,"cells":["1e1","x"]}\n' +
        '{"kind":"added","right":4,"cells":["11","x"]}\n',
    ],
  },
  {
    rule: 'ThePageOfSortedFilesHasItsCountsBelow',
    args: diff('--sorted', '--format', 'html', '--only', 'changed'),
    files: pair,
    exit: 1,
    stdout:
      /<tr class="changed">[^]*<\/table>\n<\/div>\n<dl>\n<div><dt>added rows<\/dt><dd>1<\/dd>/,
  },
  {
    rule: 'SortedFilesOfAnySize',
    args: diff('--sorted', 'numeric', '--memory-limit', '16M', '--format', 'csv'),
    files: large,
    exit: 1,
    stdout:
      `change,left,right,id,text\nremoved,1,,0,${value}\n` +
      `before,70001,70000,70000,${value}\nafter,70001,70000,70000,changed\n` +
      'added,,110000,110000,last\n',
  },
  {
    rule: 'SaysOfSortedFilesThatAKeyIsUniqueInNeither',
    args: diff('--sorted', '--format', 'csv'),
    files: { 'a.csv': 'id,v\n1,a\n1,b\n', 'b.csv': 'id,v\n1,b\n1,c\n' },
    exit: 1,
    stdout: 'change,left,right,id,v\nbefore,1,2,1,a\nafter,1,2,1,c\n',
    stderr: /^heddle: the key is unique in neither file: 2 and 2 rows/,
  },
];

const refused: readonly Case[] = [
  {
    rule: 'NamesTheRowThatIsNotInOrder',
    args: diff('--sorted', '-o', 'out.txt'),
    files: { 'a.csv': 'id,n\n1,"a\nb"\n9,x\n10,x\n', 'b.csv': 'id,n\n1,x\n' },
    exit: 2,
    stderr:
      'heddle: a.csv: line 5, byte offset 17: row 3 is not in order: its key "10" comes before "9", ' +
      'the key of the row above; sort the file by its key as LC_ALL=C sort does, or compare as ' +
      `sorted by numbers, ${otherwise}\n`,
    output: ['out.txt', undefined],
  },
  {
    rule: 'NamesTheKeyThatIsNoNumber',
    args: diff('--sorted', 'numeric'),
    files: { 'a.csv': 'id,n\n1,x\n', 'b.csv': 'id,n\n1,x\nid 2,x\n' },
    exit: 2,
    stderr: /^heddle: b\.csv: line 3, byte offset 9: row 2 has the key "id 2", which is no decimal/,
  },
  {
    rule: 'SortedFilesNeedAKey',
    args: ['table', 'diff', 'a.csv', 'b.csv', '--sorted'],
    files: pair,
    exit: 2,
    stderr: /^heddle: files that are compared as sorted need a key; /,
  },
  ...(
    [
      ['KeyThatIsLookedFor', ['--key', 'auto'], /^heddle: --key auto needs both files as a whole/],
      ['Position', ['--key', 'position'], /^heddle: sorted files are compared by their key, not/],
    ] as const
  ).map(([name, args, stderr]): Case => ({
    rule: `SortedFilesHaveNo_${name}`,
    args: ['table', 'diff', 'a.csv', 'b.csv', '--sorted', ...args],
    files: pair,
    exit: 2,
    stderr,
  })),
  ...(
    [
      ['Patch', ['--format', 'patch'], /^heddle: a patch or a tdiff needs both files as a whole/],
      ['Renames', ['--renames'], /^heddle: looking for renamed columns needs both files/],
      ['RaggedRows', ['--ragged', 'pad'], /^heddle: a\.csv: rows of the file may be ragged; /],
      ['LittleMemory', ['--memory-limit', '1M'], /^heddle: comparing sorted files takes .*raise/],
    ] as const
  ).map(([name, args, stderr]): Case => ({
    rule: `SortedFilesHaveNo_${name}`,
    args: diff('--sorted', ...args),
    files: pair,
    exit: 2,
    stderr,
  })),
  {
    rule: 'RefusesAnUnknownOrder',
    args: ['table', 'diff', '--sorted', 'a.csv', 'b.csv', '--key', 'id'],
    files: pair,
    exit: 2,
    stderr: /^heddle: --sorted: "a\.csv" is no order; .*behind the files; see heddle table diff/,
  },
];

export const tableSortedCases: readonly Case[] = [...answered, ...refused];
