import type { Scenario } from 'heddle/sim';
import { expect, it } from 'vitest';
import {
  beginTuning,
  changeTo,
  readTuned,
  reduceTuning,
  rules,
  tunedOf,
  valuesIn,
  withRules,
  writeTuned,
  type TuningAction,
} from './rules.ts';

const scenario: Scenario = {
  name: 'Pond',
  tribes: [{ name: 'frogs' }],
  steering: { wander: 0.2, cohesion: 0.1, drag: 0.9 },
  food: { growth: 64, capacity: 200 },
};
const usual = valuesIn(scenario);
const at = (name: string) => rules.findIndex((rule) => rule.name === name);

it('ReadsTheRulesOfAScenario', () => {
  expect(usual[at('wander')]).toBe(0.2);
  expect(usual[at('growth')]).toBe(64);
  expect(usual[at('strike')]).toBe(0);
  expect(valuesIn(scenario, new Map([['wander', 0.5]]))[at('wander')]).toBe(0.5);
});

it('TellsOnlyWhatIsOther', () => {
  const values = usual.map((value, rule) => (rule === at('growth') ? 128 : value));
  const tuned = tunedOf(values, scenario);
  expect([...tuned]).toEqual([['growth', 128]]);
  expect(changeTo(tuned)).toEqual({ food: { growth: 128 } });
  expect(withRules(scenario, tuned)).toEqual({ ...scenario, food: { growth: 128, capacity: 200 } });
  expect(withRules(scenario, new Map())).toEqual(scenario);
});

it('AnAddressLeadsBackToItsRules', () => {
  const tuned = new Map([
    ['wander', 0.35],
    ['strike', 1500],
  ]);
  const params = writeTuned(new URLSearchParams('seed=4&rules=cohesion:0.1'), tuned);
  expect(params.get('seed')).toBe('4');
  expect([...readTuned(params)]).toEqual([...tuned]);
  expect(String(writeTuned(params, new Map()))).toBe('seed=4');
});

it.each(['wander:x', 'wander:', 'wander:-1', 'wander:9', 'mood:1', 'wander', ':,:', ''])(
  'LeavesOutWhatMakesNoSense_%s',
  (text) => {
    expect([...readTuned(new URLSearchParams({ rules: text }))]).toEqual([]);
  },
);

function after(...actions: readonly TuningAction[]) {
  return actions.reduce(reduceTuning, beginTuning(usual));
}
const move = (name: string, value: number): TuningAction => ({
  type: 'moved',
  rule: at(name),
  value,
});

it('TakesAllOfASlidersWayAsOneStep', () => {
  const tuning = after(move('wander', 0.3), move('wander', 0.4), { type: 'released' });
  expect(tuning.past).toEqual([usual]);
  expect(reduceTuning(tuning, { type: 'undone' }).values).toEqual(usual);
});

it('TakesTheSameSliderAgainAsAnotherStep', () => {
  const tuning = after(move('wander', 0.3), { type: 'released' }, move('wander', 0.4));
  expect(reduceTuning(tuning, { type: 'undone' }).values[at('wander')]).toBe(0.3);
});

it('UndoesAndDoesAgain', () => {
  const both = [move('wander', 0.3), move('growth', 8)];
  const undone = after(...both, { type: 'undone' });
  expect(undone.values[at('growth')]).toBe(64);
  expect(undone.values[at('wander')]).toBe(0.3);
  const redone = reduceTuning(undone, { type: 'redone' });
  expect(redone.values).toEqual(after(...both).values);
  expect(reduceTuning(redone, { type: 'redone' })).toBe(redone);
  // What is done anew takes the place of what was undone.
  expect(reduceTuning(undone, move('strike', 500)).future).toEqual([]);
});

it('UndoesAReset', () => {
  const tuning = after(move('wander', 0.3), { type: 'reset', values: usual });
  expect(tuning.values).toEqual(usual);
  expect(reduceTuning(tuning, { type: 'undone' }).values[at('wander')]).toBe(0.3);
  const same = beginTuning(usual);
  expect(reduceTuning(same, { type: 'reset', values: [...usual] })).toBe(same);
});
