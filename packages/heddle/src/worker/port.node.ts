import { parentPort, type Transferable as NodeTransferable } from 'node:worker_threads';

import type { KernelPort } from './kernel.js';

/**
 * This worker's channel to its parent, in Node.
 *
 * @throws Error outside of a worker.
 */
export function openPort(): KernelPort {
  const parent = parentPort;
  if (parent === null) throw new Error('A kernel runs only as a worker: start it from a pool.');
  return {
    post: (message, transfer) => {
      parent.postMessage(message, transfer as NodeTransferable[]);
    },
    listen: (receive) => {
      parent.on('message', receive);
    },
  };
}
