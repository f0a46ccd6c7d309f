import { expect, it } from 'vitest';
import type { Difference } from 'heddle/table';
import { WindowedRows } from './rowSource.ts';

const row = (i: number): Difference => ({ kind: 'added', right: i + 1, cells: [`${i}`] });

function source(count: number) {
  const pulled: string[] = [];
  const aborted: number[] = [];
  const waiting: (() => void)[] = [];
  const rows = new WindowedRows(count, (begin, end, signal) => {
    pulled.push(`${begin}-${end}`);
    signal.addEventListener('abort', () => aborted.push(begin));
    return new Promise((resolve) => {
      waiting.push(() => {
        resolve(Array.from({ length: end - begin }, (_, i) => row(begin + i)));
      });
    });
  });
  const answer = async () => {
    for (const go of waiting.splice(0)) go();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { rows, pulled, aborted, answer };
}

it('PullsOnlyWindowsThatAreWanted', async () => {
  const { rows, pulled, answer } = source(1000);
  rows.want(100, 140);
  rows.want(100, 140);
  expect(pulled).toEqual(['0-128', '128-256']);
  expect(rows.at(130)).toBeUndefined();
  let told = 0;
  rows.subscribe(() => ++told);
  await answer();
  expect(told).toBe(2);
  expect(rows.version()).toBe(2);
  expect(rows.at(130)).toEqual(row(130));
  rows.want(900, 2000);
  expect(pulled.slice(2)).toEqual(['896-1000']);
});

it('GivesUpWhatIsOnItsWayElsewhere', async () => {
  const { rows, aborted, answer } = source(10_000);
  rows.want(0, 10);
  rows.want(5000, 5010);
  expect(aborted).toEqual([0]);
  await answer();
  expect(rows.at(0)).toBeUndefined();
  expect(rows.at(5000)).toEqual(row(5000));
});

it('HoldsTheLatestWindows', async () => {
  const { rows, answer } = source(1_000_000);
  for (let window = 0; window < 80; ++window) {
    rows.want(window * 128, window * 128 + 1);
    await answer();
  }
  expect(rows.at(0)).toBeUndefined();
  expect(rows.at(79 * 128)).toEqual(row(79 * 128));
});

it('FetchesOneRow', async () => {
  const { rows, answer } = source(300);
  const coming = rows.fetch(299);
  await answer();
  expect(await coming).toEqual(row(299));
  expect(await rows.fetch(300)).toBeUndefined();
  expect(await rows.fetch(-1)).toBeUndefined();
});

it('TellsWhyRowsDoNotComeAndAsksNoMore', async () => {
  let asked = 0;
  const rows = new WindowedRows(1000, () => {
    ++asked;
    return Promise.reject(new Error('gone'));
  });
  rows.want(0, 10);
  await new Promise((resolve) => setTimeout(resolve));
  expect(rows.error).toEqual(new Error('gone'));
  rows.want(500, 510);
  expect(asked).toBe(1);
});
