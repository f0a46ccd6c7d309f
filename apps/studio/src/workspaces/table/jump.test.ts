import { expect, it } from 'vitest';
import type { Difference } from 'heddle/table';
import { findChange, stopsOf, type Place } from './jump.ts';

const rows: Difference[] = [
  { kind: 'changed', left: 1, right: 1, cells: ['1', ['a', 'b'], ['c', 'd']] },
  { kind: 'removed', left: 2, cells: ['2', 'x', 'y'] },
  { kind: 'changed', left: 3, right: 3, cells: ['3', 'x', ['e', 'f']] },
];
const source = { count: rows.length, fetch: (row: number) => Promise.resolve(rows[row]) };

async function walk(direction: 1 | -1, only?: number): Promise<string[]> {
  const places: string[] = [];
  let at: Place | undefined = await findChange(source, undefined, direction, only);
  while (at !== undefined) {
    places.push(`${at.row}:${at.column}`);
    at = await findChange(source, at, direction, only);
  }
  return places;
}

it('StopsAtEachChangedCellAndEachRowThatIsNewOrGone', async () => {
  expect(await walk(1)).toEqual(['0:1', '0:2', '1:0', '2:2']);
  expect(await walk(-1)).toEqual(['2:2', '1:0', '0:2', '0:1']);
});

it('PassesOverOtherColumns', async () => {
  expect(await walk(1, 1)).toEqual(['0:1', '1:1']);
  expect(stopsOf({ kind: 'changed', left: 1, right: 1, cells: ['1'] }, 0)).toEqual([]);
});

it('GoesOnFromAPlaceBetweenChanges', async () => {
  expect(await findChange(source, { row: 2, column: 0 }, 1)).toEqual({ row: 2, column: 2 });
  expect(await findChange(source, { row: 2, column: 0 }, -1)).toEqual({ row: 1, column: 0 });
  expect(await findChange(source, { row: 2, column: 2 }, 1)).toBeUndefined();
});

it('EndsWhereNothingIsThere', async () => {
  expect(
    await findChange({ count: 0, fetch: () => Promise.resolve(undefined) }, undefined, -1),
  ).toBeUndefined();
});
