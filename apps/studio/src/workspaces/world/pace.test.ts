import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

const done = () => true;
const busy = () => false;

it('DoesNotHoldUpAQuickCard', () => {
  const pace = new Pace(false);
  for (let now = 0; now < 200; now += 16) {
    expect(pace.isFree(now, done)).toBe(true);
    pace.begin(now);
  }
});

it('WaitsForASlowCardAndLetsItRestAsLong', () => {
  const pace = new Pace(false);
  pace.begin(0);
  expect(pace.isFree(50, busy)).toBe(false);
  expect(pace.isFree(100, done)).toBe(false);
  expect(pace.isFree(170, done)).toBe(false);
  expect(pace.isFree(185, done)).toBe(true);
});

it('NeverRestsForLong', () => {
  const pace = new Pace(false);
  pace.begin(0);
  expect(pace.isFree(9000, done)).toBe(false);
  expect(pace.isFree(9250, done)).toBe(true);
});

it('RestsLongerWhereTheWorldNeedsWhatDraws', () => {
  const pace = new Pace(true);
  pace.begin(0);
  expect(pace.isFree(30, done)).toBe(false);
  expect(pace.isFree(90, done)).toBe(false);
  expect(pace.isFree(100, done)).toBe(true);
});
