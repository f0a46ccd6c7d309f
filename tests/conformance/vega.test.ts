// Other people's data: what is found in real pairs is what a plain comparison of PapaParse's rows finds.
import { openAsBlob } from 'node:fs';
import { table } from 'heddle/table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programs, run } from '../support/programs.ts';
import { compare } from '../support/reference.ts';
import { disposeAll, makePools, poolOf, type Pools } from '../support/tiers.ts';
import { readIndependently, realNames, realPair } from '../support/vega.ts';

/** Every file, with the columns that tell its rows apart as well as any do. */
const keys: Readonly<Record<string, readonly string[]>> = {
  'airports.csv': ['iata'],
  'co2-concentration.csv': ['Date'],
  'disasters.csv': ['Entity', 'Year'],
  'flights-airport.csv': ['origin', 'destination'],
  'gapminder-health-income.csv': ['country'],
  'github.csv': ['time'],
  'iowa-electricity.csv': ['year', 'source'],
  'la-riots.csv': ['first_name', 'last_name'],
  'lookup_groups.csv': ['group', 'person'],
  'lookup_people.csv': ['name'],
  'population_engineers_hurricanes.csv': ['id'],
  'seattle-weather.csv': ['date'],
  'sp500.csv': ['date'],
  'stocks.csv': ['symbol', 'date'],
  'us-employment.csv': ['month'],
  'weather.csv': ['location', 'date'],
  'windvectors.csv': ['longitude', 'latitude'],
  'zipcodes.csv': ['zip_code'],
};

let pools: Pools;
beforeAll(async () => {
  pools = await makePools();
});
afterAll(() => disposeAll(pools));

it('EveryPairIsTested', () => {
  expect(realNames().sort()).toEqual(Object.keys(keys).sort());
});

const cases = Object.entries(keys).flatMap(([name, key]) => [
  { name, key },
  // Whole rows.
  { name, key: [] },
  // The other way round; and a key that many rows share.
  ...(key.length > 1 ? [[...key].reverse(), key.slice(-1)] : []).map((other) => ({
    name,
    key: other,
  })),
]);

describe.each(cases)('$name by $key', ({ name, key }) => {
  const pair = realPair(name);
  const truth = compare(readIndependently(pair.left), readIndependently(pair.right), key);
  const { columns, onlyLeft, onlyRight, differences } = truth;

  it('ThePoolFindsEachDifference', async () => {
    const left = await openAsBlob(pair.left);
    const right = await openAsBlob(pair.right);
    for (const tier of ['threads, 2 lanes', 'workers', 'script']) {
      const diff = await poolOf(pools, tier).run(table.diff, { left, right, key });
      expect([...diff], tier).toEqual(differences);
      const { added, removed, changed, unchanged, changedCells } = truth;
      const counts = { added, removed, changed, unchanged, changedCells };
      expect(diff).toMatchObject({ ...counts, columns, key, onlyLeft, onlyRight });
      expect(diff.length).toBe(differences.length);
    }
  });

  it('TheProgramFindsEachDifference', async () => {
    const args = ['table', 'diff', pair.left, pair.right, '--format', 'json'];
    if (key.length > 0) args.push('--key', key.join());
    const { exit, stdout, stderr } = await run(programs().native, args);
    expect(stderr).toBe('');
    const same = differences.length + onlyLeft.length + onlyRight.length === 0;
    expect(exit).toBe(same ? 0 : 1);
    const [header, ...rest] = stdout.trimEnd().split('\n');
    expect(JSON.parse(header ?? '')).toEqual({ kind: 'header', columns, key, onlyLeft, onlyRight });
    expect(rest.map((line) => JSON.parse(line) as unknown)).toEqual(differences);
  });
});

it('TheseVersionsDoDiffer', () => {
  // Were the files the same, the tests above would show little.
  const pair = realPair('weather.csv');
  const rows = [readIndependently(pair.left), readIndependently(pair.right)] as const;
  expect(compare(...rows, ['location', 'date']).differences.length).toBeGreaterThan(10);
});
