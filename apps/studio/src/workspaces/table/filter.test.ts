import { describe, expect, it } from 'vitest';
import { listKind, type Kind, type Kinds, type Listing } from './filter.ts';

const order: readonly Kind[] = ['added', 'removed', 'changed', 'changed'];
const kinds = (length: number): Kinds => ({
  length,
  kindAt: (i) => order[i % 4] ?? 'added',
});

async function all(source: Kinds, kind: Kind, count: number): Promise<Listing> {
  const parts: Listing[] = [];
  await listKind(source, kind, count, (part) => parts.push(part));
  const last = parts.at(-1);
  if (last === undefined) throw new Error('Nothing was listed.');
  return last;
}

describe('listKind', () => {
  it('ListsTheIndicesOfOneKindInOrder', async () => {
    expect(await all(kinds(9), 'changed', 4)).toEqual({
      indices: Uint32Array.of(2, 3, 6, 7),
      found: 4,
    });
    expect((await all(kinds(9), 'added', 3)).indices).toEqual(Uint32Array.of(0, 4, 8));
    expect((await all(kinds(0), 'added', 0)).found).toBe(0);
  });

  it('CountsTheSameAcrossBlocks', async () => {
    const { indices, found } = await all(kinds(100_000), 'removed', 25_000);
    expect(found).toBe(25_000);
    expect(indices.at(-1)).toBe(99_997);
  });

  it('GivesThePageTurnsAndStopsWhenAborted', async () => {
    const controller = new AbortController();
    let looked = 0;
    const many: Kinds = {
      length: 50_000_000,
      kindAt: () => {
        looked++;
        return 'added';
      },
    };
    const work = listKind(many, 'added', many.length, () => undefined, controller.signal);
    controller.abort();
    await work;
    expect(looked).toBeLessThan(many.length);
  });

  it('ShowsWhatIsKnownSoFar', async () => {
    const controller = new AbortController();
    const slow: Kinds = {
      length: 50_000_000,
      kindAt: () => {
        // Takes long enough for a first part well before the end.
        const until = performance.now() + 0.05;
        while (performance.now() < until);
        return 'added';
      },
    };
    const first = await new Promise<Listing>((resolve) => {
      void listKind(slow, 'added', slow.length, resolve, controller.signal);
    });
    controller.abort();
    expect(first.found).toBeGreaterThan(0);
    expect(first.found).toBeLessThan(slow.length);
    expect([...first.indices.subarray(0, 3)]).toEqual([0, 1, 2]);
  });
});
