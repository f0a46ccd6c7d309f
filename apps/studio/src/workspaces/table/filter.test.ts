import { describe, expect, it } from 'vitest';
import {
  countByColumn,
  listMatches,
  matcher,
  type ColumnCounts,
  type Differences,
  type Kind,
  type Listing,
} from './filter.ts';

const order: readonly Kind[] = ['added', 'removed', 'changed', 'changed'];
const kindAt = (i: number): Kind => order[i % 4] ?? 'added';

async function all(length: number, kind: Kind, most: number): Promise<Listing> {
  const parts: Listing[] = [];
  await listMatches(
    length,
    (i) => kindAt(i) === kind,
    most,
    (part) => parts.push(part),
  );
  const last = parts.at(-1);
  if (last === undefined) throw new Error('Nothing was listed.');
  return last;
}

describe('matcher', () => {
  const cells = [
    ['1', 'Ann'],
    ['2', ['Bob', 'Rob']],
    ['3', null],
  ] as const;
  const kinds = ['added', 'changed', 'removed'] as const;
  const diff: Differences = {
    length: 3,
    kindAt: (i) => kinds[i] ?? 'added',
    at: (i) => ({ cells: (cells[i] ?? []) as ReturnType<Differences['at']>['cells'] }),
  };
  const found = (kind: Kind | 'all', column: number | undefined, text: string) => {
    const matches = matcher(diff, { kind, column, text });
    return [0, 1, 2].filter(matches);
  };

  it('FindsTextInEitherCaseAndOnBothSidesOfAChange', () => {
    expect(found('all', undefined, 'ANN')).toEqual([0]);
    expect(found('all', undefined, 'rob')).toEqual([1]);
    expect(found('all', undefined, 'bo')).toEqual([1]);
    expect(found('added', undefined, 'bo')).toEqual([]);
  });

  it('LooksInOneColumn', () => {
    expect(found('all', 1, '2')).toEqual([]);
    expect(found('all', 0, '2')).toEqual([1]);
  });

  it('FindsWhatChangedInAColumn', () => {
    expect(found('all', 1, '')).toEqual([1]);
    expect(found('all', 0, '')).toEqual([]);
  });

  it('KnowsKindsWithoutDecoding', () => {
    expect(found('removed', undefined, '')).toEqual([2]);
    expect(found('all', undefined, '')).toEqual([0, 1, 2]);
  });
});

describe('listMatches', () => {
  it('ListsTheIndicesOfOneKindInOrder', async () => {
    expect(await all(9, 'changed', 4)).toEqual({
      indices: Uint32Array.of(2, 3, 6, 7),
      found: 4,
      complete: true,
    });
    expect((await all(9, 'added', 3)).indices).toEqual(Uint32Array.of(0, 4, 8));
    expect((await all(0, 'added', 0)).found).toBe(0);
  });

  it('CountsTheSameAcrossBlocks', async () => {
    const { indices, found } = await all(100_000, 'removed', 25_000);
    expect(found).toBe(25_000);
    expect(indices.at(-1)).toBe(99_997);
  });

  it('GivesThePageTurnsAndStopsWhenAborted', async () => {
    const controller = new AbortController();
    let looked = 0;
    const length = 50_000_000;
    const look = () => {
      looked++;
      return true;
    };
    const work = listMatches(length, look, length, () => undefined, controller.signal);
    controller.abort();
    await work;
    expect(looked).toBeLessThan(length);
  });

  it('ShowsWhatIsKnownSoFar', async () => {
    const controller = new AbortController();
    const length = 50_000_000;
    const slow = () => {
      // Takes long enough for a first part well before the end.
      const until = performance.now() + 0.05;
      while (performance.now() < until);
      return true;
    };
    const first = await new Promise<Listing>((resolve) => {
      void listMatches(length, slow, length, resolve, controller.signal);
    });
    controller.abort();
    expect(first.found).toBeGreaterThan(0);
    expect(first.complete).toBe(false);
    expect(first.found).toBeLessThan(length);
    expect([...first.indices.subarray(0, 3)]).toEqual([0, 1, 2]);
  });
});

describe('CountByColumn', () => {
  it('CountsPairsOfChangedRows', async () => {
    const length = 1000;
    const diff: Differences = {
      length,
      kindAt,
      at: (i) => ({ cells: [`${i}`, i % 8 === 2 ? ['a', 'b'] : 'a', ['x', 'y']] }),
    };
    const parts: ColumnCounts[] = [];
    await countByColumn(diff, 3, (part) => parts.push(part));
    const last = parts.at(-1);
    expect(last?.complete).toBe(true);
    expect([...(last?.changed ?? [])]).toEqual([0, 125, 500]);
  });

  it('EndsWhenAborted', async () => {
    const controller = new AbortController();
    let looked = 0;
    const diff: Differences = {
      length: 1e9,
      kindAt: () => {
        if (++looked === 200) controller.abort();
        return 'added';
      },
      at: () => ({ cells: [] }),
    };
    await countByColumn(
      diff,
      1,
      () => {
        throw new Error('Nothing is told after the end.');
      },
      controller.signal,
    );
    expect(looked).toBeLessThan(1e9);
  });
});
