/** What is asked of the command line, and what it must answer. */

export interface Case {
  /** The rule. */
  readonly rule: string;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly exit: 0 | 1 | 2;
  /** All of standard output, or what must be in it. Exit 2 means none. */
  readonly stdout?: string | RegExp;
  /** All of standard error, or what must be in it. Without it: none. */
  readonly stderr?: string | RegExp;
  /** A file that must have this content afterwards; undefined: it must not exist. */
  readonly output?: readonly [name: string, content: string | undefined];
}

const diff = (...args: string[]) => ['table', 'diff', ...args];
const left = 'id,name,city\n1,Ann,Rome\n2,Bob,Oslo\n3,Cid,Bern\n';
const right = 'id,name,city\n1,Ann,Roma\n3,Cid,Bern\n4,Dee,Lima\n';
const pair = { 'a.csv': left, 'b.csv': right };
const counts =
  'added rows      1\nremoved rows    1\nchanged rows    1\nchanged cells   1\nunchanged rows  1\n';
const lines =
  '{"kind":"header","columns":["id","name","city"],"key":["id"],"onlyLeft":[],"onlyRight":[]}\n' +
  '{"kind":"changed","left":1,"right":1,"cells":["1","Ann",["Rome","Roma"]]}\n' +
  '{"kind":"removed","left":2,"cells":["2","Bob","Oslo"]}\n' +
  '{"kind":"added","right":3,"cells":["4","Dee","Lima"]}\n';
const same = (text: string | Uint8Array) => ({ 'a.csv': 'id,n\n1,x\n2,y\n', 'b.csv': text });
const wrong = (text: string | Uint8Array) => ({ 'a.csv': 'a,b\n1,2\n', 'b.csv': text });
const compareBoth = diff('a.csv', 'b.csv', '--key', 'id');
const inB = (message: string) => `heddle: b.csv: ${message}\n`;
/** `text` as UTF-16 with a byte order mark. */
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));

/** Two files that have more bytes together than 16M. */
const large = (() => {
  const rows = Array.from({ length: 110_000 }, (_, i) => `${i},"a value, ${'x'.repeat(70)}"\n`);
  const before = `id,text\n${rows.join('')}`;
  rows[70_000] = '70000,changed\n';
  rows[0] = '';
  rows.push('new,last\n');
  return { 'a.csv': before, 'b.csv': `id,text\n${rows.reverse().join('')}` };
})();
const inPieces = diff('a.csv', 'b.csv', '--memory-limit', '16M');

const asked: readonly Case[] = [
  {
    rule: 'HelpIsAnAnswer',
    args: ['--help'],
    exit: 0,
    stdout: /Usage: heddle .*SUBCOMMAND[^]*serve/,
  },
  {
    rule: 'HelpOfTable',
    args: ['table', '--help'],
    exit: 0,
    stdout: /diff +Compare two CSV files/,
  },
  { rule: 'HelpOfDiff', args: diff('--help'), exit: 0, stdout: /--key A,B[^]*--memory-limit SIZE/ },
  { rule: 'HelpOfInfo', args: ['info', '--help'], exit: 0, stdout: /--json/ },
  { rule: 'VersionIsAnAnswer', args: ['--version'], exit: 0, stdout: /^heddle \d+\.\d+\.\d+\n$/ },
  { rule: 'NeedsACommand', args: [], exit: 2, stderr: /^heddle: .*; see heddle --help\n$/ },
  { rule: 'RefusesAnUnknownCommand', args: ['weave'], exit: 2, stderr: /weave.*heddle --help/ },
  { rule: 'TableNeedsACommand', args: ['table'], exit: 2, stderr: /see heddle table --help/ },
  {
    rule: 'DiffNeedsTwoFiles',
    args: diff('a'),
    exit: 2,
    stderr: /RIGHT.*heddle table diff --help/,
  },
  { rule: 'RefusesAThirdFile', args: diff('a', 'b', 'c'), exit: 2, stderr: /c; see heddle/ },
  { rule: 'RefusesAnUnknownOption', args: diff('a', 'b', '--hue'), exit: 2, stderr: /--hue/ },
  {
    rule: 'RefusesAnUnknownFormat',
    args: diff('a', 'b', '--format', 'yaml'),
    exit: 2,
    stderr: /yaml.*summary.*json/,
  },
];

