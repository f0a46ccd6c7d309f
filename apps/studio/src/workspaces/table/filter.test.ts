import { expect, it } from 'vitest';
import { filterOf, isSearch, knownCount, type Wanted } from './filter.ts';

const columns = ['id', 'name'];
const wanted = (part: Partial<Wanted>): Wanted => ({
  kind: 'all',
  column: undefined,
  text: '',
  ...part,
});

it.each([
  [wanted({}), {}],
  [wanted({ kind: 'added' }), { only: ['added'] }],
  [wanted({ text: 'x' }), { text: 'x' }],
  [
    wanted({ text: 'x', column: 1, kind: 'removed' }),
    { only: ['removed'], text: 'x', textIn: ['name'] },
  ],
  [wanted({ column: 1 }), { only: ['changed'], changedIn: ['name'] }],
  [wanted({ column: 1, kind: 'changed' }), { only: ['changed'], changedIn: ['name'] }],
  [wanted({ column: 1, kind: 'added' }), undefined],
])('IsAskedOfTheEngineAs %j', (given, filter) => {
  expect(filterOf(given, columns)).toEqual(filter);
});

it('KnowsHowManyThereAreOfAKind', () => {
  const facts = { length: 6, added: 1, removed: 2, changed: 3 };
  expect(knownCount(wanted({}), facts)).toBe(6);
  expect(knownCount(wanted({ kind: 'changed' }), facts)).toBe(3);
  expect(knownCount(wanted({ text: 'x' }), facts)).toBeUndefined();
  expect(isSearch(wanted({ column: 0 }))).toBe(true);
});
