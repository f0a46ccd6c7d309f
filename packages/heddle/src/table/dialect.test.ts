import { expect, it } from 'vitest';

import { HeddleError } from '../errors.js';
import { postDialect, type Dialect } from './dialect.js';

it('IsANumberForTheKernel', () => {
  expect(postDialect({})).toBe(0);
  expect(postDialect({ delimiter: ';' })).toBe(59);
  expect(postDialect({ delimiter: '\t', header: true })).toBe(9);
  expect(postDialect({ header: false })).toBe(256);
});

it.each([{ delimiter: '' }, { delimiter: ';;' }, { delimiter: 1 }, { header: 'no' }])(
  'IsRefused_%j',
  (dialect) => {
    expect(() => postDialect(dialect as unknown as Dialect)).toThrow(HeddleError);
  },
);
