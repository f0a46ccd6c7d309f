// The simulation as it is shipped: one world on every tier, and after the death of its kernel.
import { createPool } from 'heddle';
import {
  bundledScenarios,
  createSimulation,
  type Simulation,
  type SimulationOptions,
} from 'heddle/sim';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { requireBuilds } from './built.js';

const open: Simulation[] = [];
async function create(options: SimulationOptions = {}): Promise<Simulation> {
  const sim = await createSimulation({ entities: 2000, ...options });
  open.push(sim);
  return sim;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((sim) => sim.dispose()));
});

beforeAll(requireBuilds);

const variants: readonly SimulationOptions[] = [
  { tier: 'threads', lanes: 1 },
  { tier: 'threads', lanes: 2 },
  { tier: 'threads', lanes: 5 },
  { tier: 'workers' },
  { tier: 'script' },
];

describe('AWorld', () => {
  it('HasOneHashAndOnePictureOnEveryTier', async () => {
    const hashes = new Set<string>();
    const pictures = new Set<string>();
    for (const variant of variants) {
      const sim = await create({ scenario: 'predators', seed: 7, ...variant });
      await sim.step(20);
      hashes.add(await sim.hash());
      const frame = sim.frame();
      expect(frame?.tick).toBe(20);
      expect(frame?.count).toBe(sim.state.size);
      const order = [...(frame?.ids ?? []).keys()].sort(
        (a, b) => (frame?.ids[a] ?? 0) - (frame?.ids[b] ?? 0),
      );
      const { positions = [], colors = [], diets = [] } = frame ?? {};
      pictures.add(
        JSON.stringify(
          order.map((i) => [
            positions[2 * i],
            positions[2 * i + 1],
            colors[4 * i],
            colors[4 * i + 3],
            diets[i],
          ]),
        ),
      );
    }
    expect([...hashes]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect(pictures.size).toBe(1);
  });

  it('GoesOnWithTheSameHashWhenItsKernelDies', async () => {
    const calm = await create();
    await calm.step(37);
    const sim = await create();
    for (const ticks of [3, 9, 1, 20, 4]) {
      await sim.step(ticks);
      sim.pool.kill(1);
    }
    expect(sim.state.tick).toBe(37);
    expect(await sim.hash()).toBe(await calm.hash());
    expect(sim.stats().restarts).toBeGreaterThanOrEqual(5);
  });

  it('GoesOnFromASnapshot', async () => {
    const sim = await create();
    await sim.step(5);
    const saved = await sim.snapshot();
    await sim.step(6);
    const expected = await sim.hash();
    const twin = await createSimulation({ snapshot: saved, tier: 'workers' });
    open.push(twin);
    expect(twin.state.tick).toBe(5);
    await twin.step(6);
    expect(await twin.hash()).toBe(expected);
    await sim.restore(saved);
    expect(sim.state.tick).toBe(5);
    sim.pool.kill(1);
    await sim.step(6);
    expect(await sim.hash()).toBe(expected);
  });

  it('IsAsBeforeWhenWhatItShouldBeRestoredFromIsNoSnapshot', async () => {
    const sim = await create();
    await sim.step(2);
    const before = await sim.hash();
    await expect(sim.restore(new Uint8Array(100))).rejects.toMatchObject({
      code: 'malformed_input',
      input: 'snapshot',
    });
    expect(await sim.hash()).toBe(before);
  });

  it('LivesByOtherRulesFromThenOn', async () => {
    const sim = await create();
    const same = await create();
    await sim.adjust({ steering: { wander: 2 } });
    expect((await sim.scenario()).steering).toMatchObject({ wander: 2 });
    sim.pool.kill(1);
    await Promise.all([sim.step(3), same.step(3)]);
    expect(await sim.hash()).not.toBe(await same.hash());
    await expect(sim.adjust({ steering: { wander: 99 } })).rejects.toMatchObject({
      code: 'malformed_input',
      message: expect.stringContaining('/steering/wander') as unknown,
    });
    await expect(sim.adjust({ entities: 5 } as object)).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  it('EndsEarlyWhenItIsAborted', async () => {
    const sim = await create({ entities: 20_000 });
    const abort = new AbortController();
    const steps = sim.step(10_000, {
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    });
    await expect(steps).rejects.toMatchObject({ name: 'AbortError' });
    const { tick } = sim.state;
    expect(tick).toBeGreaterThan(0);
    expect(tick).toBeLessThan(1000);
    await sim.step(1);
    expect(sim.state.tick).toBeGreaterThan(tick);
  });

  it('SharesAPool', async () => {
    const sim = await create();
    const other = await create({ pool: sim.pool, scenario: 'crowd' });
    await Promise.all([sim.step(4), other.step(2)]);
    expect([sim.state.tick, other.state.tick]).toEqual([4, 2]);
    await other.dispose();
    await sim.step();
    expect(sim.state.tick).toBe(5);
  });
});

describe('AWorldInDomains', () => {
  it('HasTheSameBitsInAnyNumberOfThem', async () => {
    const hashes = new Set<string>();
    const answers = new Set<string>();
    for (const variant of [
      { tier: 'threads', lanes: 1 },
      { tier: 'threads', domains: 2 },
      { tier: 'workers', domains: 3 },
      { tier: 'workers', domains: 4 },
      { tier: 'script', domains: 2 },
    ] as const) {
      const sim = await create({ scenario: 'predators', seed: 7, ...variant });
      await sim.step(20);
      hashes.add(await sim.hash());
      const found = await sim.query({ x: 1, y: 1, radius: 60, max: 30 });
      const { stock } = await sim.food();
      const ids = [...(sim.frame()?.ids ?? [])];
      answers.add(JSON.stringify([found, [...stock], ids, sim.state.census, sim.stats().ledger]));
    }
    expect([...hashes]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect(answers.size).toBe(1);
  });

  it('UsesAllKernelsWhereMemoryIsNotShared', async () => {
    const sim = await create({ tier: 'workers' });
    const { kernels } = sim.pool.info();
    expect(await sim.domains()).toHaveLength(Math.min(kernels, 5));
    const single = await create({ tier: 'threads' });
    expect(await single.domains()).toEqual([]);
  });

  it('SaysWhatItsDomainsSend', async () => {
    const sim = await create({ tier: 'workers', domains: 2 });
    await sim.step(10);
    const [first, second] = await sim.domains();
    expect(first?.rows[0]).toBe(0);
    expect(first?.rows[1]).toBe(second?.rows[0]);
    expect(second?.rows[1]).toBe(sim.state.side);
    const { phases, tick } = sim.stats();
    for (const time of Object.values(phases)) expect(time).toBeGreaterThan(0);
    expect(tick.p50).toBeGreaterThan(0);
    for (const info of [first, second]) {
      expect(info?.sent.entities.messages).toBe(10);
      expect(info?.sent.entities.bytes).toBeGreaterThan(800);
      expect(info?.imbalance).toBeGreaterThanOrEqual(1);
    }
  });

  it('GoesOnWithTheSameHashWhenADomainDies', async () => {
    const calm = await create();
    await calm.step(70);
    const sim = await create({ tier: 'workers', domains: 3 });
    for (const [ticks, kernel] of [
      [3, 1],
      [9, 3],
      [20, 2],
    ] as const) {
      await sim.step(ticks);
      sim.pool.kill(kernel);
    }
    // At the worst moment: while the others wait for its letters.
    const steps = sim.step(38);
    for (const kernel of [1, 2]) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      sim.pool.kill(kernel);
    }
    await steps;
    expect(sim.state.tick).toBe(70);
    expect(await sim.hash()).toBe(await calm.hash());
  });

  it('GoesOnFromASnapshotOfAnyNumberOfThem', async () => {
    const sim = await create({ tier: 'workers', domains: 3 });
    await sim.step(6);
    const saved = await sim.snapshot();
    await sim.step(5);
    const expected = await sim.hash();
    const twin = await createSimulation({ snapshot: saved, tier: 'workers', domains: 2 });
    open.push(twin);
    await twin.step(5);
    expect(await twin.hash()).toBe(expected);
    await sim.restore(saved);
    expect(sim.state.tick).toBe(6);
    sim.pool.kill(2);
    await sim.step(5);
    expect(await sim.hash()).toBe(expected);
    await expect(sim.restore(new Uint8Array(100))).rejects.toMatchObject({
      code: 'malformed_input',
    });
    expect(await sim.hash()).toBe(expected);
  });

  it('IsAsBeforeWhenMemoryEndsInOneOfThem', async () => {
    const sim = await create({ tier: 'workers', domains: 2, memory: { maximum: 2 ** 25 } });
    await sim.step(3);
    const before = await sim.hash();
    const larger = await create({ tier: 'threads', entities: 400_000, scenario: 'meadow' });
    await expect(sim.restore(await larger.snapshot())).rejects.toMatchObject({
      code: 'out_of_memory',
    });
    expect(await sim.hash()).toBe(before);
    await sim.step(2);
    expect(sim.state.tick).toBe(5);
  });

  it('LivesByOtherRulesInAllOfThem', async () => {
    const single = await create();
    const sim = await create({ tier: 'workers', domains: 2 });
    for (const world of [single, sim]) {
      await world.step(2);
      await world.adjust({ steering: { wander: 2 }, mating: { threshold: 9000 } });
      sim.pool.kill(1);
      await world.step(4);
    }
    expect(await sim.hash()).toBe(await single.hash());
    await expect(sim.adjust({ steering: { wander: 99 } })).rejects.toMatchObject({
      code: 'malformed_input',
    });
  });

  it('RefusesMoreDomainsThanKernelsOrRows', async () => {
    await expect(create({ domains: 0 })).rejects.toMatchObject({ code: 'invalid_argument' });
    await expect(create({ entities: 10, domains: 9, tier: 'workers' })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('domains, not 9') as unknown,
    });
    const sim = await create({ tier: 'threads' });
    await expect(create({ pool: sim.pool, domains: 2 })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('the pool has 1') as unknown,
    });
  });

  it('IsInOneWhereOthersHaveTakenKernels', async () => {
    const sim = await create({ tier: 'workers' });
    const { kernels } = sim.pool.info();
    const alone = await create({ pool: sim.pool, entities: 30, domains: 1 });
    const other = await create({ pool: sim.pool });
    await other.step(3);
    expect([0, kernels]).toContain((await other.domains()).length);
    expect(alone.state.size).toBe(30);
  });

  it('SharesAPoolWithAnotherOne', async () => {
    const sim = await create({ tier: 'workers', domains: 2 });
    const other = await create({ pool: sim.pool, domains: 2 });
    await Promise.all([sim.step(12), other.step(9), sim.step(3), other.step(1)]);
    expect([sim.state.tick, other.state.tick]).toEqual([15, 10]);
    await other.dispose();
    await sim.step();
    expect(sim.state.tick).toBe(16);
  });
});

describe('AWorldThatIsMade', () => {
  it.each<SimulationOptions>([{ tier: 'threads' }, { tier: 'workers', domains: 2 }])(
    'IsGivenUpWhenItsSignalIsAborted_%j',
    async ({ tier, domains }) => {
      await using pool = await createPool({ tier, kernels: domains ?? 1, lanes: 1 });
      const aborted = new AbortController();
      const reason = new Error('enough');
      const made = createSimulation({
        pool,
        ...(domains === undefined ? {} : { domains }),
        entities: 2_000_000,
        signal: aborted.signal,
      });
      setTimeout(() => {
        aborted.abort(reason);
      }, 50);
      await expect(made).rejects.toBe(reason);
      await expect(createSimulation({ pool, signal: aborted.signal })).rejects.toBe(reason);
      await using sim = await createSimulation({ pool, entities: 500, seed: 3 });
      await sim.step();
      expect(sim.state.tick).toBe(1);
    },
  );

  it.each<SimulationOptions>([
    { tier: 'threads' },
    { tier: 'workers', domains: 1 },
    { tier: 'workers', domains: 2 },
  ])('TellsHowFarItIs_%j', async ({ tier, domains }) => {
    await using pool = await createPool({ tier, kernels: domains ?? 1, lanes: 1 });
    const told: number[] = [];
    const onProgress = (fraction: number) => told.push(fraction);
    await using sim = await createSimulation({ pool, domains, entities: 500_000, onProgress });
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    const snapshot = await sim.snapshot();
    told.length = 0;
    await sim.restore(snapshot, { onProgress });
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  it.each<SimulationOptions>([
    { tier: 'threads' },
    { tier: 'workers', domains: 1 },
    { tier: 'workers', domains: 2 },
  ])('StaysAsItIsWhenAnotherIsGivenUp_%j', async ({ tier, domains }) => {
    await using pool = await createPool({ tier, kernels: domains ?? 1, lanes: 1 });
    await using sim = await createSimulation({ pool, domains, entities: 2000, seed: 4 });
    await sim.step(5);
    const before = [sim.state, await sim.hash()];
    await using large = await createSimulation({ entities: 500_000 });
    const snapshot = await large.snapshot();
    const aborted = new AbortController();
    const reason = new Error('enough');
    const restored = sim.restore(snapshot, {
      signal: aborted.signal,
      onProgress: () => {
        aborted.abort(reason);
      },
    });
    await expect(restored).rejects.toBe(reason);
    expect([sim.state, await sim.hash()]).toEqual(before);
    await sim.step();
    expect(sim.state.tick).toBe(6);
  });
});

describe('AFrame', () => {
  it('IsOfTheLatestStepAndLiesInTheKernelsMemory', async () => {
    const sim = await create({ tier: 'threads', colors: [[1, 2, 3]] });
    expect(sim.frame()).toBeUndefined();
    await sim.step(2);
    const frame = sim.frame();
    expect(frame?.tick).toBe(2);
    expect(frame?.positions.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...(frame?.colors.subarray(0, 3) ?? [])]).toEqual([1, 2, 3]);
    for (const place of frame?.positions ?? []) expect(place).toBeLessThan(sim.state.extent);
    await sim.step();
    expect(sim.frame()?.tick).toBe(3);
  });

  it.each<SimulationOptions>([
    { tier: 'threads' },
    { tier: 'workers', domains: 1 },
    { tier: 'workers', domains: 2 },
  ])('ShowsWhatWasRestored_%j', async (options) => {
    const sim = await create(options);
    await sim.step(2);
    const saved = await sim.snapshot();
    await sim.step(9);
    await sim.restore(saved);
    expect(sim.frame()?.tick).toBe(2);
    expect(sim.frame()?.count).toBe(sim.state.size);
  });

  it('GrowsWithTheWorld', async () => {
    for (const tier of ['threads', 'workers'] as const) {
      const sim = await create({ tier, entities: 200, scenario: 'meadow' });
      await sim.step();
      const larger = await create({ tier, entities: 3000, scenario: 'meadow' });
      await sim.restore(await larger.snapshot());
      await sim.step();
      expect(sim.frame()?.count).toBe(sim.state.size);
      expect(sim.frame()?.count).toBeGreaterThan(2000);
    }
  });
});

describe('WhatIsAskedOfIt', () => {
  it('NamesTheNearestEntities', async () => {
    const sim = await create();
    await sim.step();
    const frame = sim.frame();
    const [x = 0, y = 0] = frame?.positions ?? [];
    const found = await sim.query({ x, y, radius: 20, max: 5 });
    expect(found[0]).toMatchObject({ id: frame?.ids[0], x, y });
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(5);
    expect(found[0]?.genes.maxSpeed).toBeGreaterThan(0);
    expect(frame?.diets[0]).toBe(Math.floor(127.5 * ((found[0]?.genes.diet ?? 0) + 1)));
    await expect(sim.query({ x, y, radius: -1 })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  it('HasFoodForEachCell', async () => {
    const sim = await create();
    const { side, stock } = await sim.food();
    expect(side).toBe(sim.state.side);
    expect(stock.some((share) => share > 0)).toBe(true);
  });

  it('HasTimesAndALedgerThatBalances', async () => {
    const sim = await create();
    await sim.step(10);
    const stats = sim.stats();
    expect(stats.ticks).toBe(10);
    expect(stats.tick.count).toBe(10);
    expect(stats.phases.behave).toBeGreaterThan(0);
    expect(stats.ledger.basal).toBeGreaterThan(0);
    expect(stats.memory?.used).toBeGreaterThan(0);
    const { census, size } = sim.state;
    expect(census.reduce((sum, count) => sum + count, 0)).toBe(size);
  });
});

describe('WhatItIsMadeOf', () => {
  it.each(bundledScenarios)('CanBeTheBundledScenario_%s', async (scenario) => {
    const sim = await create({ scenario, entities: 300 });
    await sim.step();
    expect(sim.state.size).toBeGreaterThan(0);
  });

  it('CanBeOnesOwn', async () => {
    const sim = await create({
      scenario: { name: 'mine', tribes: [{ name: 'a' }, { name: 'b' }] },
    });
    const { tribes, name } = await sim.scenario();
    expect(name).toBe('mine');
    expect(tribes.map((tribe) => tribe.name)).toEqual(['a', 'b']);
    expect(sim.state.census.slice(0, 2)).toEqual([1000, 1000]);
  });

  const refused: [string, object, RegExp, string][] = [
    [
      'AnUnknownScenario',
      { scenario: 'nowhere' },
      /no scenario nowhere: choose one of meadow,/,
      'invalid_argument',
    ],
    [
      'AnUnknownField',
      { scenario: { name: 'a', tribes: [{ name: 'a', size: 1 }] } },
      /\/tribes\/0\/size/,
      'malformed_input',
    ],
    ['TooFewEntities', { entities: 0 }, /\/entities/, 'malformed_input'],
    ['ABadSeed', { seed: -1 }, /\/seed/, 'malformed_input'],
    ['ABadColor', { colors: [[1, 2]] }, /color 0/, 'invalid_argument'],
    [
      'TwoBeginnings',
      { scenario: 'meadow', snapshot: new Uint8Array(1) },
      /exclude each other/,
      'invalid_argument',
    ],
  ];
  it.each(refused)('Refuses_%s', async (_name, options, message, code) => {
    const made = createSimulation(options);
    await expect(made).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('RefusesTicksThatAreNone', async () => {
    const sim = await create();
    for (const ticks of [0, -1, 0.5, NaN]) {
      await expect(sim.step(ticks)).rejects.toMatchObject({ code: 'invalid_argument' });
    }
  });
});

describe('Running', () => {
  it('LetsTicksPassUntilItIsPaused', async () => {
    const sim = await create({ entities: 500 });
    let steps = 0;
    await new Promise<void>((resolve) => {
      sim.run({
        hz: 200,
        speed: 2,
        onStep: () => {
          if (++steps === 5) resolve();
        },
      });
    });
    expect(sim.running).toBe(true);
    sim.pause();
    expect(sim.running).toBe(false);
    await sim.hash();
    const { tick } = sim.state;
    expect(tick).toBeGreaterThanOrEqual(5);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(sim.state.tick).toBe(tick);
  });

  it.each([{ hz: 0 }, { hz: 1001 }, { speed: -1 }, { hz: NaN }])('Refuses_%j', async (settings) => {
    const sim = await create({ entities: 100 });
    expect(() => {
      sim.run(settings);
    }).toThrow(/must be above 0/);
  });
});
