// The worker: xxhash-wasm, a WebAssembly module from npm, as a kernel of a Heddle pool.
import { defineKernel } from 'heddle/kernel';
import xxhash from 'xxhash-wasm';

const { create64, h64Raw } = await xxhash();
const hex = (hash) => hash.toString(16).padStart(16, '0');

export const kernel = defineKernel({
  ops: {
    /** The hash of bytes. */
    hash: (bytes) => hex(h64Raw(bytes)),
  },
  sessions: {
    /** The hash of bytes that come piece by piece. */
    stream: {
      open: () => create64(),
      ops: {
        update: (state, bytes) => {
          state.update(bytes);
        },
        digest: (state) => hex(state.digest()),
      },
    },
  },
});
