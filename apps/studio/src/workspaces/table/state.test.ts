import { describe, expect, it } from 'vitest';
import type { KernelDiff } from 'heddle/table';
import { assignTo } from './dropping.ts';
import { noRules } from './rules.ts';
import {
  effectiveKey,
  heldOf,
  initialState,
  isPaired,
  plainly,
  reduce,
  requestId,
  requestOf,
  type Action,
  type State,
} from './state.ts';
import type { SourceFile } from './slot.ts';

const file = (id: number, name = `${id}.csv`): SourceFile => ({ id, name, data: new Blob(['a']) });
const a = file(1);
const b = file(2);
const problem = { title: 'A quote is not closed.', remedy: 'Close it.' };
const result = {
  diff: {} as unknown as KernelDiff,
  sample: [],
  request: { left: a, right: b, key: [], rules: noRules, how: plainly },
  key: [],
};

const after = (...actions: Action[]): State => actions.reduce(reduce, initialState);
const both: Action[] = [
  { type: 'placed', side: 'left', file: a },
  { type: 'placed', side: 'right', file: b },
  { type: 'columnsRead', file: b, columns: ['id', 'name', 'new'] },
  { type: 'columnsRead', file: a, columns: ['name', 'id', 'old'] },
];

describe('files', () => {
  it('AsksForAComparisonOnceBothHeadersAreKnown', () => {
    expect(requestOf(after(...both.slice(0, 3)))).toBeUndefined();
    expect(requestOf(after(...both))).toEqual({
      left: a,
      right: b,
      key: ['id'],
      rules: noRules,
      how: plainly,
    });
  });

  it('IgnoresTheHeaderOfAFileThatWasReplaced', () => {
    const replaced = after(
      { type: 'placed', side: 'left', file: a },
      { type: 'placed', side: 'left', file: b },
    );
    expect(reduce(replaced, { type: 'columnsRead', file: a, columns: ['x'] })).toBe(replaced);
  });

  it('KeepsTheOtherFileWhenOneCannotBeRead', () => {
    const state = after(...both, { type: 'placed', side: 'right', file: file(3) });
    const broken = reduce(state, { type: 'readFailed', file: file(3), problem, fixes: [] });
    expect(broken.right).toMatchObject({ status: 'broken', problem });
    expect(broken.left).toMatchObject({ status: 'ready', file: a });
    expect(requestOf(broken)).toBeUndefined();
  });

  it('SwapsSidesAndDropsTheResult', () => {
    const state = after(...both, { type: 'started' }, { type: 'finished', result });
    const swapped = reduce(state, { type: 'swapped' });
    expect(swapped.result).toBeUndefined();
    expect(requestOf(swapped)).toMatchObject({ left: b, right: a });
    expect(requestId(swapped)).not.toBe(requestId(state));
  });

  it('DoesNotCompareFilesWithoutACommonColumn', () => {
    const state = after(...both.slice(0, 3), { type: 'columnsRead', file: a, columns: ['x', 'y'] });
    expect(requestOf(state)).toBeUndefined();
    expect(requestId(state)).toBe('');
    expect(state.key).toEqual([]);
  });
});

describe('key', () => {
  it('TakesTheKeyThatComesWithASample', () => {
    const state = after(
      { type: 'pairPlaced', left: a, right: b, key: ['place', 'date'], rules: noRules },
      { type: 'columnsRead', file: a, columns: ['id', 'place', 'date'] },
      { type: 'columnsRead', file: b, columns: ['id', 'date', 'place'] },
    );
    expect(state.key).toEqual(['place', 'date']);
  });

  it('IsAskedForAgainWhenItChanges', () => {
    const state = after(...both);
    const rekeyed = reduce(state, { type: 'keyToggled', column: 'name' });
    expect(rekeyed.key).toEqual(['name', 'id']);
    expect(rekeyed.keyReason).toBeUndefined();
    expect(requestId(rekeyed)).not.toBe(requestId(state));
  });

  it('KeepsTheResultInViewWhileAnotherKeyIsCompared', () => {
    const state = after(...both, { type: 'started' }, { type: 'finished', result });
    const rekeyed = reduce(state, { type: 'keyToggled', column: 'name' });
    expect(rekeyed.result).toBe(result);
    expect(reduce(rekeyed, { type: 'started' }).result).toBe(result);
  });

  it('StaysWhenTheChosenColumnsAreInTheNextFileToo', () => {
    const chosen = after(...both, { type: 'keyToggled', column: 'name' });
    const next = file(3);
    const replaced = [
      { type: 'placed', side: 'right', file: next } as const,
      { type: 'columnsRead', file: next, columns: ['id', 'name', 'other'] } as const,
    ].reduce(reduce, chosen);
    expect(replaced.key).toEqual(['name', 'id']);
    const without = reduce(chosen, { type: 'placed', side: 'right', file: next });
    const proposed = reduce(without, { type: 'columnsRead', file: next, columns: ['old', 'id'] });
    expect(proposed.key).toEqual(['id']);
    expect(proposed.keyReason).toBeDefined();
  });

  it('MayBeEmptyToCompareWholeRows', () => {
    const state = after(...both, { type: 'keyCleared' });
    expect(requestOf(state)).toMatchObject({ key: [] });
  });
});

