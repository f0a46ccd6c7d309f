import { expect, it } from 'vitest';
import { defaultWorld, readSettings, writeSettings } from './settings.ts';
import type { WorldSettings } from './useWorld.ts';

it('AnAddressLeadsBackToItsWorld', () => {
  const world = { scenario: 'crowd', entities: 5000, seed: 9 } as const;
  const params = writeSettings(new URLSearchParams('tier=workers'), world, new Map());
  expect(params.get('tier')).toBe('workers');
  expect(readSettings(params)).toEqual(world);
});

it('WhatIsUsualIsNotInTheAddress', () => {
  const params = new URLSearchParams('seed=4&rules=wander:1');
  expect(String(writeSettings(params, defaultWorld, new Map()))).toBe('');
});

it('AScenarioOfOnesOwnIsInTheAddressWithItsRules', () => {
  const tuned = new Map([['wander', 0.5]]);
  const own = { name: 'Pond', tribes: [{ name: 'frogs' }] };
  const params = writeSettings(new URLSearchParams(), { ...defaultWorld, own }, tuned);
  expect(readSettings(params)).toEqual({ ...defaultWorld, own });
  expect(params.get('rules')).toBe('wander:0.5');
  expect(writeSettings(params, defaultWorld, new Map()).has('own')).toBe(false);
});

it('TheRulesOfOneThatIsTooLongAreNotInTheAddress', () => {
  const tuned = new Map([['wander', 0.5]]);
  const tribes = Array.from({ length: 2000 }, (_, at) => ({ name: `${Math.sin(at)}` }));
  const world: WorldSettings = { ...defaultWorld, own: { name: 'Babel', tribes } };
  expect(String(writeSettings(new URLSearchParams(), world, tuned))).toBe('');
});

it.each(['scenario=nowhere', 'entities=0', 'entities=x', 'seed=-1', 'entities=1e9', 'seed='])(
  'WhatMakesNoSenseIsAsUsual_%s',
  (query) => {
    expect(readSettings(new URLSearchParams(query))).toEqual(defaultWorld);
  },
);
