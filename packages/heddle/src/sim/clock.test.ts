import { describe, expect, it } from 'vitest';

import { TickClock } from './clock.js';

/** The ticks at each of these times, in milliseconds. */
function ticksAt(clock: TickClock, times: readonly number[], most = 100): number[] {
  return times.map((time) => clock.take(time, most));
}

describe('TheClock', () => {
  it('OwesNothingAtFirst', () => {
    expect(new TickClock(60).take(123_456, 10)).toBe(0);
  });

  it('GoesAsFastAtAnyRateOfFrames', () => {
    for (const frames of [24, 60, 144]) {
      const times = Array.from({ length: frames + 1 }, (_, frame) => (frame * 1000) / frames);
      const sum = ticksAt(new TickClock(60), times).reduce((total, ticks) => total + ticks, 0);
      expect(sum, `${frames} frames a second`).toBe(60);
    }
  });

  it('DoesOneTickAFrameAtItsOwnRate', () => {
    const times = Array.from({ length: 600 }, (_, frame) => 5000 + (frame * 1000) / 60);
    expect(new Set(ticksAt(new TickClock(60), times).slice(1))).toEqual(new Set([1]));
  });

  it('ForgetsWhatASlowDeviceOwes', () => {
    const clock = new TickClock(100);
    expect(ticksAt(clock, [0, 1000, 1010, 1020], 4)).toEqual([0, 4, 1, 1]);
  });

  it('DoesTheRestAtTheNextCalls', () => {
    const clock = new TickClock(100);
    clock.take(0, 10, 3);
    expect(clock.take(50, 10, 3)).toBe(3);
    expect(clock.owes).toBe(true);
    expect([51, 52].map((time) => clock.take(time, 10, 3))).toEqual([2, 0]);
    expect(clock.owes).toBe(false);
    expect([1000, 1000, 1000, 1000, 1000].map((time) => clock.take(time, 10, 3))).toEqual([
      3, 3, 3, 1, 0,
    ]);
  });

  it('OwesNothingForAPause', () => {
    const clock = new TickClock(100);
    clock.take(0, 100);
    clock.forget();
    expect(ticksAt(clock, [5000, 5010], 100)).toEqual([0, 1]);
  });

  it('TakesAnotherSpeedAtOnce', () => {
    const clock = new TickClock(100);
    clock.take(0, 100);
    clock.hz = 500;
    expect(clock.take(10, 100)).toBe(5);
  });

  it('IsNotMisledByAClockThatStandsStill', () => {
    expect(ticksAt(new TickClock(100), [10, 10, 5, 15], 100)).toEqual([0, 0, 0, 1]);
  });
});
