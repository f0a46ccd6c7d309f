// The tabular diffs that we write mean to daff what they mean to us: it makes right of left by them.
import { createRequire } from 'node:module';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { programs, run } from '../support/programs.ts';
import { readIndependently, realPair } from '../support/vega.ts';

/** What is used of daff, which comes without types. */
interface Daff {
  readonly TableView: new (rows: string[][]) => { data: string[][] };
  readonly HighlightPatch: new (table: object, patch: object) => { apply(): boolean };
}
const daff = createRequire(import.meta.url)('daff') as Daff;
const { native } = programs();

function parse(csv: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(csv, { delimiter: ',', skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

async function patchedByDaff(left: string, right: string, key: string, rows: string[][]) {
  const args = ['table', 'diff', left, right, '--key', key, '--format', 'tdiff'];
  const { exit, stdout, stderr } = await run(native, args);
  expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' });
  const table = new daff.TableView(rows);
  expect(new daff.HighlightPatch(table, new daff.TableView(parse(stdout))).apply()).toBe(true);
  return table.data;
}

describe.each([
  ['gapminder-health-income.csv', 'country'],
  ['seattle-weather.csv', 'date'],
])('%s', (name, key) => {
  it('IsPatchedByDaff', async () => {
    const { left, right } = realPair(name);
    const before = readIndependently(left);
    const after = readIndependently(right);
    const rows = [before.columns, ...before.rows].map((row) => [...row]);
    expect(await patchedByDaff(left, right, key, rows)).toEqual([after.columns, ...after.rows]);
  });
});

// Values that read NULL are left out of added rows: there daff does not take off the underscore that the format puts
// before them.
it.each([
  ['Rows', 'id,v\n1,a\n2,b\n3,c\n4,d\n5,e\n', 'id,v\n0,z\n1,a\n3,"c, ""c"""\n4,d\n5,\n6,f\n'],
  ['ValuesLikeMarks', 'id,v\n1,->\n2,NULL\n3,x-->y\n', 'id,v\n1,a->b\n2,_NULL\n3,+++\n'],
  ['Columns', 'id,v,w\n1,a,x\n2,b,y\n3,c,z\n', 'id,u,v\n1,p,a\n2,q,d\n4,r,e\n'],
])('DaffUnderstands_%s', async (_name, left, right) => {
  using folder = new TemporaryFolder();
  folder.write({ 'a.csv': left, 'b.csv': right });
  const patched = await patchedByDaff(folder.at('a.csv'), folder.at('b.csv'), 'id', parse(left));
  expect(patched).toEqual(parse(right));
});
