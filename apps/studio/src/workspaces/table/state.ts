/**
 * The state of the table workspace and every way it can change. Pure: reading files and comparing
 * them happens elsewhere and comes back here as an action.
 */
import type { FirstRows, KernelDiff } from 'heddle/table';
import type { Row } from './cells.ts';
import type { Held } from './dropping.ts';
import { commonColumns, proposeKey, toggleKeyColumn } from './key.ts';
import type { Problem } from '../../parts/ProblemNote.tsx';
import type { Concern, Fix, Side } from './problem.ts';
import { strictReading, type Reading } from './reading.ts';
import { fitRules, noRules, type Rules } from './rules.ts';
import {
  afterHeader,
  emptySlot,
  holds,
  reread,
  type HeaderAction,
  type Slot,
  type SourceFile,
} from './slot.ts';

/** How a comparison is made, beside its key and rules. */
export interface How {
  /** By the key's columns (whole rows when there are none), by a key that the engine finds, or by row number. */
  readonly pairing: 'key' | 'auto' | 'position';
  /** Where whole rows are compared: the share of words that makes two rows one that changed; 0: none does. */
  readonly similar: number;
  /** Whether columns of other names are paired by what they hold. */
  readonly renames: boolean;
  readonly reading: Reading;
}

export const plainly: How = { pairing: 'key', similar: 0, renames: false, reading: strictReading };

/** A finished comparison. */
export interface Result {
  readonly diff: KernelDiff;
  /** Some of its rows, from all over, to see how wide columns are. */
  readonly sample: readonly Row[];
  /** What was asked for. */
  readonly request: Request;
  /** The key that was used; empty when whole rows or positions were compared. */
  readonly key: readonly string[];
}

export type Run =
  | { readonly status: 'idle' }
  | {
      readonly status: 'running';
      readonly progress: number;
      /** The first rows that differ, when the others take longer. */
      readonly first?: FirstRows;
    }
  | { readonly status: 'done' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly problem?: Problem; readonly concern?: Concern };

interface KeyHint {
  readonly key: readonly string[];
  readonly reason: string | undefined;
}

export interface State {
  readonly left: Slot;
  readonly right: Slot;
  readonly key: readonly string[];
  /** Why these key columns; undefined once the person has chosen. */
  readonly keyReason?: string | undefined;
  /** A key to take once both headers are known: the samples know theirs. */
  readonly keyHint?: KeyHint | undefined;
  readonly rules: Rules;
  readonly how: How;
  readonly run: Run;
  /** The last result of these two files. While another key is compared it stays in view. */
  readonly result?: Result | undefined;
  /** Grows by one when the person asks for the same comparison again. */
  readonly attempt: number;
}

export type Action =
  | { type: 'placed'; side: Side; file: SourceFile }
  | {
      type: 'pairPlaced';
      left: SourceFile;
      right: SourceFile;
      key: readonly string[];
      rules: Rules;
      how?: How;
    }
  | { type: 'cleared'; side: Side }
  | HeaderAction
  | { type: 'swapped' }
  | { type: 'keyToggled'; column: string }
  | { type: 'keyCleared' }
  | { type: 'keyWanted' }
  | { type: 'setUp'; how: Partial<How> }
  | { type: 'ruled'; rules: Rules }
  | { type: 'restored'; setup: Setup }
  | { type: 'started' }
  | { type: 'progressed'; progress: number }
  | { type: 'firstFound'; first: FirstRows }
  | { type: 'finished'; result: Result }
  | {
      type: 'failed';
      problem: Problem;
      side: Side | undefined;
      concern?: Concern;
      fixes?: readonly Fix[];
    }
  | { type: 'cancelled' }
  | { type: 'retried' };

export const initialState: State = {
  left: emptySlot,
  right: emptySlot,
  key: [],
  rules: noRules,
  how: plainly,
  run: { status: 'idle' },
  attempt: 0,
};

/** What a person decides about a comparison. */
export type Setup = Pick<State, 'key' | 'keyReason' | 'rules' | 'how'>;

export function setupOf({ key, keyReason, rules, how }: State): Setup {
  return { key, keyReason, rules, how };
}

