import { describe, expect, it } from 'vitest';

import { makeRandom } from '../test/random.js';
import { ageing, isBefore, JobQueue, type Waiting } from './queue.js';

class Item implements Waiting {
  settled = false;
  constructor(
    readonly number: number,
    readonly rank: number,
  ) {}
}

const item = (number: number, queuedAt: number, priority = 0): Item =>
  new Item(number, queuedAt - priority * ageing);

function drainAll(queue: JobQueue<Item>): number[] {
  const order: number[] = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) order.push(next.number);
  return order;
}

describe('AQueue', () => {
  it('KeepsTheOrderOfEqualPriorities', () => {
    const queue = new JobQueue<Item>();
    for (const number of [3, 1, 2]) queue.push(item(number, 0));
    expect(drainAll(queue)).toEqual([1, 2, 3]);
  });

  it('PutsTheHigherPriorityFirst', () => {
    const queue = new JobQueue<Item>();
    queue.push(item(1, 0, -1));
    queue.push(item(2, 1, 0));
    queue.push(item(3, 2, 7));
    expect(drainAll(queue)).toEqual([3, 2, 1]);
  });

  it('LetsAWaitingJobPassALevelASecond', () => {
    const queue = new JobQueue<Item>();
    queue.push(item(1, 0, 0));
    queue.push(item(2, 999, 1));
    queue.push(item(3, 1001, 1));
    expect(drainAll(queue)).toEqual([2, 1, 3]);
  });

  it('SkipsWhatHasSettledAndDoesNotCountIt', () => {
    const queue = new JobQueue<Item>();
    const items = [1, 2, 3].map((number) => item(number, number));
    for (const each of items) queue.push(each);
    for (const each of items.slice(0, 2)) {
      each.settled = true;
      queue.discard();
    }
    expect(queue.length).toBe(1);
    expect(drainAll(queue)).toEqual([3]);
    expect(queue.length).toBe(0);
  });

  it('FindsTheFirstThatFitsAndRemovesIt', () => {
    const queue = new JobQueue<Item>();
    const items = [1, 2, 3, 4].map((number) => item(number, number));
    for (const each of items) queue.push(each);
    const even = queue.find(({ number }) => number % 2 === 0);
    expect(even).toBe(items[1]);
    if (even !== undefined) queue.remove(even);
    expect(drainAll(queue)).toEqual([1, 3, 4]);
  });

  it('AgreesWithASortedListWhateverIsDone', () => {
    const seed = 20_260_102;
    const random = makeRandom(seed);
    const queue = new JobQueue<Item>();
    let list: Item[] = [];
    for (let round = 0; round < 5000; ++round) {
      const what = random(10);
      if (what < 5) {
        const next = item(round, random(3000), random(4));
        queue.push(next);
        list.push(next);
        list.sort((a, b) => (isBefore(a, b) ? -1 : 1));
      } else if (what < 8) {
        expect(queue.pop(), `seed ${seed}, round ${round}`).toBe(list.shift());
      } else {
        const gone = list[random(Math.max(1, list.length))];
        if (gone === undefined) continue;
        gone.settled = true;
        queue.discard();
        list = list.filter((each) => each !== gone);
      }
      expect(queue.length, `seed ${seed}, round ${round}`).toBe(list.length);
    }
  });
});
