/** Random tables, edited and written in every way that CSV allows. */
import type { Random } from './random.ts';
import type { Rows } from './reference.ts';

const pieces = [
  'a',
  'b',
  'xy',
  ' ',
  ',',
  '"',
  '""',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\\',
  'é',
  '日本',
  '🧵',
];
const names = ['id', 'name', 'a, b', 'say "x"', 'two\nlines', 'é', '', 'ID', 'z'];

function value(random: Random): string {
  const kind = random.below(10);
  if (kind < 5) return `${random.below(6)}`;
  if (kind < 6) return '';
  if (kind < 7 && random.chance(0.05)) return random.pick(pieces).repeat(700);
  return Array.from({ length: 1 + random.below(5) }, () => random.pick(pieces)).join('');
}

/** rows  about as many rows. */
export function randomTable(random: Random, rows: number): Rows {
  const columns = random.shuffle(names).slice(0, 1 + random.below(5));
  return {
    columns,
    rows: Array.from({ length: random.below(rows + 1) }, () => columns.map(() => value(random))),
  };
}

/** The table with rows and columns changed, added, dropped and moved. */
export function edited(random: Random, table: Rows): Rows {
  const values = table.rows.map((row) => new Map(table.columns.map((name, i) => [name, row[i]])));
  let columns = [...table.columns];
  if (random.chance(0.3)) columns = random.shuffle(columns);
  if (random.chance(0.2) && columns.length > 1) columns.splice(random.below(columns.length), 1);
  if (random.chance(0.2)) columns.push('added');
  const change = random.pick([0, 0.02, 0.3]);
  let rows = values.flatMap((row) => {
    if (random.chance(change)) return [];
    const copy = columns.map((name) =>
      random.chance(change) ? value(random) : (row.get(name) ?? value(random)),
    );
    return random.chance(change) ? [copy, columns.map(() => value(random))] : [copy];
  });
  if (random.chance(0.3)) rows = random.shuffle(rows);
  return { columns, rows };
}

/** The table as a CSV file: line ends, quotes, mark and blank lines vary, the values do not. */
export function writeCsv(random: Random, table: Rows): Uint8Array {
  const lineEnd = random.pick(['\n', '\r\n']);
  const quoting = random.pick([0, 0, 0.2, 1]);
  const single = table.columns.length === 1;
  const field = (text: string, last: boolean) => {
    const needed = /[",\n]/.test(text) || (last && text.endsWith('\r'));
    return needed || random.chance(quoting) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [table.columns, ...table.rows].map((row) =>
    row.map((text, i) => field(text, i === row.length - 1)).join(','),
  );
  let text = '';
  lines.forEach((line, i) => {
    text += line;
    const last = i === lines.length - 1;
    // A file that ends in an empty line without a line end has no such row.
    if (!last || line === '' || random.chance(0.8)) text += lineEnd;
    // In a file of one column a blank line is an empty value.
    if (!single && random.chance(0.02)) text += lineEnd;
  });
  return Buffer.from(random.chance(0.1) ? `\ufeff${text}` : text);
}

/** The bytes with a few of them replaced, added or cut off, so that most results are malformed. */
export function damaged(random: Random, bytes: Uint8Array): Uint8Array {
  const damage = Buffer.from(random.pick(['"', '"', ',', '\n', 'x', '""', '"\n', '\r']));
  const at = random.below(bytes.length + 1);
  const kept = random.pick([at, at + 1, bytes.length]);
  return Buffer.concat([bytes.subarray(0, at), damage, bytes.subarray(kept)]);
}
