// The judge of traces must refuse what viewers do not show.
import { expect, it } from 'vitest';
import { traceProblems } from './chrome_trace.ts';

const names = [
  { name: 'process_name', ph: 'M', pid: 1, tid: 0, args: { name: 'kernel 1' } },
  { name: 'thread_name', ph: 'M', pid: 1, tid: 0, args: { name: 'jobs' } },
];
const span = (ts: number, dur: number) => ({ name: `at ${ts}`, ph: 'X', pid: 1, tid: 0, ts, dur });
const of = (...events: object[]) => JSON.stringify({ traceEvents: [...names, ...events] });

it('TakesSpansSideBySideAndWithinEachOther', () => {
  expect(traceProblems(of(span(0, 100), span(10, 50), span(20, 10), span(100, 5)))).toEqual([]);
});

it.each([
  ['no JSON', '{', /^no JSON/],
  ['no events', '{}', /traceEvents is no array/],
  ['a time that is none', of({ ...span(0, 1), ts: -1 }), /the ts -1 is no time/],
  ['no duration', of({ ...span(0, 1), dur: undefined }), /the dur undefined is no time/],
  ['a row without a name', of({ ...span(0, 1), tid: 7 }), /row 1.7 has no thread_name/],
  ['a process without a name', of({ ...span(0, 1), pid: 2 }), /process 2 has no process_name/],
  ['an unknown phase', of({ ...span(0, 1), ph: 'Q' }), /the phase "Q"/],
  ['an overlap in part', of(span(0, 100), span(50, 100)), /at 50 begins within at 0/],
  ['a begin without an end', of({ ...span(0, 1), ph: 'B' }), /at 0 begins and does not end/],
])('Refuses_%s', (_what, text, reason) => {
  expect(traceProblems(text).join('\n')).toMatch(reason);
});