/** Columns both files have; empty until both headers are known. */
export function sharedColumns(state: State): string[] {
  return state.left.status === 'ready' && state.right.status === 'ready'
    ? commonColumns(state.left.columns, state.right.columns)
    : [];
}

export interface Request {
  readonly left: SourceFile;
  readonly right: SourceFile;
  readonly key: readonly string[];
  readonly rules: Rules;
  readonly how: How;
}

/** The columns that were chosen, where rows are paired by them. */
function chosenKey({ key, how }: Pick<State, 'key' | 'how'>): readonly string[] {
  return how.pairing === 'key' ? key : [];
}

/** Whether rows are paired, so that they can change; else whole rows are compared, as text. */
export function isPaired({ key, how }: Pick<Request, 'key' | 'how'>): boolean {
  return how.pairing !== 'key' || key.length > 0;
}

/** Columns that may have a rule of their own or be left out. */
export function ruledColumns(state: State): readonly string[] {
  const { left, right, key, how } = state;
  const common = sharedColumns(state);
  const all =
    how.renames && left.status === 'ready' && right.status === 'ready'
      ? [...new Set([...right.columns, ...left.columns])]
      : common;
  return how.pairing === 'key' ? all.filter((name) => !key.includes(name)) : all;
}

/** What should be compared now; undefined when there is nothing to compare. */
export function requestOf(state: State): Request | undefined {
  if (state.left.status !== 'ready' || state.right.status !== 'ready') return undefined;
  const { key, rules, how } = state;
  if (sharedColumns(state).length === 0 && !how.renames) return undefined;
  return { left: state.left.file, right: state.right.file, key, rules, how };
}

/** Equal for two states exactly when they ask for the same run. */
export function requestId(state: State): string {
  const request = requestOf(state);
  return request === undefined
    ? ''
    : JSON.stringify([
        request.left.id,
        request.right.id,
        request.key,
        request.rules,
        request.how,
        state.attempt,
      ]);
}

/** The side of `file`; undefined when it has been replaced meanwhile. */
function slotOf(state: State, file: SourceFile): Side | undefined {
  return holds(state.left, file) ? 'left' : holds(state.right, file) ? 'right' : undefined;
}

function withoutProblem(slot: Slot): Slot {
  return slot.status === 'ready' && slot.problem !== undefined
    ? { status: 'ready', file: slot.file, columns: slot.columns }
    : slot;
}

/** After a slot changed: the result is gone, and the key fits the columns that both files have. */
function refit(state: State): State {
  const fitted = rekeyed(state);
  const { rules } = fitted;
  const columns = sharedColumns(fitted);
  // Until both headers are known, nothing says that a column is gone.
  return columns.length === 0
    ? fitted
    : { ...fitted, rules: fitRules(rules, chosenKey(fitted), ruledColumns(fitted)) };
}

function rekeyed(state: State): State {
  const clean: State = {
    ...state,
    left: withoutProblem(state.left),
    right: withoutProblem(state.right),
    run: { status: 'idle' },
    result: undefined,
  };
  if (clean.left.status !== 'ready' || clean.right.status !== 'ready') return clean;
  const common = sharedColumns(clean);
  const fits = (key: readonly string[]) => key.every((name) => common.includes(name));
  if (clean.keyHint !== undefined && fits(clean.keyHint.key)) {
    const { key, reason } = clean.keyHint;
    return { ...clean, key, keyHint: undefined, keyReason: reason };
  }
  const chosen = clean.key.length > 0 && clean.keyReason === undefined;
  if (chosen && fits(clean.key)) return clean;
  const { key, reason } = proposeKey(common);
  return { ...clean, key, keyReason: reason, keyHint: undefined };
}

function rekey(state: State, key: readonly string[], rules: Rules = state.rules): State {
  return {
    ...state,
    left: withoutProblem(state.left),
    right: withoutProblem(state.right),
    key,
    keyReason: undefined,
    rules: fitRules(rules, chosenKey({ ...state, key }), ruledColumns({ ...state, key })),
    run: { status: 'idle' },
  };
}

/** The headers of both files are read again. */
function rereadBoth(state: State): State {
  const keyed = state.left.status === 'ready' && state.right.status === 'ready';
  return {
    ...state,
    left: reread(state.left),
    right: reread(state.right),
    keyHint: keyed ? { key: state.key, reason: state.keyReason } : state.keyHint,
    run: { status: 'idle' },
    result: undefined,
  };
}

