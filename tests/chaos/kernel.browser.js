// The chaos tests' kernel in a browser.
import { defineKernel } from 'heddle/kernel';

import { makeDefinition } from './definition.js';

defineKernel(
  makeDefinition({
    post: (message) => {
      postMessage(message);
    },
    // Nobody is told of that.
    exit: () => {
      close();
    },
  }),
);
