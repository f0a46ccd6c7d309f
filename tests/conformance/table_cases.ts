/** What `heddle table` must write in each format, and how it patches and merges. */
import type { Case } from './cli_cases.ts';

const pair = {
  'a.csv': 'id,name,city\n1,Ann,Rome\n2,Bob,Oslo\n3,Cid,Bern\n',
  'b.csv': 'id,name,city\n1,Ann,Roma\n3,Cid,Bern\n4,=Dee,Lima\n',
};
function utf16(text: string, encoding: 'utf16le' | 'utf16be'): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(encoding === 'utf16be' ? bytes.swap16() : bytes);
}
const diff = (...args: string[]) => ['table', 'diff', 'a.csv', 'b.csv', '--key', 'id', ...args];
const patchText =
  'heddle table patch,1\nleft,3,id,name,city\nright,3,id,name,city\nfrom,1,2,3\n' +
  '-,2,2,Bob,Oslo\n~,1,3,Rome,Roma\n=,3,1\n+,4,=Dee,Lima\n';

const formats: readonly Case[] = [
  {
    rule: 'Csv',
    args: diff('--format', 'csv'),
    files: pair,
    exit: 1,
    stdout:
      'change,left,right,id,name,city\nbefore,1,1,1,Ann,Rome\nafter,1,1,1,Ann,Roma\n' +
      'removed,2,,2,Bob,Oslo\nadded,,3,4,=Dee,Lima\n',
  },
  {
    rule: 'CsvWithoutFormulas',
    args: diff('--format', 'csv', '--only', 'added', '--guard-formulas'),
    files: pair,
    exit: 1,
    stdout: 'change,left,right,id,name,city\nadded,,3,4,"\'=Dee",Lima\n',
  },
  {
    rule: 'CsvOfOneColumnsChanges',
    args: diff('--format', 'csv', '--only', 'changed,added', '--columns', 'name'),
    files: pair,
    exit: 1,
    stdout: 'change,left,right,id,name\nadded,,3,4,=Dee\n',
  },
  {
    rule: 'JsonOfChangedCells',
    args: diff('--format', 'json', '--only', 'changed', '--changed-cells'),
    files: pair,
    exit: 1,
    stdout:
      /\n\{"kind":"changed","left":1,"right":1,"key":\["1"\],"changes":\{"city":\["Rome","Roma"\]\}\}\n$/,
  },
  {
    rule: 'TabularDiff',
    args: diff('--format', 'tdiff'),
    files: pair,
    exit: 1,
    stdout: '@@,id,name,city\n->,1,Ann,Rome->Roma\n---,2,Bob,Oslo\n,3,Cid,Bern\n+++,4,=Dee,Lima\n',
  },
  {
    rule: 'Html',
    args: diff('--format', 'html'),
    files: pair,
    exit: 1,
    stdout: /^<!doctype html>[^]*<del>Rome<\/del> <ins>Roma<\/ins>[^]*<\/html>\n$/,
  },
  {
    rule: 'SummaryByColumn',
    args: diff('--by-column'),
    files: pair,
    exit: 1,
    stdout:
      'added rows      1\nremoved rows    1\nchanged rows    1\nchanged cells   1\n' +
      '  city          1\nunchanged rows  1\n',
  },
  {
    rule: 'SummaryByColumnAsJson',
    args: diff('--by-column', '--json', '--threads', '1'),
    files: pair,
    exit: 1,
    stdout:
      '{"added":1,"removed":1,"changed":1,"unchanged":1,"changedCells":1,' +
      '"columns":{"id":0,"name":0,"city":1},"lanes":1,"seconds":0}\n',
  },
  { rule: 'Patch', args: diff('--format', 'patch'), files: pair, exit: 1, stdout: patchText },
  ...(
    [
      [['--format', 'csv', '--json'], '--json is for --format summary'],
      [['--only', 'added'], 'a summary counts all rows'],
      [['--format', 'json', '--only', 'moved'], '"moved" is no kind of row'],
      [['--format', 'json', '--columns', 'nope'], 'there is no column "nope" to show'],
      [['--format', 'patch', '--only', 'added'], 'a patch holds every difference'],
      [['--format', 'patch', '--trim'], 'a patch holds every difference'],
      [['--format', 'html', '--guard-formulas'], '--guard-formulas is for --format csv'],
      [['--format', 'tdiff', '--changed-cells'], '--changed-cells is for --format json'],
    ] as const
  ).map(([args, why]): Case => ({
    rule: `Refuses_${args.join('_')}`,
    args: diff(...args),
    files: pair,
    exit: 2,
    stderr: new RegExp(`^heddle: .*${why}`),
  })),
];

