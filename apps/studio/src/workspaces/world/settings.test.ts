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

it('TheRulesOfAScenarioOfOnesOwnAreNotInTheAddress', () => {
  const tuned = new Map([['wander', 0.5]]);
  const own = { name: 'Pond', tribes: [{ name: 'frogs' }] };
  const written = (world: WorldSettings) => writeSettings(new URLSearchParams(), world, tuned);
  expect(written(defaultWorld).get('rules')).toBe('wander:0.5');
  expect(written({ ...defaultWorld, own }).get('rules')).toBeNull();
});

it.each(['scenario=nowhere', 'entities=0', 'entities=x', 'seed=-1', 'entities=1e9', 'seed='])(
  'WhatMakesNoSenseIsAsUsual_%s',
  (query) => {
    expect(readSettings(new URLSearchParams(query))).toEqual(defaultWorld);
  },
);