describe('run', () => {
  it('PutsAFailureBesideTheFileThatCausedIt', () => {
    const state = after(...both, { type: 'started' }, { type: 'failed', problem, side: 'right' });
    expect(state.right).toMatchObject({ status: 'ready', problem });
    expect(state.left).not.toHaveProperty('problem');
    expect(state.run).toEqual({ status: 'failed' });
    expect(reduce(state, { type: 'keyToggled', column: 'name' }).right).not.toHaveProperty(
      'problem',
    );
  });

  it('KeepsOtherFailuresWithTheRun', () => {
    const state = after(...both, { type: 'started' }, { type: 'failed', problem, side: undefined });
    expect(state.run).toEqual({ status: 'failed', problem });
  });

  it('CanBeCancelledAndAskedForAgain', () => {
    const running = after(...both, { type: 'started' }, { type: 'progressed', progress: 0.5 });
    expect(running.run).toEqual({ status: 'running', progress: 0.5 });
    const cancelled = reduce(running, { type: 'cancelled' });
    expect(cancelled.run.status).toBe('cancelled');
    expect(reduce(cancelled, { type: 'cancelled' })).toBe(cancelled);
    const again = reduce(cancelled, { type: 'retried' });
    expect(requestId(again)).not.toBe(requestId(cancelled));
  });

  it('HoldsTheFirstRowsUntilAllAreThere', () => {
    const first = { columns: ['id'], key: ['id'], onlyLeft: [], onlyRight: [], rows: [] };
    const running = after(
      ...both,
      { type: 'started' },
      { type: 'firstFound', first },
      { type: 'progressed', progress: 0.9 },
    );
    expect(running.run).toEqual({ status: 'running', progress: 0.9, first });
    expect(reduce(running, { type: 'finished', result }).run).toEqual({ status: 'done' });
    expect(reduce(running, { type: 'started' }).run).toEqual({ status: 'running', progress: 0 });
  });

  it('IgnoresWhatComesLate', () => {
    const first = { columns: ['id'], key: ['id'], onlyLeft: [], onlyRight: [], rows: [] };
    const done = after(...both, { type: 'started' }, { type: 'finished', result });
    expect(reduce(done, { type: 'progressed', progress: 0.9 })).toBe(done);
    expect(reduce(done, { type: 'firstFound', first })).toBe(done);
  });
});

describe('rules', () => {
  const rules = { ...noRules, trim: true, ignore: ['name'] };

  it('AskForAnotherComparison', () => {
    const state = after(...both);
    const ruled = reduce(state, { type: 'ruled', rules });
    expect(requestOf(ruled)?.rules).toEqual(rules);
    expect(requestId(ruled)).not.toBe(requestId(state));
    expect(ruled.keyReason).toBe(state.keyReason);
  });

  it('DoNotLeaveOutWhatIsInTheKey', () => {
    const state = after(...both, { type: 'ruled', rules }, { type: 'keyToggled', column: 'name' });
    expect(state.rules).toEqual({ ...rules, ignore: [] });
  });

  it('StayWhenAFileIsReplaced', () => {
    const c = file(3);
    const state = after(
      ...both,
      { type: 'ruled', rules },
      { type: 'placed', side: 'right', file: c },
    );
    expect(state.rules).toEqual(rules);
    expect(reduce(state, { type: 'columnsRead', file: c, columns: ['id'] }).rules.ignore).toEqual(
      [],
    );
  });
});

