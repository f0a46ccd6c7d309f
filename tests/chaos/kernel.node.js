// The chaos tests' kernel in Node.
import { parentPort } from 'node:worker_threads';

import { defineKernel } from 'heddle/kernel';

import { makeDefinition } from './definition.js';

defineKernel(
  makeDefinition({
    post: (message) => {
      parentPort.postMessage(message);
    },
    exit: () => process.exit(3),
  }),
);
