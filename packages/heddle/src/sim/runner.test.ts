import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Runner } from './runner.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A world whose ticks take so many milliseconds, and what it was asked to do. */
function world(tickTime: number) {
  const asked: { readonly at: number; readonly ticks: number }[] = [];
  const runner = new Runner((ticks) => {
    asked.push({ at: performance.now(), ticks });
    return new Promise((resolve) => setTimeout(resolve, tickTime * ticks));
  });
  return { runner, asked };
}

describe('ARunner', () => {
  it('LetsTicksPassAsTimeDoes', async () => {
    const { runner, asked } = world(1);
    runner.run({ hz: 50 });
    await vi.advanceTimersByTimeAsync(2000);
    runner.pause();
    const ticks = asked.reduce((sum, step) => sum + step.ticks, 0);
    expect(ticks).toBeGreaterThanOrEqual(98);
    expect(ticks).toBeLessThanOrEqual(100);
  });

  it('DoesNotWaitForFramesWhenTheWorldIsSlow', async () => {
    const { runner, asked } = world(30);
    runner.run({ hz: 60 });
    await vi.advanceTimersByTimeAsync(1000);
    runner.pause();
    // Each step begins when the last one has ended.
    const gaps = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? NaN));
    expect(asked.length).toBeGreaterThan(30);
    expect(new Set(gaps)).toEqual(new Set([30]));
  });

  it('MakesAPictureOfEachTickThatIsSlow', async () => {
    const { runner, asked } = world(30);
    runner.run({ hz: 60 });
    await vi.advanceTimersByTimeAsync(500);
    runner.pause();
    expect(new Set(asked.map(({ ticks }) => ticks))).toEqual(new Set([1]));
  });

  it('DoesSeveralQuickTicksAtOnce', async () => {
    vi.stubGlobal('requestAnimationFrame', (work: () => void) => setTimeout(work, 1000 / 60));
    const { runner, asked } = world(1);
    runner.run({ hz: 60, speed: 4 });
    await vi.advanceTimersByTimeAsync(2000);
    runner.pause();
    const ticks = asked.reduce((sum, step) => sum + step.ticks, 0);
    expect(ticks).toBeGreaterThan(470);
    expect(asked.length).toBeLessThan(150);
  });

  it('ShowsEachStepWhileTheNextOneIsOnItsWay', async () => {
    const { runner, asked } = world(30);
    const shown: number[] = [];
    runner.run({ hz: 60, onStep: () => shown.push(asked.length) });
    await vi.advanceTimersByTimeAsync(200);
    runner.pause();
    await vi.advanceTimersByTimeAsync(100);
    // The last one too, after which none was asked for.
    expect(shown).toEqual([...asked.slice(1).map((_, index) => index + 2), asked.length]);
  });

  it('RestsWhileThePageIsHidden', async () => {
    const page = { hidden: false };
    vi.stubGlobal('document', page);
    const { runner, asked } = world(30);
    runner.run({ hz: 60 });
    await vi.advanceTimersByTimeAsync(200);
    page.hidden = true;
    await vi.advanceTimersByTimeAsync(100);
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.length).toBe(before);
    page.hidden = false;
    await vi.advanceTimersByTimeAsync(100);
    runner.pause();
    expect(asked.length).toBeGreaterThan(before);
  });

  it('StopsWithTheErrorOfAStepOrOfAPicture', async () => {
    const broken = new Error('broken');
    const onError = vi.fn();
    const runner = new Runner(() => Promise.reject(broken));
    runner.run({ onError });
    await vi.advanceTimersByTimeAsync(100);
    expect(onError.mock.calls).toEqual([[broken]]);
    expect(runner.running).toBe(false);

    const { runner: other } = world(30);
    const onStep = (): never => {
      throw broken;
    };
    other.run({ onStep, onError });
    await vi.advanceTimersByTimeAsync(200);
    expect(onError.mock.calls).toEqual([[broken], [broken]]);
    expect(other.running).toBe(false);
  });
});
