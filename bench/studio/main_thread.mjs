/** What Chromium's trace says of a page's main thread: its tasks, and what each of them was busy with. */

/** Events that say what a task does; others are frames around these. */
const calls = new Set(['FunctionCall', 'RunMicrotasks', 'EvaluateScript', 'v8.compile']);

/**
 * Runs `work`, and returns what it returned and the tasks of the page's main thread meanwhile, those first that
 * took longest.
 *
 * part  what the addresses of our scripts have in common.
 */
export async function recordTasks(browser, page, part, work) {
  const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { categories });
  let result;
  let trace;
  try {
    await page.evaluate(() => console.timeStamp('here'));
    result = await work();
  } finally {
    trace = await browser.stopTracing();
  }
  return { result, tasks: findTasks(JSON.parse(trace.toString()).traceEvents, part) };
}

/** Each with `wall` and `cpu` in milliseconds, whether it is `ours`, and its `causes`. */
function findTasks(events, part) {
  const here = events.find(({ name }) => name === 'TimeStamp');
  if (here === undefined) throw new Error('the trace does not name the main thread');
  const own = events
    .filter(({ pid, tid, ph }) => pid === here.pid && tid === here.tid && ph === 'X')
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks = [];
  let task;
  for (const event of own) {
    const { name, ts, dur = 0, tdur = dur } = event;
    if (name === 'RunTask' && (task === undefined || ts >= task.end)) {
      task = { end: ts + dur, wall: dur / 1000, cpu: tdur / 1000, events: [] };
      tasks.push(task);
    } else if (task !== undefined && ts < task.end) task.events.push(event);
  }
  return tasks
    .map(({ wall, cpu, events: inside }) => ({
      wall,
      cpu,
      ours: inside.some(({ name, args }) => calls.has(name) && urlOf(args).includes(part)),
      causes: () => causesOf(inside),
    }))
    .sort((a, b) => b.wall - a.wall);
}

function urlOf(args) {
  return args?.data?.url ?? '';
}

/** What took the time by itself, without what it called; the most first. */
function causesOf(events) {
  const own = new Map();
  const open = [];
  for (const { name, ts, dur = 0, args } of events) {
    while (open.length > 0 && open.at(-1).end <= ts) open.pop();
    const around = open.at(-1);
    if (around !== undefined) own.set(around.label, own.get(around.label) - dur / 1000);
    const { functionName = '', lineNumber } = args?.data ?? {};
    const file = urlOf(args).replace(/^.*\//, '');
    const place = file === '' ? '' : ` ${functionName || 'anonymous'} ${file}:${lineNumber ?? 1}`;
    const label = `${name}${place}`;
    own.set(label, (own.get(label) ?? 0) + dur / 1000);
    open.push({ end: ts + dur, label });
  }
  return [...own].map(([label, time]) => ({ label, time })).sort((a, b) => b.time - a.time);
}
