import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Alarms } from './alarms.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('RingInTheirOrderWithOneTimer', () => {
  const alarms = new Alarms();
  const rung: number[] = [];
  for (const delay of [30, 10, 20]) alarms.after(delay, () => rung.push(delay));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(20);
  expect(rung).toEqual([10, 20]);
  vi.advanceTimersByTime(10);
  expect(rung).toEqual([10, 20, 30]);
  expect(vi.getTimerCount()).toBe(0);
});

it('DoNotRingWhenTheyAreCalledOff', () => {
  const alarms = new Alarms();
  const ring = vi.fn();
  const alarm = alarms.after(10, ring);
  alarms.after(20, () => undefined);
  alarms.cancel(alarm);
  alarms.cancel(undefined);
  vi.advanceTimersByTime(30);
  expect(ring).not.toHaveBeenCalled();
});

it('LeaveNoTimerWhenNothingIsLeft', () => {
  const alarms = new Alarms();
  alarms.cancel(alarms.after(10, () => undefined));
  expect(vi.getTimerCount()).toBe(0);
});

it('CanBeSetWhileOthersRing', () => {
  const alarms = new Alarms();
  const rung: string[] = [];
  alarms.after(10, () => {
    rung.push('first');
    alarms.after(5, () => rung.push('second'));
  });
  alarms.after(20, () => rung.push('third'));
  vi.advanceTimersByTime(20);
  expect(rung).toEqual(['first', 'second', 'third']);
});
