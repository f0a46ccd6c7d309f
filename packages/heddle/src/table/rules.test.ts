import { describe, expect, it } from 'vitest';

import { HeddleError } from '../errors.js';
import { diff } from './operations.js';
import { encodeRules, encodeTexts, postRules, type ValueRule } from './rules.js';

describe('Rules', () => {
  it('AreNothingWhenNoneIsGiven', () => {
    expect(postRules(undefined, undefined)).toBeUndefined();
    expect(postRules(undefined, {})).toBeUndefined();
  });

  it('ArePostedWithTheGeneralOneFirst', async () => {
    const { value } = await diff.encode(
      {
        left: '',
        right: '',
        key: ['id'],
        ignore: ['t'],
        rule: { trim: true },
        columnRules: {
          a: { ignoreCase: true, tolerance: 0.5 },
          '': { tolerance: '1%' },
          d: { date: true },
          e: { date: 'dmy' },
          f: { date: 'mdy', trim: true },
        },
      },
      false,
    );
    expect(value).toMatchObject({
      ignore: ['t'],
      rules: [
        { column: undefined, flags: 5, tolerance: '' },
        { column: 'a', flags: 2, tolerance: '0.5' },
        { column: '', flags: 0, tolerance: '1%' },
        { column: 'd', flags: 8, tolerance: '' },
        { column: 'e', flags: 16, tolerance: '' },
        { column: 'f', flags: 33, tolerance: '' },
      ],
    });
  });

  it('AreEncodedAsTheAbiTakesThem', () => {
    expect([...encodeRules([{ column: 'ä', flags: 3, tolerance: '0' }])]).toEqual([
      ...[2, 0, 0, 0, 0xc3, 0xa4],
      ...[3, 0, 0, 0],
      ...[1, 0, 0, 0, 48],
    ]);
    expect([...encodeTexts(['', 'b'])]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 98]);
  });

  it.each([
    null,
    5,
    'trim',
    { trim: 1 },
    { ignoreCase: 'no' },
    { tolerance: true },
    { date: 'ymd' },
  ])('Refuse_%j', async (rule) => {
    const malformed = rule as unknown as ValueRule;
    const input = { left: '', right: '', key: ['id'] };
    await expect(diff.encode({ ...input, rule: malformed }, false)).rejects.toThrow(HeddleError);
    await expect(
      diff.encode({ ...input, columnRules: { price: malformed } }, false),
    ).rejects.toThrow(/column price/);
  });

  it('RefuseIgnoredColumnsThatAreNoList', async () => {
    const ignore = 'id' as unknown as string[];
    await expect(diff.encode({ left: '', right: '', ignore }, false)).rejects.toThrow(
      /ignore must/,
    );
  });
});
