import { describe, expect, it } from 'vitest';
import { HeddleError } from 'heddle';
import { describeProblem, sideOf } from './problem.ts';

describe('describeProblem', () => {
  it('SeparatesPlaceCauseAndRemedy', () => {
    const error = new HeddleError(
      'malformed_input',
      'line 2, byte offset 1510: the quote that opens here is never closed; add the closing quote',
      { op: 'table.diff', input: 'right', line: 2, byteOffset: 1510 },
    );
    expect(describeProblem(error)).toEqual({
      title: 'The quote that opens here is never closed.',
      where: 'Line 2, byte 1,510',
      remedy: 'Add the closing quote. Then choose it again.',
    });
    expect(sideOf(error)).toBe('right');
  });

  it('SeparatesThePlaceOfAWholeLineToo', () => {
    const error = new HeddleError('malformed_input', 'line 1: a name twice; rename one', {
      line: 1,
      byteOffset: 0,
    });
    expect(describeProblem(error).title).toBe('A name twice.');
  });

  it('KnowsARemedyForEveryOtherMessage', () => {
    const error = new HeddleError('kernel_failed', "The kernel's worker failed.");
    expect(describeProblem(error)).toEqual({
      title: "The kernel's worker failed.",
      remedy: 'A new worker takes over. Try again.',
    });
    expect(sideOf(error)).toBeUndefined();
  });

  it('DescribesWhatIsNotAHeddleError', () => {
    expect(describeProblem(new Error('no network')).title).toBe('No network.');
    expect(describeProblem('odd').title).toBe('Odd.');
    expect(sideOf(new Error('no network'))).toBeUndefined();
  });

  it('BlamesOnlyTheTwoFiles', () => {
    expect(sideOf(new HeddleError('io', 'gone', { input: 'left' }))).toBe('left');
    expect(sideOf(new HeddleError('invalid_argument', 'twice', { input: 'key' }))).toBeUndefined();
  });
});