const dialects: readonly Case[] = [
  {
    rule: 'FindsTheDelimiterOfEachFile',
    args: diff('--threads', '1'),
    files: { 'a.csv': 'id;v\n1;a,b\n2;c\n', 'b.csv': 'id\tv\n1\ta,b\n2\td\n' },
    exit: 1,
    stdout:
      'added rows      0\nremoved rows    0\nchanged rows    1\nchanged cells   1\n' +
      'unchanged rows  1\ndelimiters      ; and tab\n',
  },
  {
    rule: 'NamesTheDelimitersInJson',
    args: diff('--json'),
    files: { 'a.csv': 'id|v\n1|a\n', 'b.csv': 'id,v\n1,a\n' },
    exit: 0,
    stdout: /"changedCells":0,"delimiters":\["\|",","\],/,
  },
  {
    rule: 'TakesTheDelimiterThatIsGiven',
    args: ['table', 'diff', 'a.csv', 'b.csv', '--delimiter', ',', '--key', 'id;v'],
    files: { 'a.csv': 'id;v\n1;a\n', 'b.csv': 'id;v\n1;a\n' },
    exit: 0,
    stdout: /unchanged rows +1\n$/,
  },
  {
    rule: 'ComparesFilesWithoutAHeader',
    args: [
      ...['table', 'diff', 'a.csv', 'b.csv', '--no-header', '--key', '1'],
      ...['--format', 'csv', '--delimiter', 'tab'],
    ],
    files: { 'a.csv': '1\ta\n2\tb\n', 'b.csv': '1\ta\n2\tc\n' },
    exit: 1,
    stdout: 'change,left,right,1,2\nbefore,2,2,2,b\nafter,2,2,2,c\n',
  },
  ...(['utf16le', 'utf16be'] as const).flatMap((encoding) =>
    ['\ufeff', ''].map((mark): Case => ({
      rule: `Reads_${encoding}_${mark === '' ? 'without' : 'with'}_AMark`,
      args: diff(),
      files: { 'a.csv': pair['a.csv'], 'b.csv': utf16(mark + pair['a.csv'], encoding) },
      exit: 0,
      stdout: /unchanged rows +3\n$/,
    })),
  ),
  {
    rule: 'RefusesADelimiter',
    args: diff('--delimiter', 'x'),
    files: pair,
    exit: 2,
    stderr: 'heddle: --delimiter: "x" is no delimiter; there are , ; | tab and auto\n',
  },
];

const auto = ['table', 'diff', 'a.csv', 'b.csv', '--key', 'auto'];
const keys: readonly Case[] = [
  {
    rule: 'ProposesAKey',
    args: auto,
    files: { 'a.csv': 'n,"i,d"\nx,1\nx,2\n', 'b.csv': 'n,"i,d"\nx,2\ny,1\nx,3\n' },
    exit: 1,
    stdout: /^added rows +1\nremoved rows +0\nchanged rows +1\n/,
    stderr: 'heddle: --key "i,d" tells all rows apart, and pairs 2 of 2 and 3\n',
  },
  {
    rule: 'SaysThatThereIsNoKey',
    args: auto,
    files: { 'a.csv': 'n\nx\nx\n', 'b.csv': 'n\nx\n' },
    exit: 1,
    stdout: /^added rows +0\nremoved rows +1\n/,
    stderr: /^heddle: no key found: .*whole rows are compared\n$/,
  },
  {
    rule: 'AColumnMayBeCalledAuto',
    args: [...auto.slice(0, -1), '"auto"'],
    files: { 'a.csv': 'auto,n\n1,x\n', 'b.csv': 'auto,n\n1,y\n' },
    exit: 1,
    stdout: /changed rows +1\n/,
  },
];

const patch = (...args: string[]) => ['table', 'patch', 'a.csv', 'p.csv', ...args];

