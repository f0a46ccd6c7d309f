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
    const several = truth.duplicateKeys.every((count) => count > 0);
    if (several) expect(stderr).toMatch(/^heddle: the key is unique in neither file: /);
    else expect(stderr).toBe('');
    const same = differences.length + onlyLeft.length + onlyRight.length === 0;
    expect(exit).toBe(same ? 0 : 1);
    const [header, ...rest] = stdout.trimEnd().split('\n');
    expect(JSON.parse(header ?? '')).toEqual({ kind: 'header', columns, key, onlyLeft, onlyRight });
    expect(rest.map((line) => JSON.parse(line) as unknown)).toEqual(differences);
  });
});

describe('WithNumbersAndDates', () => {
  /** A value that is the same for all ways to write a number or a day, found by JavaScript's own means. */
  const plain = (value: string) => {
    const day = /^(\d{4})[-/](\d\d?)[-/](\d\d?)$/.exec(value);
    if (day !== null) return `${Number(day[1])}-${Number(day[2])}-${Number(day[3])}`;
    return value !== '' && Number.isFinite(Number(value)) ? `${Number(value)}` : value;
  };

  it.each(Object.keys(keys))('NoChangeIsFalse_%s', async (name) => {
    const pair = realPair(name);
    const files = [readIndependently(pair.left), readIndependently(pair.right)] as const;
    const [left, right] = files;
    const shared = left.columns.filter((column) => right.columns.includes(column));
    // Row by row where they are as many; a key is compared as it is written.
    const key = left.rows.length === right.rows.length ? [] : (keys[name] ?? []);
    const ids = files.map(({ columns, rows }) =>
      rows.map((row, i) =>
        key.length === 0 ? `${i}` : JSON.stringify(key.map((n) => row[columns.indexOf(n)])),
      ),
    );
    const at = new Map(ids[1]?.map((id, i) => [id, i]));
    let changed = 0;
    left.rows.forEach((row, i) => {
      const other = right.rows[at.get(ids[0]?.[i] ?? '') ?? -1];
      const differs = (column: string) =>
        plain(row[left.columns.indexOf(column)] ?? '') !==
        plain(other?.[right.columns.indexOf(column)] ?? '');
      if (other !== undefined && shared.some(differs)) ++changed;
    });

    const compared = shared.filter((column) => !key.includes(column));
    const args = ['table', 'diff', pair.left, pair.right, '--json'];
    args.push('--key', key.length === 0 ? 'position' : key.join());
    for (const column of compared) args.push('--tolerance', `${column}=0`, '--date', column);
    const { stdout, stderr } = await run(programs().native, args);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ changed });
  });

  it('TheSameDaysAndNumbersAreNoChange', async () => {
    const count = async (name: string, ...args: string[]) => {
      const { left, right } = realPair(name);
      const { stdout } = await run(programs().native, [
        'table',
        'diff',
        left,
        right,
        '--json',
        ...args,
      ]);
      return (JSON.parse(stdout) as { changed: number }).changed;
    };
    const weather = ['seattle-weather.csv', '--key', 'position', '--ignore', 'weather'] as const;
    expect(await count(...weather)).toBe(1461);
    expect(await count(...weather, '--date', 'date')).toBe(0);
    const carbon = ['co2-concentration.csv', '--key', 'Date'] as const;
    // Of these only some were measured anew; the test above counts them by other means.
    expect(await count(...carbon)).toBeGreaterThan(55);
    expect(await count(...carbon, '--tolerance', 'CO2=0')).toBe(55);
  });
});

it('TheseVersionsDoDiffer', () => {
  // Were the files the same, the tests above would show little.
  const pair = realPair('weather.csv');
  const rows = [readIndependently(pair.left), readIndependently(pair.right)] as const;
  expect(compare(...rows, ['location', 'date']).differences.length).toBeGreaterThan(10);
});