const answered: readonly Case[] = [
  { rule: 'Counts', args: compareBoth, files: pair, exit: 1, stdout: counts },
  {
    rule: 'CountsAsJson',
    args: [...compareBoth, '--json', '--threads', '2'],
    files: pair,
    exit: 1,
    stdout:
      '{"added":1,"removed":1,"changed":1,"unchanged":1,"changedCells":1,"lanes":2,"seconds":0}\n',
  },
  {
    rule: 'DifferencesAsJsonLines',
    args: [...compareBoth, '--format', 'json'],
    files: pair,
    exit: 1,
    stdout: lines,
  },
  {
    rule: 'WithoutAKeyWholeRowsAreCompared',
    args: diff('a.csv', 'b.csv'),
    files: pair,
    exit: 1,
    stdout:
      /^added rows +2\nremoved rows +2\nchanged rows +0\nchanged cells +0\nunchanged rows +1\n$/,
  },
  {
    rule: 'TheSameFileTwiceIsTheSame',
    args: diff('a.csv', 'a.csv', '--key', 'id'),
    files: pair,
    exit: 0,
    stdout: /^added rows +0\n[^]*unchanged rows +3\n$/,
  },
  {
    rule: 'OtherColumnsAreADifference',
    args: compareBoth,
    files: same('id,n,more\n1,x,1\n2,y,1\n'),
    exit: 1,
    stdout: /^added rows +0\nremoved rows +0\nchanged rows +0\n[^]*unchanged rows +2\n$/,
  },
  {
    rule: 'AKeyNameMayHoldAComma',
    args: diff('a.csv', 'a.csv', '--key', '"x,y",z'),
    files: { 'a.csv': '"x,y",z\n1,2\n' },
    exit: 0,
    stdout: /unchanged rows +1/,
  },
  {
    rule: 'LineEndsDoNotMatter',
    args: compareBoth,
    files: same('id,n\r\n1,x\r\n2,y\r\n'),
    exit: 0,
    stdout: /unchanged rows +2/,
  },
  {
    rule: 'AByteOrderMarkDoesNotMatter',
    args: compareBoth,
    files: same('\ufeffid,n\n1,x\n2,y'),
    exit: 0,
    stdout: /unchanged rows +2/,
  },
  {
    rule: 'QuotesThatAreNotNeededDoNotMatter',
    args: compareBoth,
    files: same('"id","n"\n"1",x\n2,"y"\n'),
    exit: 0,
    stdout: /unchanged rows +2/,
  },
  {
    rule: 'LineBreaksInQuotesBelongToTheValue',
    args: [...compareBoth, '--format', 'json'],
    files: { 'a.csv': 'id,n\n1,"x\ny"\n', 'b.csv': 'id,n\n1,"x\r\ny ""z"""\n' },
    exit: 1,
    stdout: /"cells":\["1",\["x\\ny","x\\r\\ny \\"z\\""\]\]\}\n$/,
  },
  {
    rule: 'RulesSayWhichValuesAreTheSame',
    args: [
      ...compareBoth,
      ...['--trim', '--ignore-case', '--ignore', '"t,u",v', '--ignore', 'w'],
      ...['--tolerance', 'n=0.5', '--tolerance', 'm=1%', '--format', 'json'],
    ],
    files: {
      'a.csv': 'id,name,n,m,"t,u",v\n1,Ann,1.00,100,a,b\n2,bob,2,200,c,d\n',
      'b.csv': 'id,name,n,m,"t,u",w\n1,"ANN ",1.5,101,e,f\n2,Bob,2.51,203,g,h\n',
    },
    exit: 1,
    stdout:
      '{"kind":"header","columns":["id","name","n","m","t,u","w"],"key":["id"],"onlyLeft":[],"onlyRight":[]}\n' +
      '{"kind":"changed","left":2,"right":2,"cells":["2","Bob",["2","2.51"],["200","203"],"g","h"]}\n',
  },
  {
    rule: 'ATolerancesColumnMayHoldAnEqualsSign',
    args: [...compareBoth, '--tolerance', 'a=b=0'],
    files: { 'a.csv': 'id,a=b\n1,315.7\n', 'b.csv': 'id,a=b\n1,315.70\n' },
    exit: 0,
    stdout: /unchanged rows +1/,
  },
  {
    rule: 'AHeaderAloneHasNoRows',
    args: compareBoth,
    files: same('id,n'),
    exit: 1,
    stdout: /^added rows +0\nremoved rows +2\n/,
  },
  {
    rule: 'WritesToAFileOnly',
    args: [...compareBoth, '--format', 'json', '-o', 'out.jsonl'],
    files: pair,
    exit: 1,
    stdout: '',
    output: ['out.jsonl', lines],
  },
  {
    rule: 'ReplacesTheOutputFile',
    args: [...compareBoth, '--output', 'old.txt'],
    files: {
      ...pair,
      'old.txt': 'much longer text than what is written in its place\n'.repeat(99),
    },
    exit: 1,
    stdout: '',
    output: ['old.txt', counts],
  },
];

