import { describe, expect, it } from 'vitest';
import { strictReading } from '../reading.ts';
import { noRules, withRule, type Rules } from '../rules.ts';
import type { SourceFile } from '../slot.ts';
import {
  commonOf,
  initialMerge,
  reduceMerge,
  ruledOf,
  type MergeAction,
  type MergeState,
} from './state.ts';

const file = (id: number): SourceFile => ({ id, name: `${id}.csv`, data: new Blob(['a']) });
const files = { base: file(1), left: file(2), right: file(3) };
const columns = {
  base: ['id', 'a', 'b'],
  left: ['id', 'a', 'own'],
  right: ['b', 'id', 'a', 'new'],
};
const problem = { title: 'A quote is not closed.', remedy: 'Close it.' };

const after = (...actions: MergeAction[]): MergeState => actions.reduce(reduceMerge, initialMerge);
const read = (side: 'base' | 'left' | 'right', names = columns[side]): MergeAction => ({
  type: 'columnsRead',
  file: files[side],
  columns: names,
});
const all: MergeAction[] = [{ type: 'placed', files }, read('base'), read('left'), read('right')];
const done: MergeAction = {
  type: 'ran',
  run: {
    status: 'done',
    merged: { table: new Blob(), rows: 0, named: true, conflicts: [], lost: [], headers: columns },
  },
};
const dated: Rules = withRule(noRules, 'own', { kind: 'date', order: 'any' });

describe('Files', () => {
  it('AreMergedByAProposedKeyOnceAllHeadersAreKnown', () => {
    expect(commonOf(after(...all.slice(0, 3)))).toEqual([]);
    const state = after(...all);
    expect(commonOf(state)).toEqual(['id', 'a']);
    expect(state.key).toEqual(['id']);
  });

  it('ThatCannotBeReadSayWhyAndKeepTheOthers', () => {
    const failed: MergeAction = { type: 'readFailed', file: files.left, problem, fixes: [] };
    const state = after(...all, done, failed);
    expect(state.slots.left).toMatchObject({ status: 'broken', problem });
    expect(state.slots.base).toMatchObject({ status: 'ready', file: files.base });
    expect(state.run).toEqual({ status: 'idle' });
    const refused = after(...all, done, { type: 'refused', side: 'right', problem, fixes: [] });
    expect(refused.slots.right).toMatchObject({ status: 'broken', file: files.right, problem });
  });

  it('ThatWereReplacedAreNotHeardOf', () => {
    const state = after(...all, { type: 'placed', files: { left: file(4) } });
    expect(reduceMerge(state, read('left'))).toBe(state);
  });

  it('AreReadAgainByAnotherDialect', () => {
    const reading = { ...strictReading, header: false };
    const state = after(...all, done, { type: 'read', reading });
    expect(state).toMatchObject({ reading, run: { status: 'idle' } });
    expect(state.slots.base).toEqual({ status: 'reading', file: files.base });
    const numbers = ['1', '2', '3'];
    const again = [read('base', numbers), read('left', numbers), read('right', numbers)];
    expect(again.reduce(reduceMerge, state).key).toEqual(['1']);
  });
});

describe('Key', () => {
  it('OfNoColumnStays', () => {
    const rows = after(...all, { type: 'keyToggled', column: 'id' });
    expect(rows.key).toEqual([]);
    const other = file(5);
    const replaced = [
      { type: 'placed', files: { right: other } },
      { type: 'columnsRead', file: other, columns: columns.right },
    ] satisfies MergeAction[];
    expect(replaced.reduce<MergeState>(reduceMerge, rows).key).toEqual([]);
  });

  it('ThatIsGoneIsProposedAnew', () => {
    const state = after(...all, { type: 'keyToggled', column: 'a' });
    expect(state.key).toEqual(['id', 'a']);
    const other = file(5);
    const replaced = [
      { type: 'placed', files: { right: other } },
      { type: 'columnsRead', file: other, columns: ['id', 'x'] },
    ] satisfies MergeAction[];
    expect(replaced.reduce<MergeState>(reduceMerge, state).key).toEqual(['id']);
  });
});

describe('Rules', () => {
  it('AreOfColumnsThatASideHas', () => {
    expect(ruledOf(after(...all))).toEqual(['a', 'own', 'b', 'new']);
  });

  it('MakeTheMergeAnew', () => {
    const state = after(...all, done, { type: 'ruled', rules: dated });
    expect(state).toMatchObject({ rules: dated, run: { status: 'idle' } });
  });

  it('GoWithTheirColumn', () => {
    const own = withRule(dated, 'a', { kind: 'exact' });
    const ruled = after(...all, { type: 'ruled', rules: own });
    const keyed = reduceMerge(ruled, { type: 'keyToggled', column: 'a' });
    expect(keyed.rules).toEqual(dated);
    const other = file(5);
    const replaced = [
      { type: 'placed', files: { left: other } },
      { type: 'columnsRead', file: other, columns: ['id', 'a'] },
    ] satisfies MergeAction[];
    expect(replaced.reduce<MergeState>(reduceMerge, keyed).rules).toBe(noRules);
  });

  it('OfASampleTakeThePlaceOfOthers', () => {
    const setUp = { key: ['a'], rules: noRules, reading: strictReading };
    const state = after(...all, { type: 'ruled', rules: dated }, { type: 'sampled', files, setUp });
    expect(state).toMatchObject(setUp);
    expect(state.slots.base).toEqual({ status: 'reading', file: files.base });
  });
});
