/** 50 MB to a worker and back, in Node and in pages. */
import { timed } from './measure.mjs';

/**
 * pool  one of our kernels. echo: a bare worker that sends back what it gets.
 * @returns seconds for each way.
 */
export async function raceBytes(pool, operations, echo, quick) {
  const size = quick ? 5_000_000 : 50_000_000;
  const bytes = new Uint8Array(size).fill(7);
  let mine = new Uint8Array(size).fill(7);
  const check = (back) => {
    if (back.length !== size || back[size - 1] !== 7)
      throw new Error('The bytes are not the same.');
    return back;
  };
  const ways = {
    clone: async () => check(await echo(bytes)),
    copied: async () => check(await pool.run(operations.back, bytes)),
    moved: async () => {
      const before = mine;
      mine = check(await pool.run(operations.back, mine, { transfer: true }));
      // What is detached was not copied.
      if (before.length !== 0) throw new Error('The input was copied.');
    },
  };
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = -1; round < (quick ? 1 : 5); round++) {
    for (const [name, way] of Object.entries(ways)) {
      const took = await timed(way);
      if (round >= 0) times[name].push(took);
    }
  }
  const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  return Object.fromEntries(Object.entries(times).map(([name, took]) => [name, middle(took)]));
}
