/** Small tools of the pool's benchmarks, for Node and for pages. */

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The value that `share` of the values are at or below. */
export function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Seconds that `work` takes. */
export async function timed(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/**
 * Times single trips of several ways, in turns of a hundred, so that a slow moment falls on all of them.
 *
 * ways    functions by name; each makes one trip with a number, and returns that number.
 * @returns p50 and p99 in seconds by name.
 */
export async function raceTrips(ways, turns) {
  const trips = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let turn = -2; turn < turns; turn++) {
    for (const [name, way] of Object.entries(ways)) {
      for (let trip = 0; trip < 100; trip++) {
        const began = performance.now();
        const { value } = await way({ value: trip });
        const took = performance.now() - began;
        if (value !== trip) throw new Error(`${name} gave ${value} back instead of ${trip}`);
        // The first turns warm up.
        if (turn >= 0) trips[name].push(took / 1000);
      }
    }
  }
  return Object.fromEntries(
    Object.entries(trips).map(([name, took]) => [
      name,
      { p50: quantile(took, 0.5), p99: quantile(took, 0.99) },
    ]),
  );
}

/** An echo by bare messages: `post` and `listen` of any worker that sends back what it gets. */
export function makeEcho(worker, listen) {
  let resolve;
  listen((value) => resolve(value));
  return (value) =>
    new Promise((done) => {
      resolve = done;
      worker.postMessage(value);
    });
}
