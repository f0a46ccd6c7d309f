// What the kernels of the chaos tests can do: some arithmetic, and every way to die that a worker has.

// (func (export "trap") unreachable)
const trapping = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4],
  ...[116, 114, 97, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11],
);

/** Stirs a value into a hash; the order matters. */
export const mix = (hash, value) => Math.imul(hash ^ value, 0x01000193) >>> 0;

/** The answer to a job: a number that only this job has. */
export function answer({ index, rounds, bytes }) {
  let hash = index;
  for (let round = 0; round < rounds; ++round) hash = mix(hash, round);
  return mix(hash, bytes?.length ?? 0);
}

const never = () => new Promise(() => undefined);
const spin = () => {
  for (;;);
};

/**
 * The kernel.
 *
 * post  posts a raw message to the page.
 * exit  ends the worker from inside.
 */
export function makeDefinition({ post, exit }) {
  const posting = (message) => () => {
    post(message);
    return never();
  };
  const ways = {
    trap: () => new WebAssembly.Instance(new WebAssembly.Module(trapping)).exports.trap(),
    loop: spin,
    exit() {
      exit();
      return never();
    },
    throw() {
      setTimeout(() => {
        throw new Error('thrown outside of any job');
      });
      return never();
    },
    reject() {
      void Promise.reject(new Error('rejected outside of any job'));
      return never();
    },
    nonsense: posting({ type: 'nonsense' }),
    // In the protocol's own version, or it would be refused for that alone.
    stranger: posting({ version: 4, type: 'done', job: 2 ** 40, result: 0 }),
    text: posting('x'.repeat(100_000)),
    // As a C++ module ends that cannot grow its memory.
    abort() {
      throw new WebAssembly.RuntimeError('Aborted(OOM). Build with -sASSERTIONS for more info.');
    },
    // Until the worker's heap is full.
    exhaust() {
      const hoard = [];
      for (;;) hoard.push(new Array(10_000).fill(hoard.length));
    },
  };
  /** Dies as `fate` says, but only the first time that this job is run. */
  const meet = ({ fate, index, charges }) =>
    fate !== undefined && Atomics.sub(charges, index, 1) > 0 ? ways[fate]() : undefined;

  return {
    ops: {
      work: (input) => {
        const death = meet(input);
        return death ?? { index: input.index, answer: answer(input) };
      },
      refuse: () => {
        throw new Error('refused');
      },
      ask: () => new ArrayBuffer(2 ** 52),
      stall: spin,
    },
    sessions: {
      chain: {
        open: (start, checkpoint) => ({
          hash: checkpoint === undefined ? start : new Uint32Array(checkpoint.buffer)[0],
        }),
        ops: {
          add: (state, input) => meet(input) ?? (state.hash = mix(state.hash, input.value)),
        },
        checkpoint: ({ hash }) => new Uint8Array(Uint32Array.of(hash).buffer),
      },
    },
  };
}
