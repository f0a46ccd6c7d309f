import { expect, it } from 'vitest';

import { homeOf } from './buffer.js';

it('NoBufferIsSoughtInBytesThemselves', () => {
  const bytes = new Uint8Array(4);
  Object.defineProperty(bytes, 'listed', {
    enumerable: true,
    get: () => {
      throw new Error('All values were listed.');
    },
  });
  expect(homeOf(bytes)).toBeUndefined();
});
