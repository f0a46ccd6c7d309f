import { describe, expect, it } from 'vitest';

import { Breaker, failureLimit, firstWait, longestWait } from './breaker.js';

function failOften(breaker: Breaker, now: number): void {
  for (let count = 0; count < failureLimit; ++count) breaker.failure(now);
}

describe('ABreaker', () => {
  it('StaysClosedBelowTheLimit', () => {
    const breaker = new Breaker();
    for (let count = 1; count < failureLimit; ++count) breaker.failure(0);
    expect(breaker.allows(0)).toBe(true);
    expect(breaker.state).toBe('closed');
  });

  it('CountsOnlyFailuresInARow', () => {
    const breaker = new Breaker();
    for (let count = 0; count < 20; ++count) {
      breaker.failure(count);
      if (count % 3 === 0) breaker.success();
    }
    expect(breaker.state).toBe('closed');
  });

  it('OpensForTheFirstWait', () => {
    const breaker = new Breaker();
    failOften(breaker, 1000);
    expect(breaker.state).toBe('open');
    expect(breaker.remaining(1000)).toBe(firstWait);
    expect(breaker.allows(1000 + firstWait - 1)).toBe(false);
    expect(breaker.allows(1000 + firstWait)).toBe(true);
  });

  it('LetsOneTryAndClosesWhenItSucceeds', () => {
    const breaker = new Breaker();
    failOften(breaker, 0);
    breaker.started();
    expect(breaker.state).toBe('half-open');
    expect(breaker.allows(10_000)).toBe(false);
    breaker.success();
    expect(breaker.state).toBe('closed');
    breaker.failure(0);
    expect(breaker.state).toBe('closed');
  });

  it('DoublesTheWaitUpToTheLongest', () => {
    const breaker = new Breaker();
    failOften(breaker, 0);
    const waits: number[] = [];
    for (let now = 0, round = 0; round < 9; ++round) {
      const wait = breaker.remaining(now);
      waits.push(wait);
      now += wait;
      breaker.started();
      breaker.failure(now);
    }
    expect(waits.slice(0, 6)).toEqual([100, 200, 400, 800, 1600, 3200]);
    expect(waits.slice(6)).toEqual([longestWait, longestWait, longestWait]);
  });

  it('MayTryAgainWhenTheTryDecidedNothing', () => {
    const breaker = new Breaker();
    failOften(breaker, 0);
    breaker.started();
    breaker.undecided();
    expect(breaker.allows(firstWait)).toBe(true);
  });
});
