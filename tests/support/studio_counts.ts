/** The counts of a comparison as the Studio shows them. */
import { expect } from 'vitest';
import type { Expected } from './reference.ts';
import type { StudioPage } from './studio_page.ts';

/** "row" or "rows". */
export const rowsOf = (count: number) => (count === 1 ? 'row' : 'rows');

export type Counts = Pick<Expected, 'added' | 'removed' | 'changed' | 'changedCells' | 'unchanged'>;

/** Waits until the summary has these counts. */
export async function showsCounts(studio: StudioPage, expected: Counts): Promise<void> {
  const { added, removed, changed, changedCells, unchanged } = expected;
  const total = added + removed + changed;
  await studio.tile(total, total === 1 ? 'difference' : 'differences').waitFor();
  await studio.tile(added, `${rowsOf(added)} added`).waitFor();
  await studio.tile(removed, `${rowsOf(removed)} removed`).waitFor();
  await studio.tile(changed, `${rowsOf(changed)} changed`).waitFor();
  const reading = async (name: string) =>
    (await studio.reading(name).innerText()).split(/\s*\n\s*/);
  expect(await reading('Changed cells')).toContain(changedCells.toLocaleString('en-US'));
  expect(await reading('Unchanged rows')).toContain(unchanged.toLocaleString('en-US'));
}
