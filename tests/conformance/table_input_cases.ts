/** How `heddle table` reads files of other dialects, and which rows it pairs. */
import type { Case } from './cli_cases.ts';

const diff = (...args: string[]) => ['table', 'diff', 'a.csv', 'b.csv', ...args];
const none = 'added rows      0\nremoved rows    0\nchanged rows    0\nchanged cells   0\n';
const strict = 'id,v\n1,a\n2,b\n';

const duplicates: readonly Case[] = [
  {
    rule: 'PairsEqualRowsOfAKeyFirst',
    args: diff('--key', 'id'),
    files: { 'a.csv': 'id,v\n1,a\n1,b\n2,x\n', 'b.csv': 'id,v\n1,c\n1,a\n2,x\n2,y\n' },
    exit: 1,
    stdout:
      'added rows      1\nremoved rows    0\nchanged rows    1\nchanged cells   1\n' +
      'unchanged rows  2\nduplicate keys  1 and 2\nduplicate rows  2 and 4\n',
  },
  {
    rule: 'CountsDuplicatesInJson',
    args: diff('--key', 'id', '--json'),
    files: { 'a.csv': strict, 'b.csv': `${strict}2,c\n` },
    exit: 1,
    stdout: /"changedCells":0,"duplicateKeys":\[0,1\],"duplicateRows":\[0,2\],"lanes"/,
  },
  {
    rule: 'SaysThatAKeyIsUniqueInNeitherFile',
    args: diff('--key', 'id', '--format', 'csv'),
    files: { 'a.csv': 'id,v\n1,a\n1,b\n', 'b.csv': 'id,v\n1,b\n1,c\n' },
    exit: 1,
    stdout: 'change,left,right,id,v\nbefore,1,2,1,a\nafter,1,2,1,c\n',
    stderr:
      'heddle: the key is unique in neither file: 2 and 2 rows share theirs with another; ' +
      'equal ones were paired first, then in order\n',
  },
];

const keys: readonly Case[] = [
  {
    rule: 'TakesKeysByNumber',
    args: diff('--key', '#1', '--format', 'json'),
    files: { 'a.csv': 'ID,v\n1,a\n2,b\n', 'b.csv': 'id,v\n2,b\n1,c\n' },
    exit: 1,
    stdout: /"key":\["id"\],"onlyLeft":\[\],"onlyRight":\[\]\}\n.*"cells":\["1",\["a","c"\]\]\}\n$/,
  },
  {
    rule: 'SaysWhichNumberThereIsNot',
    args: diff('--key', '#3'),
    files: { 'a.csv': strict, 'b.csv': strict },
    exit: 2,
    stderr: 'heddle: a.csv: there is no column "#3" to use as key; the columns are: id, v\n',
  },
  {
    rule: 'TakesRowsByPosition',
    args: diff('--key', 'position', '--format', 'csv'),
    files: { 'a.csv': strict, 'b.csv': 'id,v\n1,a\n3,c\n4,d\n' },
    exit: 1,
    stdout: 'change,left,right,id,v\nbefore,2,2,2,b\nafter,2,2,3,c\nadded,,3,4,d\n',
  },
  {
    rule: 'PatchesByPosition',
    args: diff('--key', 'position', '--format', 'patch'),
    files: { 'a.csv': strict, 'b.csv': 'id,v\n1,a\n3,b\n' },
    exit: 1,
    stdout: /\n=,1,1\n~,2,1,2,3\n$/,
  },
  {
    rule: 'AColumnMayBeCalledPosition',
    args: diff('--key', '"position"'),
    files: { 'a.csv': 'position,v\n1,x\n2,y\n', 'b.csv': 'position,v\n2,y\n1,x\n' },
    exit: 0,
    stdout: `${none}unchanged rows  2\n`,
  },
];

