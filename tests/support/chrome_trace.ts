/**
 * Whether a trace follows the Trace Event Format ("JSON Object Format") that Perfetto and chrome://tracing
 * read: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */

type Fields = Readonly<Record<string, unknown>>;

/** Times are doubles, and those since 1970 have steps of a quarter of a microsecond. */
const grain = 1;

/** One line for each rule that the trace breaks; none when a viewer shows all of it. */
export function traceProblems(text: string): string[] {
  let trace: unknown;
  try {
    trace = JSON.parse(text);
  } catch (error) {
    return [`no JSON: ${(error as Error).message}`];
  }
  if (!isFields(trace)) return ['not an object'];
  const { traceEvents, displayTimeUnit } = trace;
  if (!Array.isArray(traceEvents)) return ['traceEvents is no array'];
  const problems: string[] = [];
  if (displayTimeUnit !== undefined && displayTimeUnit !== 'ms' && displayTimeUnit !== 'ns') {
    problems.push(`displayTimeUnit is ${JSON.stringify(displayTimeUnit)}, not "ms" or "ns"`);
  }
  const rows = new Map<string, Fields[]>();
  const named = new Map<string, unknown>();
  for (const [index, event] of (traceEvents as unknown[]).entries()) {
    const say = (what: string) => problems.push(`event ${index}: ${what}`);
    if (!isFields(event)) {
      say('not an object');
      continue;
    }
    const { ph, name, pid, tid, args } = event;
    if (typeof name !== 'string' || name === '') say('no name');
    if (!Number.isSafeInteger(pid)) say(`the pid ${String(pid)} is no integer`);
    // The name of a process belongs to no thread.
    if (name !== 'process_name' && !Number.isSafeInteger(tid))
      say(`the tid ${String(tid)} is no integer`);
    if (args !== undefined && !isFields(args)) say('args is no object');
    const row = `${String(pid)}.${String(tid)}`;
    if (ph === 'M') {
      const known = name === 'process_name' || name === 'thread_name';
      const given = isFields(args) ? args['name'] : undefined;
      if (known && (typeof given !== 'string' || given === '')) say(`${name} without args.name`);
      const key = name === 'process_name' ? String(pid) : row;
      if (known && named.has(key)) say(`${name} is given twice`);
      if (known) named.set(key, given);
    } else if (ph === 'X' || ph === 'B' || ph === 'E') {
      if (!isTime(event['ts'])) say(`the ts ${String(event['ts'])} is no time`);
      if (ph === 'X' && !isTime(event['dur'])) say(`the dur ${String(event['dur'])} is no time`);
      rows.set(row, [...(rows.get(row) ?? []), event]);
    } else say(`the phase ${JSON.stringify(ph)} is not one that is written here`);
  }
  for (const [row, events] of rows) {
    const [pid = ''] = row.split('.');
    if (!named.has(pid)) problems.push(`process ${pid} has no process_name`);
    if (!named.has(row)) problems.push(`row ${row} has no thread_name`);
    problems.push(...nestingProblems(events).map((what) => `row ${row}: ${what}`));
  }
  return problems;
}

/** In a row spans lie side by side or within each other; viewers drop what overlaps in part. */
function nestingProblems(events: readonly Fields[]): string[] {
  const problems: string[] = [];
  const begun: Fields[] = [];
  for (const event of events) {
    if (event['ph'] === 'B') begun.push(event);
    else if (event['ph'] === 'E') {
      const last = begun.pop();
      if (last === undefined) problems.push(`an end of ${String(event['name'])} without a begin`);
      else if (last['name'] !== event['name']) {
        problems.push(`${String(last['name'])} ends as ${String(event['name'])}`);
      }
    }
  }
  for (const { name } of begun) problems.push(`${String(name)} begins and does not end`);
  const spans = events
    .filter(({ ph }) => ph === 'X')
    .map(({ name, ts, dur }) => ({
      name: String(name),
      begin: Number(ts),
      end: Number(ts) + Number(dur),
    }))
    .sort((a, b) => a.begin - b.begin || b.end - a.end);
  const open: typeof spans = [];
  for (const span of spans) {
    while ((open.at(-1)?.end ?? Infinity) <= span.begin + grain) open.pop();
    const around = open.at(-1);
    if (around !== undefined && span.end > around.end + grain) {
      problems.push(`${span.name} begins within ${around.name} and ends after it`);
    }
    open.push(span);
  }
  return problems;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
