/** What is to happen in a chaos test: random, but the same for the same seed. */
import { Random } from '../support/random.ts';

/** A way for a kernel to die; definition.js does it. */
export type Fate =
  | 'trap'
  | 'loop'
  | 'exit'
  | 'throw'
  | 'reject'
  | 'nonsense'
  | 'stranger'
  | 'text'
  | 'abort'
  | 'exhaust';

/** How a host's kernels die, and how often of a thousand deaths; `terminate` comes from outside. */
export type Deaths = Readonly<Partial<Record<Fate | 'terminate', number>>>;

export interface PlannedJob {
  readonly operation: 'work' | 'refuse' | 'ask' | 'stall';
  readonly rounds: number;
  readonly priority: number;
  readonly fate?: Fate;
  /** Bytes of an input beside the rest. */
  readonly size?: number;
  readonly timeout?: number;
  /** Whether some job's `aborts` names it. */
  readonly aborted?: boolean;
  /** Jobs that are aborted once this one was submitted. */
  readonly aborts?: readonly number[];
  /** Workers that are terminated once this one was submitted. */
  readonly terminations?: number;
}

export interface PlannedStep {
  readonly value: number;
  readonly fate?: Fate;
}

export interface Plan {
  readonly kernels: number;
  readonly jobs: readonly PlannedJob[];
  /** Sessions, and the steps of each. */
  readonly chains: readonly (readonly PlannedStep[])[];
}

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

/** Deaths of that many kernels in a thousand, scaled. */
function drawDeaths(deaths: Deaths, count: number, random: Random): (Fate | 'terminate')[] {
  const kinds = Object.entries(deaths) as [Fate | 'terminate', number][];
  const whole = kinds.reduce((sum, [, share]) => sum + share, 0);
  const drawn = kinds.flatMap(([kind, share]) =>
    Array.from({ length: Math.ceil((share * count) / whole) }, () => kind),
  );
  return random.shuffle(drawn);
}

/**
 * A plan of `count` jobs, a tenth as many deaths (and a few more) over four kernels, four sessions, and jobs
 * that fail, stall, are aborted, or bring much data.
 */
export function makePlan(seed: number, count: number, deaths: Deaths): Plan {
  const random = new Random(seed);
  const jobs = Array.from({ length: count }, (): Mutable<PlannedJob> => ({
    operation: 'work',
    // Most are so short that they travel in batches.
    rounds: random.chance(0.9) ? random.below(2000) : random.below(200_000),
    priority: random.below(3),
  }));
  const order = random.shuffle(jobs.map((_, index) => index));
  const take = (share: number): Mutable<PlannedJob>[] =>
    order.splice(0, Math.ceil(share * count)).flatMap((index) => jobs[index] ?? []);

  const chains = Array.from({ length: 4 }, () =>
    Array.from({ length: Math.ceil(count / 100) }, (): Mutable<PlannedStep> => ({
      value: random.word(),
    })),
  );
  // More than a tenth: some die at the same moment for two reasons.
  const drawn = drawDeaths(deaths, Math.ceil(count * 0.11), random);
  const doomed = take(0.2);
  for (const death of drawn) {
    // A session's step cannot be told from one that failed for good reason after an abort.
    const step = random.pick(random.pick(chains));
    const inStep = random.chance(0.05) && death !== 'abort' && step.fate === undefined;
    if (death === 'terminate') {
      // Not at the very end, where nobody would notice.
      const job = jobs[random.below(Math.ceil(count * 0.95))];
      if (job !== undefined) job.terminations = (job.terminations ?? 0) + 1;
    } else if (inStep) step.fate = death;
    else {
      const job = doomed.pop();
      if (job !== undefined) job.fate = death;
    }
  }
  for (const job of take(0.01)) job.operation = 'refuse';
  for (const job of take(0.005)) job.operation = 'ask';
  for (const job of take(0.002)) Object.assign(job, { operation: 'stall', timeout: 50 });
  // Above 2 MB an input goes in pieces.
  for (const job of take(0.002)) job.size = 2_000_000 + random.below(2_000_000);
  jobs.forEach((job, index) => {
    if (job.operation !== 'work' || job.fate !== undefined || !random.chance(0.05)) return;
    const later = jobs[Math.min(count - 1, index + random.below(300))];
    if (later === undefined) return;
    job.aborted = true;
    later.aborts = [...(later.aborts ?? []), index];
  });
  return { kernels: 4, jobs, chains };
}
