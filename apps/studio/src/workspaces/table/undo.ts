/** How two files are compared, with every step to be undone and done again. */
import { reduce, setupOf, type Action, type Setup, type State } from './state.ts';

export interface Undoable {
  readonly now: State;
  /** Setups, the last one at the end. */
  readonly past: readonly Setup[];
  readonly future: readonly Setup[];
}

export type UndoableAction = Action | { readonly type: 'undone' } | { readonly type: 'redone' };

export function undoable(now: State): Undoable {
  return { now, past: [], future: [] };
}

/** What a person sets up; of the rest of the state there is nothing to be undone. */
const setsUp: ReadonlySet<Action['type']> = new Set([
  'keyToggled',
  'keyCleared',
  'keyWanted',
  'setUp',
  'ruled',
]);
/** Other files have other columns, which no earlier key and rules fit. */
const forgets: ReadonlySet<Action['type']> = new Set(['placed', 'pairPlaced', 'cleared']);

export function reduceUndoable(state: Undoable, action: UndoableAction): Undoable {
  const { now, past, future } = state;
  if (action.type === 'undone' || action.type === 'redone') {
    const [from, to] = action.type === 'undone' ? [past, future] : [future, past];
    const setup = from.at(-1);
    if (setup === undefined) return state;
    const rest = from.slice(0, -1);
    const others = [...to, setupOf(now)];
    return {
      now: reduce(now, { type: 'restored', setup }),
      ...(action.type === 'undone'
        ? { past: rest, future: others }
        : { past: others, future: rest }),
    };
  }
  const next = reduce(now, action);
  if (next === now) return state;
  if (forgets.has(action.type)) return undoable(next);
  if (!setsUp.has(action.type) || same(setupOf(now), setupOf(next))) return { ...state, now: next };
  return { now: next, past: [...past, setupOf(now)], future: [] };
}

function same(a: Setup, b: Setup): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
