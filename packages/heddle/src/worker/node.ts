// The script of a kernel's worker in Node.
import { parentPort, type Transferable as NodeTransferable } from 'node:worker_threads';

import { engines } from './engines/index.js';
import { serveKernel } from './kernel.js';

const parent = parentPort;
if (parent === null) throw new Error('heddle/dist/worker/node.js runs only as a worker.');
serveKernel(
  {
    post: (message, transfer) => {
      parent.postMessage(message, transfer as NodeTransferable[]);
    },
    listen: (receive) => {
      parent.on('message', receive);
    },
  },
  engines,
);
