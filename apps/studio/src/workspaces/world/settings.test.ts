import { expect, it } from 'vitest';
import { defaultWorld, readSettings, writeSettings } from './settings.ts';

it('AnAddressLeadsBackToItsWorld', () => {
  const world = { scenario: 'crowd', entities: 5000, seed: 9 } as const;
  const params = writeSettings(new URLSearchParams('tier=workers'), world);
  expect(params.get('tier')).toBe('workers');
  expect(readSettings(params)).toEqual(world);
});

it('WhatIsUsualIsNotInTheAddress', () => {
  expect(String(writeSettings(new URLSearchParams('seed=4'), defaultWorld))).toBe('');
});

it.each(['scenario=nowhere', 'entities=0', 'entities=x', 'seed=-1', 'entities=1e9', 'seed='])(
  'WhatMakesNoSenseIsAsUsual_%s',
  (query) => {
    expect(readSettings(new URLSearchParams(query))).toEqual(defaultWorld);
  },
);