const guesses: readonly Case[] = [
  {
    rule: 'FindsRenamedColumns',
    args: diff('--key', 'id', '--renames'),
    files: {
      'a.csv': 'id,town\n1,Rome\n2,Oslo\n3,Bern\n',
      'b.csv': 'city,id\nRome,1\nOslo,2\nBonn,3\n',
    },
    exit: 1,
    stdout:
      'added rows      0\nremoved rows    0\nchanged rows    1\nchanged cells   1\n' +
      'unchanged rows  2\nrenamed column  town to city, score 0.5000\n',
  },
  {
    rule: 'ListsRenamedColumnsInJson',
    args: diff('--key', 'ID', '--renames', '--json'),
    files: { 'a.csv': 'ID,v\n1,a\n2,b\n', 'b.csv': 'id,v\n1,a\n2,b\n' },
    exit: 1,
    stdout: /"changedCells":0,"renamed":\[\{"left":"ID","right":"id","score":1.0\}\],"lanes"/,
  },
  {
    rule: 'PairsSimilarRows',
    args: diff('--similar', '0.5', '--format', 'tdiff'),
    files: { 'a.csv': 'n,v\nAnn Lee,a\nBob,b\n', 'b.csv': 'n,v\nAnn Ray,a\nBob,b\n' },
    exit: 1,
    stdout: '@@,n,v\n->,Ann Lee->Ann Ray,a\n,Bob,b\n',
  },
  ...(
    [
      [['--similar', '0'], '--similar takes a number above 0 and up to 1'],
      [['--similar', 'nan'], '--similar takes a number above 0 and up to 1'],
      [['--similar', '0.5', '--key', 'id'], 'leave out the key or the similarity'],
    ] as const
  ).map(([args, why]): Case => ({
    rule: `Refuses_${args.join('_')}`,
    args: diff(...args),
    files: { 'a.csv': strict, 'b.csv': strict },
    exit: 2,
    stderr: new RegExp(`^heddle: .*${why}`),
  })),
];

const dates: readonly Case[] = [
  {
    rule: 'ComparesDates',
    args: diff(
      '--key',
      'id',
      '--date',
      'd=mdy',
      '--date',
      'e',
      '--tolerance',
      'e=1',
      '--by-column',
    ),
    files: {
      'a.csv': 'id,d,e\n1,2012-04-03,Apr 3 2012\n2,2012-04-03,7\n',
      'b.csv': 'id,d,e\n1,4/3/2012,3.4.2012\n2,4/4/2012,7.5\n',
    },
    exit: 1,
    stdout:
      'added rows      0\nremoved rows    0\nchanged rows    1\nchanged cells   1\n' +
      '  d             1\nunchanged rows  1\n',
  },
  {
    rule: 'SaysThatAColumnOfDatesIsNotThere',
    args: diff('--key', 'id', '--date', 'x=ymd'),
    files: { 'a.csv': strict, 'b.csv': strict },
    exit: 2,
    stderr:
      'heddle: a rule names the column "x=ymd", which neither file has; the columns are: id, v\n',
  },
];

