import { describe, expect, it } from 'vitest';
import { indicesOf, type Kind } from './filter.ts';

const order: readonly Kind[] = ['added', 'removed', 'changed', 'changed'];
const kinds = (length: number) => ({ length, kindAt: (i: number) => order[i % 4] ?? 'added' });

describe('indicesOf', () => {
  it('ListsTheIndicesOfOneKindInOrder', async () => {
    expect([...(await indicesOf(kinds(9), 'changed', 4))]).toEqual([2, 3, 6, 7]);
    expect([...(await indicesOf(kinds(9), 'added', 3))]).toEqual([0, 4, 8]);
    expect([...(await indicesOf(kinds(0), 'added', 0))]).toEqual([]);
  });

  it('CountsTheSameAcrossBlocks', async () => {
    const indices = await indicesOf(kinds(100_000), 'removed', 25_000);
    expect(indices).toHaveLength(25_000);
    expect(indices.at(-1)).toBe(99_997);
  });

  it('GivesThePageTurnsAndStopsWhenAborted', async () => {
    const controller = new AbortController();
    let looked = 0;
    const slow = {
      length: 50_000_000,
      kindAt: (): Kind => {
        looked++;
        return 'added';
      },
    };
    const work = indicesOf(slow, 'added', slow.length, controller.signal);
    controller.abort(new Error('another filter'));
    await expect(work).rejects.toThrow('another filter');
    expect(looked).toBeLessThan(slow.length);
  });
});
