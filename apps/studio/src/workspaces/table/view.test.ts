import { expect, it } from 'vitest';
import { readView, writeView, type TableView } from './view.ts';

it.each<TableView>([
  { sample: 'weather', key: ['location', 'a,b & c'], show: 'changed' },
  { sample: 'weather', key: [], show: 'all' },
  { sample: 'weather', key: undefined, show: 'added' },
  { sample: undefined, key: undefined, show: 'all' },
])('ComesBackFromTheAddress %j', (view) => {
  expect(readView(new URLSearchParams(writeView(view).toString()))).toEqual(view);
});

it('DoesNotTellOfOwnFiles', () => {
  const view = { sample: undefined, key: ['secret'], show: 'added' } as const;
  expect(writeView(view).toString()).toBe('');
});

it('IgnoresKindsThatDoNotExist', () => {
  expect(readView(new URLSearchParams('show=moved')).show).toBe('all');
});
