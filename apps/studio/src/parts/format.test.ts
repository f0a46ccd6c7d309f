import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatList, formatPlural, formatSeconds } from './format.ts';

describe('format', () => {
  it.each([
    [0, '0 B'],
    [713, '713 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [12_734, '12.7 kB'],
    [999_600, '1.00 MB'],
    [91_500_000, '91.5 MB'],
    [2_400_000_000, '2.40 GB'],
  ])('Bytes %d', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0.0032, '3.2 ms'],
    [0.00996, '10 ms'],
    [0.18, '180 ms'],
    [0.9996, '1.00 s'],
    [59.996, '1 min 0 s'],
    [125, '2 min 5 s'],
  ])('Seconds %d', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  it('Counts', () => {
    expect(formatCount(1_204_000)).toBe('1,204,000');
    expect(formatPlural(1, 'row')).toBe('1 row');
    expect(formatPlural(2000, 'difference')).toBe('2,000 differences');
  });

  it('Lists', () => {
    expect(formatList([])).toBe('');
    expect(formatList(['a', 'b'])).toBe('a and b');
    expect(formatList(['a', 'b', 'c'])).toBe('a, b and c');
  });
});
