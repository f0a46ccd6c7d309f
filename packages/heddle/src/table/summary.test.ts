import { expect, it } from 'vitest';

import { parseProposal, parseSummary } from './summary.js';

const dialect = {
  delimiter: ',',
  quote: '"',
  lineEnd: 'LF',
  lenient: false,
  lenientFields: 0,
  ragged: 'error',
  raggedRows: 0,
};
const summary = {
  duplicateKeys: [1, 0],
  duplicateRows: [2, 0],
  dialects: [dialect, { ...dialect, delimiter: ';' }],
  renamed: [{ left: 'a', right: 'b', score: 0.5 }],
};

it('TakesASummaryAsItIs', () => {
  expect(parseSummary(summary)).toEqual(summary);
});

it.each([
  undefined,
  {},
  { ...summary, duplicateKeys: [1] },
  { ...summary, duplicateRows: [1, -1] },
  { ...summary, dialects: [dialect, null] },
  { ...summary, renamed: undefined },
  { ...summary, renamed: [{}] },
])('RefusesASummary_%j', (value) => {
  expect(() => parseSummary(value)).toThrow(TypeError);
});

it('SaysWhyAKeyWasChosen', () => {
  const counts = { leftRows: 3, rightRows: 4, matched: 2 };
  expect(parseProposal(undefined)).toBeUndefined();
  expect(parseProposal({ columns: ['id'], ...counts })?.reason).toBe(
    'It tells all rows apart, and pairs 2 of 3 and 4.',
  );
  expect(parseProposal({ columns: ['a', 'b'], ...counts })?.reason).toBe(
    'Together they tell all rows apart, and pair 2 of 3 and 4.',
  );
  expect(parseProposal({ columns: [], ...counts })?.reason).toMatch(/^No column.*whole rows/);
});

it.each([null, {}, { columns: [1], matched: 1 }, { columns: [], leftRows: 1, rightRows: 1 }])(
  'RefusesAProposal_%j',
  (value) => {
    expect(() => parseProposal(value)).toThrow(TypeError);
  },
);
