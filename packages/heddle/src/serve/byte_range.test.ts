import { expect, it } from 'vitest';

import { parseRange } from './byte_range.js';

it.each([
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=2-4', { first: 2, last: 4 }],
  ['bytes=7-', { first: 7, last: 9 }],
  ['bytes=7-99', { first: 7, last: 9 }],
  ['bytes=-3', { first: 7, last: 9 }],
  ['bytes=-99', { first: 0, last: 9 }],
])('Reads %s', (header, range) => {
  expect(parseRange(header, 10)).toEqual(range);
});

it.each([undefined, '', 'bytes=-', 'bytes=4-2', 'bytes=0-1,4-5', 'bytes=a-b', 'lines=0-1'])(
  'SendsTheWholeFileFor %s',
  (header) => {
    expect(parseRange(header, 10)).toBeUndefined();
  },
);

it.each([
  ['bytes=10-', 10],
  ['bytes=99-100', 10],
  ['bytes=-0', 10],
  ['bytes=0-', 0],
  ['bytes=-1', 0],
])('RefusesWhatLiesOutside %s of %i', (header, size) => {
  expect(parseRange(header, size)).toBe('unsatisfiable');
});