const refused: readonly Case[] = [
  {
    rule: 'SaysThatAFileIsMissing',
    args: diff('a.csv', 'none.csv'),
    files: pair,
    exit: 2,
    stderr: 'heddle: none.csv: there is no such file\n',
  },
  {
    rule: 'SaysThatAFileIsADirectory',
    args: diff('.', 'a.csv'),
    files: pair,
    exit: 2,
    stderr: 'heddle: .: this is a directory; name a file in it\n',
  },
  {
    rule: 'SaysWhereAQuoteOpenedThatIsNeverClosed',
    args: diff('a.csv', 'b.csv'),
    files: wrong('a,b\n1,2\n3,"x\n4,y\n'),
    exit: 2,
    stderr: /^heddle: b\.csv: line 3, byte offset 10: the quote that opens here is never closed/,
  },
  {
    rule: 'SaysWhereTextFollowsAQuote',
    args: diff('a.csv', 'b.csv'),
    files: wrong('a,b\n1,"x"y\n'),
    exit: 2,
    stderr: /^heddle: b\.csv: line 2, byte offset 9: text behind the closing quote .* offset 6;/,
  },
  {
    rule: 'SaysWhereAQuoteStandsInAField',
    args: diff('a.csv', 'b.csv'),
    files: wrong('a,b\n1,x"y"\n'),
    exit: 2,
    stderr: /^heddle: b\.csv: line 2, byte offset 7: a quote inside a field/,
  },
  {
    rule: 'SaysWhereARowIsTooShort',
    args: diff('a.csv', 'b.csv'),
    files: wrong('a,b\n1,"\n"\n\n3\n'),
    exit: 2,
    stderr: /^heddle: b\.csv: line 5, byte offset 11: this row has 1 field, the first row has 2;/,
  },
  {
    rule: 'SaysWhereARowIsTooLong',
    args: diff('b.csv', 'a.csv'),
    files: wrong('a,b\r\n1,2,3'),
    exit: 2,
    stderr: /^heddle: b\.csv: line 2, byte offset 5: this row has 3 fields, the first row has 2;/,
  },
  {
    rule: 'ListsTheColumnsWhenTheKeyIsNone',
    args: diff('a.csv', 'b.csv', '--key', 'id,nope'),
    files: pair,
    exit: 2,
    stderr: /^heddle: a\.csv: .*"nope".*: id, name, city\n$/,
  },
  {
    rule: 'ListsTheColumnsOfTheFileThatLacksTheKey',
    args: compareBoth,
    files: wrong('id\n1\n'),
    exit: 2,
    stderr: /^heddle: a\.csv: .*"id".*: a, b\n$/,
  },
  {
    rule: 'RefusesAKeyTwice',
    args: diff('a.csv', 'b.csv', '--key', 'id,id'),
    files: pair,
    exit: 2,
    stderr: /"id" twice/,
  },
  {
    rule: 'RefusesABrokenKeyList',
    args: diff('a.csv', 'b.csv', '--key', '"id'),
    files: pair,
    exit: 2,
    stderr: /^heddle: --key: /,
  },
  {
    rule: 'RefusesAnEmptyKey',
    args: diff('a.csv', 'b.csv', '--key', ''),
    files: pair,
    exit: 2,
    stderr: /^heddle: --key names no column; /,
  },
  {
    rule: 'RefusesToIgnoreAColumnThatIsNone',
    args: [...compareBoth, '--ignore', 'nope'],
    files: pair,
    exit: 2,
    stderr:
      /^heddle: ignore names the column "nope", which neither file has; .*: id, name, city\n$/,
  },
  {
    rule: 'RefusesToIgnoreTheKey',
    args: [...compareBoth, '--ignore', 'id'],
    files: pair,
    exit: 2,
    stderr: /^heddle: ignore names the column "id", which is part of the key/,
  },
  {
    rule: 'RefusesRulesWithoutAKey',
    args: diff('a.csv', 'b.csv', '--trim'),
    files: pair,
    exit: 2,
    stderr: /^heddle: rules for values need a key: /,
  },
  ...['name', 'name=', 'name=far', 'name=-1', 'nope=1'].map((text): Case => ({
    rule: `RefusesTheTolerance_${text}`,
    args: [...compareBoth, '--tolerance', text],
    files: pair,
    exit: 2,
    stderr:
      /^heddle: (--tolerance: "name|"(far|-1)" is no tolerance|a rule names the column "nope")/,
  })),
  ...['', '"id'].map((list): Case => ({
    rule: `RefusesTheIgnoredColumns_${list === '' ? 'empty' : 'broken'}`,
    args: [...compareBoth, '--ignore', list],
    files: pair,
    exit: 2,
    stderr: /^heddle: --ignore/,
  })),
  {
    rule: 'RefusesANameTwiceInTheHeader',
    args: diff('a.csv', 'b.csv'),
    files: wrong('a,b,a\n1,2,3\n'),
    exit: 2,
    stderr: /^heddle: b\.csv: line 1: the name "a" stands twice in the header, in columns 1 and 3;/,
  },
  {
    rule: 'RefusesFilesWithoutACommonColumn',
    args: diff('a.csv', 'b.csv'),
    files: wrong('c,d\n1,2\n'),
    exit: 2,
    stderr: /no column in common: left has a, b; right has c, d\n$/,
  },
  {
    rule: 'RefusesAnEmptyFile',
    args: diff('a.csv', 'b.csv'),
    files: wrong(''),
    exit: 2,
    stderr: inB('the file is empty; its first row must hold the names of the columns'),
  },
  {
    rule: 'RefusesAByteOrderMarkAlone',
    args: diff('a.csv', 'b.csv'),
    files: wrong('\ufeff'),
    exit: 2,
    stderr: inB('the file is empty; its first row must hold the names of the columns'),
  },
  {
    rule: 'RefusesUtf16ThatIsCutShort',
    args: diff('a.csv', 'b.csv'),
    files: wrong(utf16('a,b\n1,2\n').subarray(0, -1)),
    exit: 2,
    stderr: /^heddle: b\.csv: byte offset 16: this UTF-16 file has half a character here/,
  },
  ...['0', '300', 'abc', '-1'].map((count): Case => ({
    rule: `RefusesThreads_${count}`,
    args: diff('a.csv', 'b.csv', '--threads', count),
    files: pair,
    exit: 2,
    stderr: /^heddle: .*--threads/,
  })),
  {
    rule: 'SaysThatAFileIsBeyondTheMemoryLimit',
    args: diff('a.csv', 'b.csv', '--memory-limit', '60'),
    files: pair,
    exit: 2,
    stderr: /^heddle: b\.csv: the file has \d+ bytes, and \d+ bytes of memory are allowed;/,
  },
  {
    rule: 'SaysThatTheComparisonIsBeyondTheMemoryLimit',
    args: diff('a.csv', 'b.csv', '--memory-limit', '130'),
    files: pair,
    exit: 2,
    stderr: /^heddle: comparing 3 with 3 rows needs .*; raise the limit or compare parts/,
  },
  {
    rule: 'ReadsFilesBeyondTheMemoryLimitPieceByPiece',
    args: [...inPieces, '--key', 'id', '--format', 'csv'],
    files: large,
    exit: 1,
    stdout:
      'change,left,right,id,text\n' +
      `removed,1,,0,"a value, ${'x'.repeat(70)}"\nadded,,1,new,last\n` +
      `before,70001,40001,70000,"a value, ${'x'.repeat(70)}"\nafter,70001,40001,70000,changed\n`,
  },
  {
    rule: 'CountsInFilesBeyondTheMemoryLimit',
    args: [...inPieces, '--key', 'id', '--by-column'],
    files: large,
    exit: 1,
    stdout:
      'added rows      1\nremoved rows    1\nchanged rows    1\nchanged cells   1\n' +
      '  text          1\nunchanged rows  109998\n',
  },
  {
    rule: 'SaysWhatNeedsFilesBeyondTheMemoryLimitAsAWhole',
    args: [...inPieces, '--key', 'id', '--format', 'patch'],
    files: large,
    exit: 2,
    stderr: /^heddle: a patch or a tdiff, .* needs both files in memory, .*; allow more memory/,
  },
  {
    rule: 'LooksForNoKeyInFilesBeyondTheMemoryLimit',
    args: [...inPieces, '--key', 'auto'],
    files: large,
    exit: 2,
    stderr: /^heddle: --key auto needs both files in memory, .*; raise --memory-limit, or name/,
  },
  ...['12Q', '0', '', '1.5G'].map((size): Case => ({
    rule: `RefusesTheSize_${size === '' ? 'empty' : size}`,
    args: diff('a.csv', 'b.csv', '--memory-limit', size),
    files: pair,
    exit: 2,
    stderr: /^heddle: .*--memory-limit/,
  })),
  {
    rule: 'SaysThatTheOutputFolderIsMissing',
    args: [...compareBoth, '-o', 'no/out.txt'],
    files: pair,
    exit: 2,
    stderr: 'heddle: no/out.txt cannot be written: No such file or directory\n',
  },
  {
    rule: 'DoesNotWriteOverADirectory',
    args: [...compareBoth, '-o', '.'],
    files: pair,
    exit: 2,
    stderr: /^heddle: \. cannot be written: Is a directory\n$/,
  },
  {
    rule: 'LeavesNoOutputBehindAFailure',
    args: diff('a.csv', 'b.csv', '-o', 'out.txt'),
    files: wrong('a,b\n1\n'),
    exit: 2,
    stderr: /line 2/,
    output: ['out.txt', undefined],
  },
  {
    rule: 'KeepsTheOldOutputThroughAFailure',
    args: diff('a.csv', 'b.csv', '-o', 'out.txt'),
    files: { ...wrong('a,b\n1\n'), 'out.txt': 'old\n' },
    exit: 2,
    stderr: /line 2/,
    output: ['out.txt', 'old\n'],
  },
];

export const cases: readonly Case[] = [...asked, ...answered, ...refused];
