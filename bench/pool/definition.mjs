/** What the kernels of the pool's benchmarks do. */

/** Arithmetic for about that many milliseconds on any machine: `rounds` steps. */
export function compute(rounds) {
  let hash = 1;
  for (let round = 0; round < rounds; round++) hash = Math.imul(hash ^ round, 0x01000193) >>> 0;
  return hash;
}

/** Milliseconds by a clock that all threads share. */
const now = () => performance.timeOrigin + performance.now();

/** Lets the messages in. */
const breathe = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

export const definition = {
  ops: {
    echo: (value) => value,
    compute,
    /** Arithmetic, and when it began and ended. */
    timed: (rounds) => {
      const began = now();
      const hash = compute(rounds);
      return { began, ended: now(), hash };
    },
    /** Computes until it is told to end. */
    cooperate: async (_input, job) => {
      for (;;) {
        compute(10_000);
        await breathe();
        job.throwIfCancelled();
      }
    },
    /** Computes for ever. */
    spin: () => {
      for (;;);
    },
    /** Hands the bytes back as they are. */
    back: (bytes, job) => {
      job.transfer([bytes.buffer]);
      return bytes;
    },
  },
};
