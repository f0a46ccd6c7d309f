import { describe, expect, it } from 'vitest';
import {
  describeRules,
  fitRules,
  inputOf,
  isTolerance,
  noRules,
  readRules,
  ruleOf,
  withRule,
  writeRules,
  type OwnRule,
  type Rules,
} from './rules.ts';

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
    expect(inputOf(noRules, true)).toEqual({});
  });

  it('HasAllThatIsSet', () => {
    const rules = { ...noRules, trim: true, tolerance: '1%', ignore: ['when'] };
    expect(inputOf(rules, true)).toEqual({
      rule: { trim: true, ignoreCase: false, tolerance: '1%' },
      ignore: ['when'],
    });
  });

  it('HasNoRuleForWholeRows', () => {
    const rules = { ...noRules, trim: true, ignore: ['when'] };
    expect(inputOf(rules, false)).toEqual({ ignore: ['when'] });
  });
});

it('FitRulesDropsColumnsThatAreGoneOrInTheKey', () => {
  const rules = { ...noRules, ignore: ['a', 'b', 'c'] };
  expect(fitRules(rules, ['a'], ['a', 'b']).ignore).toEqual(['b']);
  expect(fitRules(rules, [], ['a', 'b', 'c'])).toBe(rules);
});

it('DescribesThemInOneSentence', () => {
  expect(describeRules(noRules)).toBe('Every difference counts.');
  expect(describeRules({ ...noRules, trim: true, tolerance: '0.1', ignore: ['x', 'y'] })).toBe(
    'Blanks around values do not count, numbers within 0.1 are the same and “x” and “y” left out.',
  );
});

const own: readonly (readonly [string, OwnRule])[] = [
  ['a', { kind: 'exact' }],
  ['b: c', { kind: 'text', trim: true, ignoreCase: false }],
  ['', { kind: 'number', tolerance: '1%' }],
  ['d', { kind: 'date', order: 'dmy' }],
];

it('InputOfHasARuleForEachColumnWithOne', () => {
  expect(inputOf({ ...noRules, own }, true)).toEqual({
    columnRules: {
      a: {},
      'b: c': { trim: true, ignoreCase: false },
      '': { trim: true, tolerance: '1%' },
      d: { trim: true, date: 'dmy' },
    },
  });
  expect(inputOf({ ...noRules, own }, false)).toEqual({});
});

const inAddress = (rules: Rules, named: boolean) => {
  const params = new URLSearchParams();
  writeRules(rules, params, named);
  return params.toString();
};

it('RulesComeBackFromTheAddress', () => {
  const rules: Rules = { trim: true, ignoreCase: true, tolerance: '1%', own, ignore: ['x'] };
  expect(readRules(new URLSearchParams(inAddress(rules, true)))).toEqual(rules);
  expect(inAddress(rules, false)).toBe('blanks=any&case=any&within=1%25');
  expect(readRules(new URLSearchParams(inAddress(noRules, true)))).toBe(noRules);
});

it.each(['', 'a', 'number:far:x', 'date:ymd:x', 'text:x:y', 'other::x'])(
  'NoRuleOfAColumnIs %j',
  (text) => {
    expect(readRules(new URLSearchParams({ rule: text }))).toBe(noRules);
  },
);

it('AColumnHasOneRuleOrIsLeftOut', () => {
  const dated = withRule(noRules, 'a', { kind: 'date', order: 'any' });
  expect(ruleOf(dated, 'a')).toEqual({ kind: 'date', order: 'any' });
  const left = withRule(dated, 'a', 'ignore');
  expect(left).toEqual({ ...noRules, ignore: ['a'] });
  expect(withRule(left, 'a', undefined)).toBe(noRules);
  expect(fitRules(dated, ['a'], ['a', 'b'])).toBe(noRules);
});
