import { describe, expect, it } from 'vitest';
import { follow, physicalHeight, reveal, settle, tallest } from './longScroll.ts';

const short = { total: 3000, viewport: 600 };
const long = { total: 60_000_000, viewport: 600 };

describe('longScroll', () => {
  it('LeavesListsThatFitAlone', () => {
    expect(physicalHeight(short)).toBe(3000);
    expect(follow({ physical: 0, virtual: 0 }, 2000, short)).toEqual({
      physical: 2000,
      virtual: 2000,
    });
    expect(settle(1234, short)).toEqual({ physical: 1234, virtual: 1234 });
  });

  it('MovesExactlyWithShortMoves', () => {
    const from = settle(30_000_000, long);
    const to = follow(from, from.physical + 100, long);
    expect(to.virtual - from.virtual).toBe(100);
  });

  it('ReachesBothEndsWithTheScrollBar', () => {
    expect(physicalHeight(long)).toBe(tallest);
    const end = follow({ physical: 0, virtual: 0 }, tallest - 600, long);
    expect(end.virtual).toBe(60_000_000 - 600);
    expect(follow(end, 0, long).virtual).toBe(0);
  });

  it('DoesNotReachAnEndBeforeTheListDoes', () => {
    // Wheel up from a place whose physical position has drifted to the top.
    const from = { physical: 50, virtual: 9_000 };
    const top = follow(from, 0, long);
    expect(top.virtual).toBe(8_950);
    expect(settle(top.virtual, long).physical).toBeGreaterThan(0);
  });

  it.each([
    [0, 500, 100_000],
    [30_000_000, 500, 30_100_000],
    [60_000_000 - 600, -500, 59_900_000 - 600],
    [59_950_000, 500, 60_000_000 - 600],
    [50_000, -500, 0],
  ])('ReachesEveryRowByShortMoves from %d by %d', (start, step, end) => {
    const highest = tallest - long.viewport;
    let position = settle(start, long);
    for (let moves = 0; moves < 200; moves++) {
      const physical = Math.min(Math.max(position.physical + step, 0), highest);
      position = settle(follow(position, physical, long).virtual, long);
    }
    expect(position.virtual).toBeCloseTo(end, 3);
  });

  it('SettlesWhereTheScrollBarWouldGoToo', () => {
    for (const virtual of [0, 99_999, 100_001, 31_234_567, 59_899_999, 60_000_000 - 600]) {
      const { physical } = settle(virtual, long);
      expect(follow({ physical: physical - 5000, virtual: 0 }, physical, long).virtual).toBeCloseTo(
        virtual,
        3,
      );
    }
  });

  it('RevealsWithTheLeastMove', () => {
    expect(reveal(100, 40, 70, 600)).toBe(40);
    expect(reveal(100, 690, 720, 600)).toBe(120);
    expect(reveal(100, 300, 330, 600)).toBe(100);
  });
});
