/**
 * The state of the table workspace and every way it can change. Pure: reading files and comparing
 * them happens elsewhere and comes back here as an action.
 */
import type { TableDiff } from 'heddle/table';
import { commonColumns, proposeKey, toggleKeyColumn } from './key.ts';
import type { Problem } from '../../parts/ProblemNote.tsx';
import type { Side } from './problem.ts';
import { fitRules, noRules, type Rules } from './rules.ts';

export interface SourceFile {
  /** Tells two files with the same name apart. */
  readonly id: number;
  readonly name: string;
  readonly data: Blob;
}

export type Slot =
  | { readonly status: 'empty' }
  | { readonly status: 'reading'; readonly file: SourceFile }
  | {
      readonly status: 'ready';
      readonly file: SourceFile;
      readonly columns: readonly string[];
      /** Why the last comparison could not use this file. */
      readonly problem?: Problem;
    }
  | { readonly status: 'broken'; readonly file: SourceFile; readonly problem: Problem };

/** A finished comparison, and how many bytes it read. */
export interface Result {
  readonly diff: TableDiff;
  readonly bytes: number;
  /** The key that was asked for; empty when whole rows were compared. */
  readonly key: readonly string[];
  readonly rules: Rules;
  readonly leftName: string;
  readonly rightName: string;
}

export type Run =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly progress: number }
  | { readonly status: 'done' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly problem?: Problem };

export interface State {
  readonly left: Slot;
  readonly right: Slot;
  readonly key: readonly string[];
  /** Why these key columns; undefined once the person has chosen. */
  readonly keyReason?: string | undefined;
  /** A key that comes with the files (the samples know theirs). */
  readonly keyHint?: readonly string[] | undefined;
  readonly rules: Rules;
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
    }
  | { type: 'cleared'; side: Side }
  | { type: 'columnsRead'; file: SourceFile; columns: readonly string[] }
  | { type: 'readFailed'; file: SourceFile; problem: Problem }
  | { type: 'swapped' }
  | { type: 'keyToggled'; column: string }
  | { type: 'keyCleared' }
  | { type: 'ruled'; rules: Rules }
  | { type: 'started' }
  | { type: 'progressed'; progress: number }
  | { type: 'finished'; result: Result }
  | { type: 'failed'; problem: Problem; side: Side | undefined }
  | { type: 'cancelled' }
  | { type: 'retried' };

export const initialState: State = {
  left: { status: 'empty' },
  right: { status: 'empty' },
  key: [],
  rules: noRules,
  run: { status: 'idle' },
  attempt: 0,
};

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
}

/** What should be compared now; undefined when there is nothing to compare. */
export function requestOf(state: State): Request | undefined {
  if (state.left.status !== 'ready' || state.right.status !== 'ready') return undefined;
  if (sharedColumns(state).length === 0) return undefined;
  const { key, rules } = state;
  return { left: state.left.file, right: state.right.file, key, rules };
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
        state.attempt,
      ]);
}

/** The side of `file`; undefined when it has been replaced meanwhile. */
function slotOf(state: State, file: SourceFile): Side | undefined {
  const holds = (slot: Slot) => slot.status !== 'empty' && slot.file.id === file.id;
  return holds(state.left) ? 'left' : holds(state.right) ? 'right' : undefined;
}

function withoutProblem(slot: Slot): Slot {
  return slot.status === 'ready' && slot.problem !== undefined
    ? { status: 'ready', file: slot.file, columns: slot.columns }
    : slot;
}

/** After a slot changed: the result is gone, and the key fits the columns that both files have. */
function refit(state: State): State {
  const fitted = rekeyed(state);
  const { key, rules } = fitted;
  const columns = sharedColumns(fitted);
  // Until both headers are known, nothing says that a column is gone.
  return columns.length === 0 ? fitted : { ...fitted, rules: fitRules(rules, key, columns) };
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
  if (clean.keyHint !== undefined && fits(clean.keyHint)) {
    return {
      ...clean,
      key: clean.keyHint,
      keyHint: undefined,
      keyReason: 'This key comes with the sample.',
    };
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
    rules: fitRules(rules, key, sharedColumns(state)),
    run: { status: 'idle' },
  };
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
        keyHint: action.key,
        rules: action.rules,
      });
    case 'cleared':
      return refit({ ...state, [action.side]: { status: 'empty' } });
    case 'columnsRead': {
      const side = slotOf(state, action.file);
      if (side === undefined) return state;
      const slot: Slot = { status: 'ready', file: action.file, columns: action.columns };
      return refit({ ...state, [side]: slot });
    }
    case 'readFailed': {
      const side = slotOf(state, action.file);
      if (side === undefined) return state;
      return { ...state, [side]: { status: 'broken', file: action.file, problem: action.problem } };
    }
    case 'swapped':
      return refit({ ...state, left: state.right, right: state.left });
    case 'keyToggled':
      return rekey(state, toggleKeyColumn(state.key, action.column, sharedColumns(state)));
    case 'keyCleared':
      return rekey(state, []);
    case 'ruled':
      return { ...rekey(state, state.key, action.rules), keyReason: state.keyReason };
    case 'started':
      return { ...state, run: { status: 'running', progress: 0 } };
    case 'progressed':
      return state.run.status === 'running'
        ? { ...state, run: { status: 'running', progress: action.progress } }
        : state;
    case 'finished':
      return { ...state, run: { status: 'done' }, result: action.result };
    case 'failed': {
      if (action.side === undefined) {
        return { ...state, run: { status: 'failed', problem: action.problem }, result: undefined };
      }
      const slot = state[action.side];
      if (slot.status !== 'ready') return state;
      return {
        ...state,
        [action.side]: { ...slot, problem: action.problem },
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

/**
 * Where dropped files go. Two or more fill left and right in the order dropped; one goes to `wanted`
 * when the person aimed at a side, else to the empty side, else to the left.
 */
export function assignDropped<T>(
  state: State,
  files: readonly T[],
  wanted: Side | undefined,
): readonly (readonly [Side, T])[] {
  const [first, second] = files;
  if (first === undefined) return [];
  if (second !== undefined) {
    return [
      ['left', first],
      ['right', second],
    ];
  }
  if (wanted !== undefined) return [[wanted, first]];
  const side = state.left.status !== 'empty' && state.right.status === 'empty' ? 'right' : 'left';
  return [[side, first]];
}
