import { expect, it } from 'vitest';
import { everything, fileName, formatOptionsOf, obstacle } from './export.ts';
import { noRules } from './rules.ts';
import { plainly, type Request } from './state.ts';

const file = (name: string) => ({ id: 1, name, data: new Blob() });
const request: Request = {
  left: file('a.b.csv'),
  right: file('c'),
  key: ['id'],
  rules: noRules,
  how: plainly,
};

it('NamesTheFileAfterBoth', () => {
  expect(fileName('html', request)).toBe('a.b to c.html');
});

it('LeavesOutWhatAFormatDoesNotTake', () => {
  const options = {
    ...everything,
    kinds: ['added'],
    columns: ['x'],
    changedCells: true,
    guardFormulas: true,
  } as const;
  const filter = { only: ['added'], columns: ['x'] };
  const of = (format: 'csv' | 'json' | 'tdiff' | 'patch') =>
    formatOptionsOf({ ...options, format });
  expect(of('csv')).toEqual({ format: 'csv', ...filter, changedCells: true, guardFormulas: true });
  expect(of('json')).toEqual({ format: 'json', ...filter, changedCells: true });
  expect(of('tdiff')).toEqual({ format: 'tdiff', ...filter });
  expect(of('patch')).toEqual({ format: 'patch' });
});

it('SaysWhatStandsInTheWay', () => {
  expect(obstacle({ ...everything, format: 'patch' }, request)).toBeUndefined();
  const ruled = { ...request, rules: { ...noRules, trim: true } };
  expect(obstacle({ ...everything, format: 'patch' }, ruled)).toMatch(/rules/);
  expect(obstacle({ ...everything, kinds: [] }, request)).toMatch(/at least one kind/);
});
