import { availableParallelism } from 'node:os';
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
      // A list without anything in it takes a microsecond.
      if (transfer.length === 0) parent.postMessage(message);
      else parent.postMessage(message, transfer as NodeTransferable[]);
    },
    listen: (receive) => {
      parent.on('message', receive);
    },
    later: availableParallelism() > 1 ? setImmediate : undefined,
  };
}
