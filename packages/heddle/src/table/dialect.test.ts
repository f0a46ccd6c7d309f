import { expect, it } from 'vitest';

import { HeddleError } from '../errors.js';
import { postDialect, type Dialect } from './dialect.js';

it('IsANumberForTheKernel', () => {
  expect(postDialect({})).toBe(0);
  expect(postDialect({ delimiter: ';' })).toBe(59);
  expect(postDialect({ delimiter: '\t', header: true })).toBe(9);
  expect(postDialect({ header: false })).toBe(256);
  expect(postDialect({ lenient: true, ragged: 'pad' })).toBe(512 + 1024);
  expect(postDialect({ quote: "'", ragged: 'keep' })).toBe(39 * 65536 + 2048);
  expect(postDialect({ quote: null, delimiter: ',' })).toBe(65536 + 44);
});

it.each([
  { delimiter: '' },
  { delimiter: ';;' },
  { delimiter: 1 },
  { header: 'no' },
  { quote: '' },
  { quote: '`' },
  { lenient: 1 },
  { ragged: 'cut' },
])('IsRefused_%j', (dialect) => {
  expect(() => postDialect(dialect as unknown as Dialect)).toThrow(HeddleError);
});
