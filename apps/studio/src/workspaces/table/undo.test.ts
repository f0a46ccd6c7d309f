import { expect, it } from 'vitest';
import { noRules } from './rules.ts';
import { initialState, requestOf, type Action } from './state.ts';
import type { SourceFile } from './slot.ts';
import { reduceUndoable, undoable, type Undoable, type UndoableAction } from './undo.ts';

const file = (id: number): SourceFile => ({ id, name: `${id}.csv`, data: new Blob(['a']) });
const a = file(1);
const b = file(2);
const placed: readonly Action[] = [
  { type: 'placed', side: 'left', file: a },
  { type: 'placed', side: 'right', file: b },
  { type: 'columnsRead', file: a, columns: ['id', 'name', 'price'] },
  { type: 'columnsRead', file: b, columns: ['id', 'name', 'price'] },
];
const after = (...actions: readonly UndoableAction[]): Undoable =>
  [...placed, ...actions].reduce(reduceUndoable, undoable(initialState));
const undone: UndoableAction = { type: 'undone' };
const redone: UndoableAction = { type: 'redone' };
const byName: Action = { type: 'keyToggled', column: 'name' };
const trimmed: Action = { type: 'ruled', rules: { ...noRules, trim: true } };

it('HasNothingToUndoBeforeAnythingWasSetUp', () => {
  const state = after();
  expect(state.past).toEqual([]);
  expect(reduceUndoable(state, undone)).toBe(state);
  expect(reduceUndoable(state, redone)).toBe(state);
});

it('UndoesTheKeyWithTheReasonThatItHad', () => {
  const { now } = after(byName, undone);
  expect(now.key).toEqual(['id']);
  expect(now.keyReason).toBe(after().now.keyReason);
  expect(now.keyReason).toBeDefined();
});

it('UndoesStepByStepAndDoesAgain', () => {
  const both = after(byName, trimmed);
  expect(both.past).toHaveLength(2);
  const one = reduceUndoable(both, undone);
  expect(one.now.rules).toEqual(noRules);
  expect(one.now.key).toEqual(['id', 'name']);
  const none = reduceUndoable(one, undone);
  expect(none.now.key).toEqual(['id']);
  const again = [redone, redone].reduce(reduceUndoable, none);
  expect(requestOf(again.now)).toEqual(requestOf(both.now));
  expect(again.future).toEqual([]);
});

it('ForgetsWhatWasUndoneWhenSomethingElseIsSetUp', () => {
  expect(after(byName, undone, trimmed).future).toEqual([]);
});

it('CountsNoStepThatChangesNothing', () => {
  expect(after({ type: 'ruled', rules: { ...noRules } }).past).toEqual([]);
});

it('IsNotDisturbedByTheRunOfAComparison', () => {
  const state = after(byName, { type: 'started' }, { type: 'progressed', progress: 0.5 });
  expect(state.past).toHaveLength(1);
});

it('ReadsTheHeadersAgainWhenAReadingIsUndone', () => {
  const lenient = after({
    type: 'setUp',
    how: { reading: { ...initialState.how.reading, lenient: true } },
  });
  const read = [
    { type: 'columnsRead', file: a, columns: ['id', 'name'] },
    { type: 'columnsRead', file: b, columns: ['id', 'name'] },
  ] as const;
  const { now } = [...read, undone].reduce<Undoable>(reduceUndoable, lenient);
  expect(now.left.status).toBe('reading');
  expect(now.how.reading.lenient).toBe(initialState.how.reading.lenient);
  const back = placed.slice(2).reduce<Undoable>(reduceUndoable, { ...lenient, now });
  expect(back.now.key).toEqual(['id']);
});

it('ForgetsTheStepsWithAnotherFile', () => {
  expect(after(byName, { type: 'placed', side: 'left', file: file(3) }).past).toEqual([]);
  expect(after(byName, { type: 'swapped' }).past).toHaveLength(1);
});
