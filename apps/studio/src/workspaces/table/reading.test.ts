import { expect, it } from 'vitest';
import type { FoundDialect } from 'heddle/table';
import {
  describeFound,
  describeReading,
  dialectOf,
  readReading,
  strictReading,
  writeReading,
  type Reading,
} from './reading.ts';

const odd: Reading = { delimiter: ';', header: false, quote: 'none', lenient: true, ragged: 'pad' };

it('IsADialectOfWhatIsNotStrict', () => {
  expect(dialectOf(strictReading)).toEqual({});
  expect(dialectOf(odd)).toEqual({
    delimiter: ';',
    header: false,
    quote: null,
    lenient: true,
    ragged: 'pad',
  });
});

it.each<Reading>([strictReading, odd, { ...strictReading, quote: "'", delimiter: '|' }])(
  'ComesBackFromTheAddress %j',
  (reading) => {
    const params = new URLSearchParams();
    writeReading(reading, params);
    expect(readReading(params)).toEqual(reading);
  },
);

it('IsDescribedInOneSentence', () => {
  expect(describeReading(odd)).toBe(
    'Fields between semicolons, no header, nothing around fields, odd quotes are read and rows of another length filled up when too short.',
  );
});

it('DescribesWhatWasFoundUnlessItIsPlain', () => {
  const plain: FoundDialect = {
    delimiter: ',',
    quote: '"',
    lineEnd: 'LF',
    lenient: false,
    lenientFields: 0,
    ragged: 'error',
    raggedRows: 0,
  };
  expect(describeFound('Left', plain)).toBeUndefined();
  expect(describeFound('Right', { ...plain, delimiter: '\t', raggedRows: 1 })).toBe(
    'Right: tabs and 1 row of another length.',
  );
});
