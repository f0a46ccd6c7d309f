import { describe, expect, it } from 'vitest';

import { HeddleError } from '../errors.js';
import { parseMergedTable, parseText, postFormat, type FormatOptions } from './formats.js';

describe('FormatOptions', () => {
  it('AreNumbersForTheKernel', () => {
    expect(postFormat({ format: 'csv' })).toEqual({ format: 'csv', show: 7, columns: undefined });
    const columns = ['a'];
    expect(
      postFormat({
        format: 'csv',
        only: ['changed', 'added', 'added'],
        columns,
        changedCells: true,
        guardFormulas: true,
      }),
    ).toEqual({ format: 'csv', show: 1 + 4 + 8 + 16, columns });
  });

  it.each([
    ['format', { format: 'yaml' }],
    ['format', { format: 'toString' }],
    ['format', {}],
    ['only', { format: 'csv', only: ['moved'] }],
    ['only', { format: 'csv', only: 'added' }],
    ['columns', { format: 'csv', columns: [1] }],
    ['changedCells', { format: 'csv', changedCells: 1 }],
    ['guardFormulas', { format: 'csv', guardFormulas: 'yes' }],
  ])('Refuse_%s_%j', (name, options) => {
    const post = (): unknown => postFormat(options as unknown as FormatOptions);
    expect(post).toThrow(HeddleError);
    expect(post).toThrow(`The option ${name} must be`);
  });
});

describe('Replies', () => {
  const merged = { rows: 1, conflictCount: 0, table: new Blob(['a']), conflicts: new Blob([]) };

  it('AreTakenWhenTheyAreWhole', () => {
    expect(parseText(merged.table)).toBe(merged.table);
    expect(parseMergedTable(merged)).toEqual(merged);
  });

  it.each([undefined, 'text', new Uint8Array(1)])('AreNoText_%s', (value) => {
    expect(() => parseText(value)).toThrow(TypeError);
  });

  it.each([
    undefined,
    { ...merged, rows: '1' },
    { ...merged, conflictCount: undefined },
    { ...merged, table: 'a' },
    { ...merged, conflicts: undefined },
  ])('AreNoMerge_%#', (value) => {
    expect(() => parseMergedTable(value)).toThrow(TypeError);
  });
});
