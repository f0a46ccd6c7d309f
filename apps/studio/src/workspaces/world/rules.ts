/** The rules that change while the world lives, with every step to be undone and done again. */
import type { Rules as Change, Scenario } from 'heddle/sim';

export interface Rule {
  readonly title: string;
  readonly part: 'steering' | 'food' | 'combat';
  /** In the scenario and in the address. */
  readonly name: string;
  /** Of the slider; a scenario may have more. */
  readonly most: number;
  readonly step: number;
}

export const rules: readonly Rule[] = [
  { title: 'Wander', part: 'steering', name: 'wander', most: 1, step: 0.01 },
  { title: 'Separation', part: 'steering', name: 'separation', most: 2, step: 0.02 },
  { title: 'Alignment', part: 'steering', name: 'alignment', most: 2, step: 0.02 },
  { title: 'Cohesion', part: 'steering', name: 'cohesion', most: 0.5, step: 0.005 },
  { title: 'Evasion', part: 'steering', name: 'evasion', most: 2, step: 0.02 },
  { title: 'Pursuit', part: 'steering', name: 'pursuit', most: 2, step: 0.02 },
  { title: 'Growth of food', part: 'food', name: 'growth', most: 512, step: 4 },
  { title: 'Strength of strikes', part: 'combat', name: 'strike', most: 40_000, step: 500 },
];

/** A value for each of {@link rules}. */
export type Values = readonly number[];
/** Those that are other than the scenario's, by name. */
export type Tuned = ReadonlyMap<string, number>;

export function valuesIn(scenario: Scenario, tuned: Tuned = new Map()): Values {
  return rules.map(({ part, name }) => {
    const value = tuned.get(name) ?? scenario[part]?.[name];
    return typeof value === 'number' ? value : 0;
  });
}

export function tunedOf(values: Values, scenario: Scenario): Tuned {
  const usual = valuesIn(scenario);
  return new Map(
    rules.flatMap(({ name }, at) => {
      const value = values[at] ?? 0;
      return value === usual[at] ? [] : [[name, value]];
    }),
  );
}

/** What the simulation is told. */
export function changeTo(tuned: Tuned): Change {
  const change: Record<string, Record<string, number>> = {};
  for (const { part, name } of rules) {
    const value = tuned.get(name);
    if (value !== undefined) (change[part] ??= {})[name] = value;
  }
  return change;
}

/** The scenario with its rules as they are now. */
export function withRules(scenario: Scenario, tuned: Tuned): Scenario {
  const changed: Record<string, unknown> = { ...scenario };
  for (const [part, own] of Object.entries(changeTo(tuned))) {
    changed[part] = { ...scenario[part as Rule['part']], ...(own as object) };
  }
  return changed as unknown as Scenario;
}

/** The rules that an address asks for, as `wander:0.3,growth:64`; what makes no sense is left out. */
export function readTuned(params: URLSearchParams): Tuned {
  const entries = (params.get('rules') ?? '').split(',').map((text) => text.split(':'));
  return new Map(
    rules.flatMap(({ name, most }) => {
      const text = entries.find(([known]) => known === name)?.[1] ?? '';
      const value = text === '' ? NaN : Number(text);
      return value >= 0 && value <= most ? [[name, value]] : [];
    }),
  );
}

/** The parameters that lead to these rules. */
export function writeTuned(params: URLSearchParams, tuned: Tuned): URLSearchParams {
  const changed = new URLSearchParams(params);
  const text = [...tuned].map(([name, value]) => `${name}:${value}`).join(',');
  if (text === '') changed.delete('rules');
  else changed.set('rules', text);
  return changed;
}

export interface Tuning {
  readonly values: Values;
  /** As they were before each step, the last one at the end. */
  readonly past: readonly Values[];
  readonly future: readonly Values[];
  /** The rule whose slider is held: all of its way is one step. */
  readonly held: number | undefined;
}

export type TuningAction =
  | { readonly type: 'moved'; readonly rule: number; readonly value: number }
  | { readonly type: 'released' }
  | { readonly type: 'reset'; readonly values: Values }
  | { readonly type: 'undone' }
  | { readonly type: 'redone' };

export function beginTuning(values: Values): Tuning {
  return { values, past: [], future: [], held: undefined };
}

export function reduceTuning(state: Tuning, action: TuningAction): Tuning {
  const { values, past, future, held } = state;
  const step = (next: Values, holding?: number): Tuning => {
    if (next.every((value, at) => value === values[at])) return state;
    const going = holding !== undefined && holding === held;
    return {
      values: next,
      past: going ? past : [...past, values],
      future: [],
      held: holding,
    };
  };
  switch (action.type) {
    case 'moved':
      return step(
        values.map((value, at) => (at === action.rule ? action.value : value)),
        action.rule,
      );
    case 'released':
      return { ...state, held: undefined };
    case 'reset':
      return step(action.values);
    case 'undone': {
      const last = past.at(-1);
      if (last === undefined) return state;
      return {
        values: last,
        past: past.slice(0, -1),
        future: [...future, values],
        held: undefined,
      };
    }
    case 'redone': {
      const next = future.at(-1);
      if (next === undefined) return state;
      return {
        values: next,
        past: [...past, values],
        future: future.slice(0, -1),
        held: undefined,
      };
    }
  }
}
