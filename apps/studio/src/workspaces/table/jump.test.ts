import { expect, it } from 'vitest';
import type { Difference } from 'heddle/table';
import { findChange, stopsOf, type Place } from './jump.ts';

const rows: Difference[] = [
  { kind: 'changed', left: 1, right: 1, cells: ['1', ['a', 'b'], ['c', 'd']] },
  { kind: 'removed', left: 2, cells: ['2', 'x', 'y'] },
  { kind: 'changed', left: 3, right: 3, cells: ['3', 'x', ['e', 'f']] },
];
const source = { count: rows.length, at: (row: number) => rows[row] };

function walk(direction: 1 | -1, only?: number): string[] {
  const places: string[] = [];
  let at: Place | undefined = findChange(source, undefined, direction, only);
  while (at !== undefined) {
    places.push(`${at.row}:${at.column}`);
    at = findChange(source, at, direction, only);
  }
  return places;
}

it('StopsAtEachChangedCellAndEachRowThatIsNewOrGone', () => {
  expect(walk(1)).toEqual(['0:1', '0:2', '1:0', '2:2']);
  expect(walk(-1)).toEqual(['2:2', '1:0', '0:2', '0:1']);
});

it('PassesOverOtherColumns', () => {
  expect(walk(1, 1)).toEqual(['0:1', '1:1']);
  expect(stopsOf({ kind: 'changed', left: 1, right: 1, cells: ['1'] }, 0)).toEqual([]);
});

it('GoesOnFromAPlaceBetweenChanges', () => {
  expect(findChange(source, { row: 2, column: 0 }, 1)).toEqual({ row: 2, column: 2 });
  expect(findChange(source, { row: 2, column: 0 }, -1)).toEqual({ row: 1, column: 0 });
  expect(findChange(source, { row: 2, column: 2 }, 1)).toBeUndefined();
});

it('EndsWhereNothingIsThere', () => {
  expect(findChange({ count: 0, at: () => undefined }, undefined, -1)).toBeUndefined();
});