function setUp(state: State, change: Partial<How>): State {
  const how = { ...state.how, ...change };
  const next: State = { ...state, how };
  if (change.reading !== undefined) return rereadBoth(next);
  const rules = fitRules(state.rules, chosenKey(next), ruledColumns(next));
  return { ...rekey(next, state.key, rules), keyReason: state.keyReason };
}

/** Rows belong together by columns that are chosen; similar rows are only looked for without any. */
function byKey(state: State): State {
  return { ...state, how: { ...state.how, pairing: 'key' } };
}

/** The key that is in effect: the one that was found, where one was looked for. */
export function effectiveKey({ how, key, result }: State): readonly string[] {
  if (how.pairing === 'key') return key;
  return how.pairing === 'auto' && result?.request.how.pairing === 'auto' ? result.key : [];
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'placed':
      return refit({
        ...state,
        [action.side]: { status: 'reading', file: action.file },
        keyHint: undefined,
      });
    case 'pairPlaced':
      return refit({
        ...state,
        left: { status: 'reading', file: action.left },
        right: { status: 'reading', file: action.right },
        keyHint: { key: action.key, reason: 'This key comes with the sample.' },
        rules: action.rules,
        how: action.how ?? plainly,
      });
    case 'cleared':
      return refit({ ...state, [action.side]: emptySlot });
    case 'columnsRead': {
      const side = slotOf(state, action.file);
      return side === undefined ? state : refit({ ...state, [side]: afterHeader(action) });
    }
    case 'readFailed': {
      const side = slotOf(state, action.file);
      return side === undefined ? state : { ...state, [side]: afterHeader(action) };
    }
    case 'swapped':
      return refit({ ...state, left: state.right, right: state.left });
    case 'keyToggled':
      return rekey(
        byKey(state),
        toggleKeyColumn(effectiveKey(state), action.column, sharedColumns(state)),
      );
    case 'keyCleared':
      return rekey(byKey(state), []);
    case 'keyWanted': {
      if (state.key.length > 0) return setUp(state, { pairing: 'key' });
      const { key, reason } = proposeKey(sharedColumns(state));
      return { ...rekey(byKey(state), key), keyReason: reason };
    }
    case 'setUp':
      return setUp(state, action.how);
    case 'ruled':
      return { ...rekey(state, state.key, action.rules), keyReason: state.keyReason };
    case 'restored': {
      const { key, keyReason, rules, how } = action.setup;
      const next: State = { ...state, rules, how };
      if (how.reading !== state.how.reading) {
        return { ...rereadBoth(next), keyHint: { key, reason: keyReason } };
      }
      return { ...rekey(next, key, rules), keyReason };
    }
    case 'started':
      return { ...state, run: { status: 'running', progress: 0 } };
    case 'progressed':
      return state.run.status === 'running'
        ? { ...state, run: { ...state.run, progress: action.progress } }
        : state;
    case 'firstFound':
      return state.run.status === 'running'
        ? { ...state, run: { ...state.run, first: action.first } }
        : state;
    case 'finished':
      return { ...state, run: { status: 'done' }, result: action.result };
    case 'failed': {
      if (action.side === undefined) {
        return {
          ...state,
          run: { status: 'failed', problem: action.problem, concern: action.concern },
          result: undefined,
        };
      }
      const slot = state[action.side];
      if (slot.status !== 'ready') return state;
      return {
        ...state,
        [action.side]: { ...slot, problem: action.problem, fixes: action.fixes ?? [] },
        run: { status: 'failed' },
        result: undefined,
      };
    }
    case 'cancelled':
      return state.run.status === 'running'
        ? { ...state, run: { status: 'cancelled' }, result: undefined }
        : state;
    case 'retried':
      return {
        ...state,
        left: withoutProblem(state.left),
        right: withoutProblem(state.right),
        run: { status: 'idle' },
        attempt: state.attempt + 1,
      };
  }
}

/** Which of the two places for files are taken. */
export function heldOf({ left, right }: State): readonly Held<Side>[] {
  return [
    { side: 'left', filled: left.status !== 'empty' },
    { side: 'right', filled: right.status !== 'empty' },
  ];
}
