import { describe, expect, it } from 'vitest';
import { describeRules, fitRules, inputOf, isTolerance, noRules } from './rules.ts';

it.each([
  ['0.01', true],
  ['.5', true],
  ['0', true],
  ['1%', true],
  ['', false],
  ['-1', false],
  ['1e3', false],
  ['1 %', false],
  ['close', false],
])('IsTolerance %j', (text, is) => {
  expect(isTolerance(text)).toBe(is);
});

describe('InputOf', () => {
  it('IsEmptyWithoutRules', () => {
    expect(inputOf(noRules, ['id'])).toEqual({});
  });

  it('HasAllThatIsSet', () => {
    const rules = { trim: true, ignoreCase: false, tolerance: '1%', ignore: ['when'] };
    expect(inputOf(rules, ['id'])).toEqual({
      rule: { trim: true, ignoreCase: false, tolerance: '1%' },
      ignore: ['when'],
    });
  });

  it('HasNoRuleForWholeRows', () => {
    const rules = { ...noRules, trim: true, ignore: ['when'] };
    expect(inputOf(rules, [])).toEqual({ ignore: ['when'] });
  });
});

it('FitRulesDropsColumnsThatAreGoneOrInTheKey', () => {
  const rules = { ...noRules, ignore: ['a', 'b', 'c'] };
  expect(fitRules(rules, ['a'], ['a', 'b']).ignore).toEqual(['b']);
  expect(fitRules(rules, [], ['a', 'b', 'c'])).toBe(rules);
});

it('DescribesThemInOneSentence', () => {
  expect(describeRules(noRules)).toBe('Every difference counts.');
  expect(
    describeRules({ trim: true, ignoreCase: false, tolerance: '0.1', ignore: ['x', 'y'] }),
  ).toBe(
    'Blanks around values do not count, numbers within 0.1 are the same and “x” and “y” left out.',
  );
});
