import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { until } from '../../test/fake_host.js';
import { HeddleError } from '../errors.js';
import { parseToPage, protocolVersion, stamp, type ToKernel, type ToPage } from '../protocol.js';
import { serveKernel, type EngineLoader, type JobContext, type Outcome } from './kernel.js';
import { CancelledError } from './memory.js';

type Work = (input: unknown, job: JobContext) => Promise<Outcome>;

/** A kernel whose one engine has one operation, and what it has said. */
function serve(work: Work, loader?: EngineLoader) {
  const said: ToPage[] = [];
  let receive: ((value: unknown) => void) | undefined;
  const load = loader ?? (() => Promise.resolve({ memoryMaximum: 1, operations: { work } }));
  serveKernel(
    {
      post: (message) => said.push(parseToPage(message)),
      listen: (listener) => {
        receive = listener;
      },
    },
    { test: load },
  );
  const hear = (value: unknown): void => receive?.(value);
  const tell = (message: ToKernel): void => {
    hear(stamp(message));
  };
  const answer = async (type: ToPage['type']): Promise<ToPage> => {
    await until(() => said.at(-1)?.type === type);
    return said.at(-1) ?? { type: 'ready' };
  };
  return { said, hear, tell, answer };
}

const load = {
  type: 'load',
  engine: 'test',
  build: 'script',
  module: undefined,
  lanes: 1,
  memory: { maximum: undefined, fixed: false },
} as const;
const job = { job: 1, engine: 'test', operation: 'work', input: 5 } as const;
const run = { type: 'run', jobs: [job] } as const;

async function failureOf(error: Error): Promise<ToPage> {
  const { tell, answer } = serve(() => Promise.reject(error));
  tell(load);
  await answer('loaded');
  tell(run);
  return answer('failed');
}

describe('AKernel', () => {
  it('IsReadyThenLoadsThenRuns', async () => {
    const { said, tell, answer } = serve((input, job) => {
      job.progress(0.5);
      return Promise.resolve({ result: input, transfer: [] });
    });
    tell(load);
    await answer('loaded');
    tell(run);
    await answer('done');
    expect(said).toEqual([
      { type: 'ready' },
      { type: 'loaded', engine: 'test', memoryMaximum: 1, shared: undefined },
      { type: 'progress', job: 1, fraction: 0.5 },
      { type: 'done', job: 1, result: 5 },
    ]);
  });

  it.each([
    ['garbage'],
    [{}],
    [{ type: 'load', version: protocolVersion }],
    [{ type: 'run', version: 1 }],
  ])('Refuses_%j', async (value) => {
    const { hear, answer } = serve(() => Promise.reject(new Error()));
    hear(value);
    expect(await answer('broken')).toHaveProperty('message');
  });

  it.each(['other', 'toString', '__proto__'])('HasNoEngine_%s', async (engine) => {
    const { tell, answer } = serve(() => Promise.reject(new Error()));
    tell({ ...load, engine });
    const said = await answer('load-failed');
    expect(said).toMatchObject({ engine, error: { code: 'unavailable', fatal: true } });
  });

  it('RefusesAnOperationThatItDoesNotHave', async () => {
    const { tell, answer } = serve(() => Promise.reject(new Error()));
    tell({ type: 'run', jobs: [{ ...job, operation: 'toString' }] });
    expect(await answer('failed')).toMatchObject({ error: { code: 'unavailable', fatal: false } });
  });

  it('TellsTheJobThatItIsToEnd', async () => {
    let context: JobContext | undefined;
    const { tell, answer } = serve((_input, job) => {
      context = job;
      return until(() => job.cancelled).then(() => Promise.reject(new CancelledError()));
    });
    tell(load);
    await answer('loaded');
    tell(run);
    expect(context?.cancelled).toBe(false);
    tell({ type: 'cancel', job: 2 });
    expect(context?.cancelled).toBe(false);
    tell({ type: 'cancel', job: 1 });
    expect(await answer('failed')).toMatchObject({ error: { code: 'cancelled', fatal: false } });
  });
});

describe('AFailure', () => {
  it('ThatIsMeantKeepsItsDetails', async () => {
    const details = { input: 'left', line: 2, byteOffset: 7 };
    const said = await failureOf(new HeddleError('malformed_input', 'bad', details));
    const error = { code: 'malformed_input', message: 'bad', ...details, fatal: false };
    expect(said).toMatchObject({ error });
  });

  const cases: [Error, code: string, fatal: boolean][] = [
    [new WebAssembly.RuntimeError('unreachable'), 'kernel_failed', true],
    [new TypeError('undefined is not a function'), 'kernel_failed', true],
    [new RangeError('Maximum call stack size exceeded'), 'kernel_failed', true],
    [new WebAssembly.RuntimeError('Aborted(OOM)'), 'out_of_memory', true],
    [new RangeError('Array buffer allocation failed'), 'out_of_memory', false],
    [new RangeError('Invalid typed array length: 5000000000'), 'out_of_memory', false],
  ];
  it.each(cases)('By_%s_IsReportedAs_%s', async (error, code, fatal) => {
    expect(await failureOf(error)).toMatchObject({ error: { code, fatal } });
  });
});

describe('rehearsal', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A kernel whose engine rehearses, and what it does in which order. */
  const rehearsing = (step: () => Promise<void>, steps = 3) => {
    const done: string[] = [];
    const kernel = serve(
      () => Promise.reject(new Error('the loader has the operations')),
      () =>
        Promise.resolve({
          memoryMaximum: 1,
          rehearsal: {
            steps,
            step: async () => {
              done.push('begins');
              await step();
              done.push('ends');
            },
          },
          operations: {
            work: () => {
              done.push('job');
              return { result: 1, transfer: [] };
            },
          },
        }),
    );
    return { ...kernel, done };
  };

  /** Lets time pass, and whatever waits for it happen. */
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  it('BeginsWhenNoJobComes', async () => {
    const { tell, done, said } = rehearsing(() => Promise.resolve());
    tell(load);
    await pass(0);
    expect(done).toEqual([]);
    await pass(1000);
    expect(done).toEqual(['begins', 'ends', 'begins', 'ends', 'begins', 'ends']);
    tell(run);
    await pass(0);
    expect(said.map(({ type }) => type)).toEqual(['ready', 'loaded', 'done']);
  });

  it('EndsWithTheFirstJob', async () => {
    let finish: (() => void) | undefined;
    const { tell, done } = rehearsing(() => new Promise((resolve) => (finish = resolve)));
    tell(load);
    await pass(1000);
    tell(run);
    await pass(1000);
    // The engine does one thing at a time.
    expect(done).toEqual(['begins']);
    finish?.();
    await pass(1000);
    expect(done).toEqual(['begins', 'ends', 'job']);
  });

  it('DoesNotBeginWhereAJobHasCome', async () => {
    const { tell, done } = rehearsing(() => Promise.resolve());
    tell(load);
    await pass(0);
    tell(run);
    await pass(1000);
    expect(done).toEqual(['job']);
  });

  it('MayFindTooLittleMemory', async () => {
    const { tell, done } = rehearsing(() =>
      Promise.reject(new HeddleError('out_of_memory', 'too little')),
    );
    tell(load);
    await pass(1000);
    tell(run);
    await pass(0);
    expect(done).toEqual(['begins', 'job']);
  });

  it('TellsOfACrash', async () => {
    const { tell, said } = rehearsing(() => Promise.reject(new Error('unreachable')));
    tell(load);
    await pass(1000);
    expect(said.at(-1)).toMatchObject({ type: 'broken', message: 'unreachable' });
  });
});
