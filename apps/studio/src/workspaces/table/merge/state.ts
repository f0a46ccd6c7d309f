/** The state of a merge and every way it can change. Pure, as that of a comparison is. */
import type { Problem } from '../../../parts/ProblemNote.tsx';
import { proposeKey, toggleKeyColumn } from '../key.ts';
import type { Fix } from '../problem.ts';
import { strictReading, type Reading } from '../reading.ts';
import { fitRules, noRules, orNone, type Rules } from '../rules.ts';
import {
  afterHeader,
  emptySlot,
  holds,
  reread,
  type HeaderAction,
  type Slot,
  type SourceFile,
} from '../slot.ts';
import type { Conflict, Lost, Side } from './conflicts.ts';

export const sides: readonly Side[] = ['base', 'left', 'right'];

export interface Merged {
  readonly table: Blob;
  readonly rows: number;
  /** Whether its first row names the columns. */
  readonly named: boolean;
  readonly conflicts: readonly Conflict[];
  readonly lost: readonly Lost[];
  readonly headers: Readonly<Record<Side, readonly string[]>>;
}

export type MergeRun =
  | { readonly status: 'idle' | 'cancelled' }
  | { readonly status: 'running'; readonly progress: number }
  | { readonly status: 'failed'; readonly problem: Problem }
  | { readonly status: 'done'; readonly merged: Merged };

/** What says how three files are merged. */
export interface MergeSetUp {
  /** Undefined as long as none was chosen: then one is proposed. Empty: whole rows. */
  readonly key: readonly string[] | undefined;
  readonly rules: Rules;
  readonly reading: Reading;
}

export interface MergeState extends MergeSetUp {
  readonly slots: Readonly<Record<Side, Slot>>;
  readonly run: MergeRun;
  /** Grows by one when the person asks for the same merge again. */
  readonly attempt: number;
}

export type MergeAction =
  | HeaderAction
  | { type: 'placed'; files: Readonly<Partial<Record<Side, SourceFile>>> }
  /** All three files, and how they are merged. */
  | { type: 'sampled'; files: Readonly<Record<Side, SourceFile>>; setUp: MergeSetUp }
  | { type: 'cleared'; side: Side }
  | { type: 'keyToggled'; column: string }
  | { type: 'ruled'; rules: Rules }
  | { type: 'read'; reading: Reading }
  | { type: 'refused'; side: Side; problem: Problem; fixes: readonly Fix[] }
  | { type: 'retried' }
  | { type: 'ran'; run: MergeRun };

export const initialMerge: MergeState = {
  slots: { base: emptySlot, left: emptySlot, right: emptySlot },
  key: undefined,
  rules: noRules,
  reading: strictReading,
  run: { status: 'idle' },
  attempt: 0,
};

/** Columns that all three files have; empty until all headers are known. */
export function commonOf({ slots }: MergeState): readonly string[] {
  const [base, left, right] = sides.map((side) => slots[side]);
  if (base?.status !== 'ready' || left?.status !== 'ready' || right?.status !== 'ready') return [];
  return base.columns.filter((name) => left.columns.includes(name) && right.columns.includes(name));
}

/** Columns that may have a rule of their own: those that a side has, but for the key's. */
export function ruledOf({ slots: { left, right }, key = [] }: MergeState): readonly string[] {
  if (left.status !== 'ready' || right.status !== 'ready') return [];
  const all = new Set([...left.columns, ...right.columns]);
  return [...all].filter((name) => !key.includes(name));
}

/** After a file or the key changed: the merge is to be made again, by a key and rules of columns that there are. */
function refit(state: MergeState): MergeState {
  const idle: MergeState = { ...state, run: { status: 'idle' } };
  const common = commonOf(idle);
  // Until all headers are known, nothing says that a column is gone.
  if (common.length === 0) return idle;
  const fits = idle.key?.every((name) => common.includes(name)) === true;
  const keyed = fits ? idle : { ...idle, key: proposeKey(common).key };
  return { ...keyed, rules: fitRules(keyed.rules, keyed.key ?? [], ruledOf(keyed)) };
}

function withSlot(state: MergeState, side: Side, slot: Slot): MergeState {
  return { ...state, slots: { ...state.slots, [side]: slot } };
}

export function reduceMerge(state: MergeState, action: MergeAction): MergeState {
  switch (action.type) {
    case 'placed': {
      const slots = { ...state.slots };
      for (const side of sides) {
        const file = action.files[side];
        if (file !== undefined) slots[side] = { status: 'reading', file };
      }
      return refit({ ...state, slots });
    }
    case 'sampled':
      return reduceMerge({ ...state, ...action.setUp }, { type: 'placed', files: action.files });
    case 'cleared':
      return refit(withSlot(state, action.side, emptySlot));
    case 'columnsRead':
    case 'readFailed': {
      const side = sides.find((one) => holds(state.slots[one], action.file));
      return side === undefined ? state : refit(withSlot(state, side, afterHeader(action)));
    }
    case 'keyToggled':
      return refit({
        ...state,
        key: toggleKeyColumn(state.key ?? [], action.column, commonOf(state)),
      });
    case 'ruled':
      return { ...state, rules: orNone(action.rules), run: { status: 'idle' } };
    case 'read': {
      const { base, left, right } = state.slots;
      const slots = { base: reread(base), left: reread(left), right: reread(right) };
      return refit({ ...state, slots, reading: action.reading });
    }
    case 'refused': {
      const slot = state.slots[action.side];
      if (slot.status === 'empty') return state;
      const { problem, fixes } = action;
      return {
        ...withSlot(state, action.side, { status: 'broken', file: slot.file, problem, fixes }),
        run: { status: 'idle' },
      };
    }
    case 'retried':
      return { ...state, attempt: state.attempt + 1, run: { status: 'idle' } };
    case 'ran':
      return { ...state, run: action.run };
  }
}
