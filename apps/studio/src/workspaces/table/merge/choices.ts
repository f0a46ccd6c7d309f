/** Which value each conflict is given, with every step to be undone and done again. */
import type { Conflict, Side } from './conflicts.ts';

export type Choice = { readonly take: Side } | { readonly take: 'own'; readonly text: string };

/** One conflict's choice before and after; undefined: still open. */
interface Change {
  readonly conflict: number;
  readonly before: Choice | undefined;
  readonly after: Choice | undefined;
}

export interface Choices {
  readonly made: ReadonlyMap<number, Choice>;
  /** Steps, the last one at the end. */
  readonly past: readonly (readonly Change[])[];
  readonly future: readonly (readonly Change[])[];
}

export const noChoices: Choices = { made: new Map(), past: [], future: [] };

/** Names of the columns that each file has. */
export type Headers = Readonly<Record<Side, readonly string[]>>;

/** Whether taking this side means that the row goes: the side has the column, but not the row. */
export function dropsRow(
  conflict: Conflict,
  choice: Choice | undefined,
  headers: Headers,
): boolean {
  if (choice === undefined || choice.take === 'own') return false;
  return conflict[choice.take] === null && headers[choice.take].includes(conflict.column);
}

/** Conflicts of the same row as the one at `index`, which stand together. */
export function ofRow(conflicts: readonly Conflict[], index: number): number[] {
  const row = conflicts[index]?.row;
  let first = index;
  while (first > 0 && conflicts[first - 1]?.row === row) --first;
  const found: number[] = [];
  for (let i = first; conflicts[i]?.row === row && i < conflicts.length; ++i) found.push(i);
  return found;
}

export type ChoiceAction =
  | { type: 'chosen'; conflict: number; choice: Choice | undefined }
  | { type: 'allChosen'; take: Side }
  | { type: 'undone' }
  | { type: 'redone' }
  | { type: 'forgotten' };

/** Same choice, so that nothing is to be done. */
function same(a: Choice | undefined, b: Choice | undefined): boolean {
  if (a?.take !== b?.take) return false;
  return a?.take !== 'own' || (b?.take === 'own' && a.text === b.text);
}

function apply(made: ReadonlyMap<number, Choice>, changes: readonly Change[], back: boolean) {
  const next = new Map(made);
  for (const { conflict, before, after } of changes) {
    const choice = back ? before : after;
    if (choice === undefined) next.delete(conflict);
    else next.set(conflict, choice);
  }
  return next;
}

/** The reducer over the choices for these conflicts. */
export function reduceChoices(
  state: Choices,
  action: ChoiceAction,
  conflicts: readonly Conflict[],
  headers: Headers,
): Choices {
  const step = (changes: readonly Change[]): Choices => {
    const real = changes.filter(({ before, after }) => !same(before, after));
    if (real.length === 0) return state;
    return { made: apply(state.made, real, false), past: [...state.past, real], future: [] };
  };
  const change = (conflict: number, after: Choice | undefined): Change => ({
    conflict,
    before: state.made.get(conflict),
    after,
  });
  switch (action.type) {
    case 'chosen': {
      const { conflict: index, choice } = action;
      const conflict = conflicts[index];
      if (conflict === undefined) return state;
      const others = ofRow(conflicts, index);
      // A row that goes, goes with all of its cells; one that stays has to be decided cell by cell.
      if (dropsRow(conflict, choice, headers)) return step(others.map((i) => change(i, choice)));
      const undecided = others.filter((i) => {
        const other = conflicts[i];
        return i !== index && other !== undefined && dropsRow(other, state.made.get(i), headers);
      });
      return step([change(index, choice), ...undecided.map((i) => change(i, undefined))]);
    }
    case 'allChosen':
      return step(
        conflicts.flatMap((_conflict, i) =>
          state.made.has(i) ? [] : [change(i, { take: action.take })],
        ),
      );
    case 'undone': {
      const last = state.past.at(-1);
      if (last === undefined) return state;
      return {
        made: apply(state.made, last, true),
        past: state.past.slice(0, -1),
        future: [...state.future, last],
      };
    }
    case 'redone': {
      const next = state.future.at(-1);
      if (next === undefined) return state;
      return {
        made: apply(state.made, next, false),
        past: [...state.past, next],
        future: state.future.slice(0, -1),
      };
    }
    case 'forgotten':
      return noChoices;
  }
}
