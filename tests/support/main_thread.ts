/** How long a page's main thread was busy at a time, from Chromium's own trace. */
import type { Browser, Page } from 'playwright-core';

/** In milliseconds. */
export interface Span {
  /** By the clock: also while the thread waited for a core. */
  readonly wall: number;
  /** By the thread's processor time. */
  readonly cpu: number;
}

/** One task of the main thread. */
export interface Task extends Span {
  /** The scripts that it called, and the microtasks that they left. */
  readonly calls: readonly (Span & { readonly script: string })[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: {
    readonly name?: string;
    readonly data?: { readonly url?: string };
  };
}

/** Runs `work` and returns what it returned, and the tasks of the page's main thread meanwhile. */
export async function recordTasks<Result>(
  browser: Browser,
  page: Page,
  work: () => Promise<Result>,
): Promise<{ result: Result; tasks: Task[] }> {
  const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { categories });
  let result: Result;
  let trace: Buffer;
  try {
    await page.evaluate(() => {
      console.timeStamp('here');
    });
    result = await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  return { result, tasks: findTasks(traceEvents) };
}

function findTasks(events: readonly TraceEvent[]): Task[] {
  const here = events.find(({ name }) => name === 'TimeStamp');
  if (here === undefined) throw new Error('The trace does not name the main thread.');
  const own = events.filter(
    ({ pid, tid, ph }) => pid === here.pid && tid === here.tid && ph === 'X',
  );
  own.sort((a, b) => a.ts - b.ts);
  const tasks: (Task & { calls: Task['calls'][number][] })[] = [];
  let [taskEnd, callEnd] = [0, 0];
  for (const { name, ts, dur = 0, tdur = dur, args } of own) {
    const span = { wall: dur / 1000, cpu: tdur / 1000 };
    if (name === 'RunTask') {
      tasks.push({ ...span, calls: [] });
      taskEnd = ts + dur;
    } else if (name === 'FunctionCall' || name === 'RunMicrotasks') {
      // A call within a call is a part of that.
      if (ts >= taskEnd || ts < callEnd) continue;
      callEnd = ts + dur;
      tasks.at(-1)?.calls.push({ ...span, script: args.data?.url ?? '' });
    }
  }
  return tasks;
}

/** What tasks that call a script of such an address spend in scripts; the longest of each. */
export function longestIn(tasks: readonly Task[], part: string): Span {
  const spans = tasks
    .filter(({ calls }) => calls.some(({ script }) => script.includes(part)))
    .map(({ calls }) => ({
      wall: calls.reduce((sum, { wall }) => sum + wall, 0),
      cpu: calls.reduce((sum, { cpu }) => sum + cpu, 0),
    }));
  return longest(spans);
}

/** The longest by each clock. */
export function longest(spans: readonly Span[]): Span {
  return spans.reduce(
    (most, { wall, cpu }) => ({ wall: Math.max(most.wall, wall), cpu: Math.max(most.cpu, cpu) }),
    { wall: 0, cpu: 0 },
  );
}