describe('assignTo', () => {
  it('FillsLeftAndRightInTheOrderDropped', () => {
    expect(assignTo(heldOf(initialState), ['x', 'y', 'z'], 'right')).toEqual([
      ['left', 'x'],
      ['right', 'y'],
    ]);
  });

  it('FillsTheEmptySide', () => {
    const left = after({ type: 'placed', side: 'left', file: a });
    const right = after({ type: 'placed', side: 'right', file: a });
    expect(assignTo(heldOf(initialState), ['x'], undefined)).toEqual([['left', 'x']]);
    expect(assignTo(heldOf(left), ['x'], undefined)).toEqual([['right', 'x']]);
    expect(assignTo(heldOf(right), ['x'], undefined)).toEqual([['left', 'x']]);
    expect(assignTo(heldOf(left), ['x'], 'left')).toEqual([['left', 'x']]);
    expect(assignTo(heldOf(left), [], 'left')).toEqual([]);
  });

  it('FillsThreePlacesInTheirOrderAndEmptyOnesFirst', () => {
    const held = [
      { side: 'base', filled: false },
      { side: 'left', filled: true },
      { side: 'right', filled: false },
    ] as const;
    expect(assignTo(held, ['x', 'y', 'z'], 'right').map(([side]) => side)).toEqual([
      'base',
      'left',
      'right',
    ]);
    expect(assignTo(held, ['x', 'y'], undefined).map(([side]) => side)).toEqual(['base', 'right']);
  });
});

describe('how', () => {
  it('IsPartOfWhatIsAskedFor', () => {
    const state = after(...both);
    const by = (how: Partial<State['how']>) => reduce(state, { type: 'setUp', how });
    for (const how of [{ pairing: 'auto' }, { renames: true }, { similar: 0.5 }] as const) {
      expect(requestOf(by(how))?.how).toEqual({ ...plainly, ...how });
      expect(requestId(by(how))).not.toBe(requestId(state));
    }
  });

  it('TakesAFoundKeyForTheOneToChange', () => {
    const request = {
      left: a,
      right: b,
      key: [],
      rules: noRules,
      how: { ...plainly, pairing: 'auto' },
    } as const;
    const state = after(
      ...both,
      { type: 'setUp', how: { pairing: 'auto' } },
      { type: 'started' },
      { type: 'finished', result: { ...result, request, key: ['name'] } },
    );
    expect(effectiveKey(state)).toEqual(['name']);
    const changed = reduce(state, { type: 'keyToggled', column: 'id' });
    expect(changed.how.pairing).toBe('key');
    expect(changed.key).toEqual(['name', 'id']);
  });

  it('ReadsBothHeadersAgainByAnotherDialect', () => {
    const chosen = after(...both, { type: 'keyToggled', column: 'name' });
    const reading = { ...plainly.reading, lenient: true };
    const again = reduce(chosen, { type: 'setUp', how: { reading } });
    expect([again.left.status, again.right.status]).toEqual(['reading', 'reading']);
    const read = [...both.slice(2)].reduce(reduce, again);
    expect(read.key).toEqual(['name', 'id']);
    expect(read.keyReason).toBeUndefined();
  });

  it('ComparesFilesWithoutACommonColumnWhenRenamesAreLookedFor', () => {
    const state = after(
      ...both.slice(0, 3),
      { type: 'columnsRead', file: a, columns: ['x', 'y'] },
      { type: 'setUp', how: { renames: true } },
    );
    expect(requestOf(state)).toMatchObject({ key: [], how: { renames: true } });
  });

  it('PairsRowsWithoutAKeyByPosition', () => {
    const state = after(...both, { type: 'keyCleared' });
    expect(isPaired(state)).toBe(false);
    expect(isPaired(reduce(state, { type: 'setUp', how: { pairing: 'position' } }))).toBe(true);
  });

  it('ProposesAKeyWhenOneIsWantedAgain', () => {
    const state = after(...both, { type: 'keyCleared' }, { type: 'keyWanted' });
    expect(state.key).toEqual(['id']);
    expect(state.keyReason).toMatch(/identifier/);
  });
});