const dialects: readonly Case[] = [
  {
    rule: 'ReadsLinesThatEndWithCarriageReturns',
    args: diff('--key', 'id'),
    files: { 'a.csv': strict, 'b.csv': strict.replaceAll('\n', '\r') },
    exit: 0,
    stdout: `${none}unchanged rows  2\nline ends       LF and CR\n`,
  },
  {
    rule: 'FindsApostrophes',
    args: diff('--json'),
    files: { 'a.csv': "id,v\n1,'a,b'\n", 'b.csv': 'id,v\n1,"a,b"\n' },
    exit: 0,
    stdout: /"changedCells":0,"quotes":\["'","\\""\],"lanes"/,
  },
  {
    rule: 'TakesTheQuoteThatIsGiven',
    args: diff('--quote', 'none', '--format', 'csv'),
    files: { 'a.csv': 'v\n"a\n', 'b.csv': 'v\n"b\n' },
    exit: 1,
    stdout: 'change,left,right,v\nremoved,1,,"""a"\nadded,,1,"""b"\n',
  },
  {
    rule: 'ReadsForbiddenQuotesLeniently',
    args: diff('--lenient'),
    files: { 'a.csv': 'v,w\na"b,"c"d\n', 'b.csv': 'v,w\n"a""b",cd\n' },
    exit: 0,
    stdout: `${none}unchanged rows  1\nlenient fields  2 and 0\n`,
  },
  {
    rule: 'RefusesForbiddenQuotesOtherwise',
    args: diff(),
    files: { 'a.csv': strict, 'b.csv': 'id,v\n1,a"b\n' },
    exit: 2,
    stderr: /^heddle: b\.csv: line 2, byte offset 8: .*, or read the file leniently\n$/,
  },
  {
    rule: 'PadsShortRows',
    args: diff('--ragged', 'pad'),
    files: { 'a.csv': 'id,v\n1\n2,b\n', 'b.csv': 'id,v\n1,\n2,b\n' },
    exit: 0,
    stdout: `${none}unchanged rows  2\nragged rows     1 and 0\n`,
  },
  {
    rule: 'KeepsLongRows',
    args: diff('--ragged', 'keep', '--key', 'id', '--format', 'json'),
    files: { 'a.csv': 'id,v\n1\n2,b,c\n', 'b.csv': 'id,v\n1,\n2,b\n' },
    exit: 1,
    stdout: /^\{"kind":"header","columns":\["id","v","3"\],"key":\["id"\],"onlyLeft":\["3"\]/,
  },
  {
    rule: 'RefusesLongRowsThatAreToBePadded',
    args: diff('--ragged', 'pad'),
    files: { 'a.csv': strict, 'b.csv': 'id,v\n1,a,b\n' },
    exit: 2,
    stderr: /^heddle: b\.csv: line 2, byte offset 5: this row has 3 fields, the first row has 2/,
  },
  {
    rule: 'KeepsNulBytes',
    args: diff('--key', 'id', '--format', 'json'),
    files: { 'a.csv': strict, 'b.csv': 'id,v\n1,\0a\n2,b\n' },
    exit: 1,
    stdout: /\["a","\\u0000a"\]/,
  },
  {
    rule: 'PatchesAndMergesInOtherDialects',
    args: ['table', 'merge', 'o.csv', 'a.csv', 'b.csv', '--key', '#1', '--ragged', 'pad'],
    files: { 'o.csv': 'id,v\r1,a\r2\r', 'a.csv': 'id,v\n1,b\n2\n', 'b.csv': "id,v\n1,a\n2,'c\n" },
    exit: 0,
    stdout: "id,v\n1,b\n2,'c\n",
  },
  {
    rule: 'SaysThatAFileIsBinary',
    args: diff(),
    files: { 'a.csv': strict, 'b.csv': new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0]) },
    exit: 2,
    stderr:
      'heddle: b.csv: this looks like a binary file (a PNG image), not like CSV; export it as CSV ' +
      'first, or name another file\n',
  },
  {
    rule: 'SaysThatAFileHasControlCharacters',
    args: diff(),
    files: { 'a.csv': strict, 'b.csv': new Uint8Array(100) },
    exit: 2,
    stderr: /binary file \(100 control characters in its first 100 bytes, the first NUL at byte/,
  },
  {
    rule: 'RefusesAQuote',
    args: diff('--quote', '`'),
    files: { 'a.csv': strict, 'b.csv': strict },
    exit: 2,
    stderr: 'heddle: --quote: "`" is no quote; there are " \' none and auto\n',
  },
  {
    rule: 'RefusesAPolicy',
    args: diff('--ragged', 'cut'),
    files: { 'a.csv': strict, 'b.csv': strict },
    exit: 2,
    stderr: /--ragged: cut not in/,
  },
];

export const tableInputCases: readonly Case[] = [
  ...duplicates,
  ...keys,
  ...guesses,
  ...dates,
  ...dialects,
];
