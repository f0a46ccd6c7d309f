import { expect, it } from 'vitest';
import { noRules } from './rules.ts';
import { readView, writeView, type TableView } from './view.ts';

it.each<TableView>([
  { sample: 'weather', key: ['location', 'a,b & c'], rules: noRules, show: 'changed' },
  { sample: 'weather', key: [], rules: noRules, show: 'all' },
  {
    sample: 'weather',
    key: undefined,
    rules: { trim: true, ignoreCase: true, tolerance: '1%', ignore: ['wind', 'a&b'] },
    show: 'added',
  },
  { sample: undefined, key: undefined, rules: noRules, show: 'all' },
])('ComesBackFromTheAddress %j', (view) => {
  expect(readView(new URLSearchParams(writeView(view).toString()))).toEqual(view);
});

it('DoesNotTellOfOwnFiles', () => {
  const view = { sample: undefined, key: ['secret'], rules: noRules, show: 'added' } as const;
  expect(writeView(view).toString()).toBe('');
});

it('IgnoresKindsThatDoNotExist', () => {
  expect(readView(new URLSearchParams('show=moved')).show).toBe('all');
});

it('IgnoresTolerancesThatAreNone', () => {
  expect(readView(new URLSearchParams('within=close')).rules).toEqual(noRules);
});