const patches: readonly Case[] = [
  {
    rule: 'AppliesAPatch',
    args: patch(),
    files: { 'a.csv': pair['a.csv'], 'p.csv': patchText },
    exit: 0,
    stdout: pair['b.csv'],
  },
  {
    rule: 'WritesThePatchedTableToAFile',
    args: patch('-o', 'b.csv'),
    files: { 'a.csv': pair['a.csv'], 'p.csv': patchText },
    exit: 0,
    output: ['b.csv', pair['b.csv']],
  },
  {
    rule: 'NamesTheRowThatThePatchDoesNotFit',
    args: patch('-o', 'b.csv'),
    files: { 'a.csv': pair['b.csv'].replace('3,Cid', '2,Bert'), 'p.csv': patchText },
    exit: 2,
    stderr: /^heddle: p\.csv: line 5, .*the patch does not fit: row 2 has "Bert"/,
    output: ['b.csv', undefined],
  },
  {
    rule: 'RefusesWhatIsNoPatch',
    args: patch(),
    files: { 'a.csv': pair['a.csv'], 'p.csv': pair['b.csv'] },
    exit: 2,
    stderr: /^heddle: p\.csv: line 1, .*this is no patch/,
  },
];

const merge = (...args: string[]) => ['table', 'merge', 'o.csv', 'a.csv', 'b.csv', ...args];
const triple = (left: string, right: string) => ({
  'o.csv': pair['a.csv'],
  'a.csv': left,
  'b.csv': right,
});
const clash = triple(
  'id,name,city\n1,Ann,Roma\n2,Bob,Oslo\n3,Cid,Bern\n',
  'id,name,city\n1,Anna,Rom\n3,Cid,Bern\n4,Dee,Lima\n',
);
const clashed = 'id,name,city\n1,Anna,((( Rome ))) Roma /// Rom\n3,Cid,Bern\n4,Dee,Lima\n';
const conflict =
  '{"row":1,"key":["1"],"column":"city","base":"Rome","left":"Roma","right":"Rom"}\n';

const merges: readonly Case[] = [
  {
    rule: 'MergesWhatEachSideChanged',
    args: merge('--key', 'id', '-o', 'm.csv', '--threads', '2'),
    files: triple(pair['b.csv'], 'name,id,city\nAnna,1,Rome\nBob,2,Oslo\nCid,3,Bern\n'),
    exit: 0,
    output: ['m.csv', 'id,name,city\n1,Anna,Roma\n3,Cid,Bern\n4,=Dee,Lima\n'],
  },
  {
    rule: 'MergesWholeRowsWithoutAKey',
    args: merge(),
    files: triple(pair['b.csv'], pair['a.csv']),
    exit: 0,
    stdout: pair['b.csv'],
  },
  {
    rule: 'MarksConflictsAndCountsThem',
    args: merge('--key', 'id'),
    files: clash,
    exit: 1,
    stdout: clashed,
    stderr: 'heddle: 1 conflict; --conflicts FILE lists them\n',
  },
  {
    rule: 'ListsConflicts',
    args: merge('--key', 'id', '--conflicts', 'c.jsonl'),
    files: clash,
    exit: 1,
    stdout: clashed,
    stderr: 'heddle: 1 conflict, listed in c.jsonl\n',
    output: ['c.jsonl', conflict],
  },
  {
    rule: 'MergesByRules',
    args: merge('--key', 'id', '--ignore-case', '--date', 'city=dmy'),
    files: {
      'o.csv': 'id,name,city\n1,Ann,2012-01-31\n',
      'a.csv': 'id,name,city\n1,ANN,31/1/2012\n',
      'b.csv': 'id,name,city\n1,Anna,2012-01-31\n',
    },
    exit: 0,
    stdout: 'id,name,city\n1,Anna,31/1/2012\n',
  },
  {
    rule: 'RefusesRulesOfAMergeWithoutAKey',
    args: merge('--tolerance', 'city=0'),
    files: clash,
    exit: 2,
    stderr: /^heddle: rules for values need a key/,
  },
  {
    rule: 'NamesTheTableThatIsBroken',
    args: merge('--key', 'id', '-o', 'm.csv'),
    files: triple(pair['a.csv'], 'id,name,city\n1,Ann\n'),
    exit: 2,
    stderr: /^heddle: b\.csv: line 2, /,
    output: ['m.csv', undefined],
  },
  {
    rule: 'RefusesOneFileForTableAndConflicts',
    args: merge('-o', 'm.csv', '--conflicts', 'm.csv'),
    files: clash,
    exit: 2,
    stderr: /^heddle: --conflicts and --output name the same file/,
    output: ['m.csv', undefined],
  },
  {
    rule: 'MergeNeedsThreeFiles',
    args: ['table', 'merge', 'a', 'b'],
    exit: 2,
    stderr: /RIGHT.*heddle table merge --help/,
  },
];

export const tableCases: readonly Case[] = [
  ...formats,
  ...dialects,
  ...keys,
  ...patches,
  ...merges,
];
