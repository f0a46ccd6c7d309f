import { describe, expect, it } from 'vitest';
import { inksOf, paintDots, type Crowd, type Layout } from './dots.ts';

/** Entities at these places, red and half there unless it is said otherwise. */
function crowd(places: readonly (readonly [number, number])[], more: Partial<Crowd> = {}): Crowd {
  return {
    count: places.length,
    positions: Float32Array.from(places.flat()),
    colors: Uint8Array.from(places.flatMap(() => [200, 0, 0, 128])),
    diets: new Uint8Array(places.length),
    domains: [places.length],
    ...more,
  };
}

/** Does all of it; returns how often it paused. */
function finish(work: Iterable<undefined>): number {
  return [...work].length;
}

const layout: Layout = { x: 50, y: 50, extent: 100, scale: 1, width: 10, height: 8, size: 2 };
const side = Math.sqrt(Math.PI);

/** How much of each pixel is covered, row by row. */
function paint(places: readonly (readonly [number, number])[], where: Partial<Layout> = {}) {
  const { width, height } = { ...layout, ...where };
  const painted = new Uint32Array(width * height);
  const inks = Uint32Array.from(places, () => 0xff0000ff);
  finish(paintDots(painted, { ...layout, ...where }, crowd(places), inks));
  const covers = Array.from(painted, (pixel) => (pixel & 255) / 255);
  return { covers, cover: (x: number, y: number) => covers[y * width + x] ?? 0 };
}

const sum = (covers: readonly number[]) => covers.reduce((total, cover) => total + cover, 0);

describe('ADot', () => {
  it('CoversAsMuchAsItsDisc', () => {
    for (const place of [
      [50, 50],
      [50.3, 49.8],
      [48.6, 51.4],
    ] as const) {
      expect(sum(paint([place]).covers)).toBeCloseTo(Math.PI, 1);
    }
  });

  it('IsADiscWhenItIsLarger', () => {
    const large = { width: 40, height: 40, size: 20 };
    const { covers, cover } = paint([[50, 50]], large);
    expect(Math.abs(sum(covers) / (Math.PI * 100) - 1)).toBeLessThan(0.02);
    expect(cover(20, 11)).toBe(1);
    expect(cover(12, 12)).toBe(0);
    // As round as it is wide, with a soft edge.
    const edge = covers.filter((share) => share > 0 && share < 1);
    expect(edge.length).toBeGreaterThan(40);
    expect(cover(10, 20)).toBe(cover(20, 10));
  });

  it('LiesEvenlyAroundItsPlace', () => {
    const { cover } = paint([[50, 50]]);
    const share = (side / 2) ** 2;
    for (const [x, y] of [
      [4, 3],
      [5, 3],
      [4, 4],
      [5, 4],
    ] as const) {
      expect(cover(x, y)).toBeCloseTo(share, 1);
    }
    expect(cover(3, 3)).toBe(0);
    expect(cover(6, 4)).toBe(0);
  });

  it('IsCutOffAtTheEdge', () => {
    const { covers, cover } = paint([[45, 50]]);
    expect(cover(0, 4)).toBeGreaterThan(0.5);
    // Nothing comes in again at the other side.
    expect(cover(9, 4)).toBe(0);
    expect(sum(covers)).toBeCloseTo(Math.PI / 2, 1);
    expect(sum(paint([[70, 70]]).covers)).toBe(0);
  });

  it('IsDrawnAtTheNearestOfItsRepetitions', () => {
    const { cover } = paint([[99, 50]], { x: 1 });
    expect(cover(2, 4)).toBeGreaterThan(0.5);
  });

  it('CoversWhatWasThereBefore', () => {
    const pixels = new Uint32Array(1);
    const one = { ...layout, width: 1, height: 1, size: 3 };
    const inks = Uint32Array.from([0xffff00c8, 0x80006400]);
    const middle = [50, 50] as const;
    finish(paintDots(pixels, one, crowd([middle, middle]), inks));
    // Half of the one and half of the other, give or take what eight bits leave out.
    const parts = [...new Uint8Array(pixels.buffer)];
    for (const [at, part] of [100, 50, 127, 255].entries()) {
      expect(Math.abs((parts[at] ?? 0) - part)).toBeLessThanOrEqual(2);
    }
  });
});

it('ManyAreDrawnInPortions', () => {
  const places = Array.from({ length: 20_000 }, (_, at) => [at % 100, (at / 200) | 0] as const);
  const inks = new Uint32Array(places.length);
  expect(finish(paintDots(new Uint32Array(80), layout, crowd(places), inks))).toBe(3);
});

describe('Inks', () => {
  const bytes = (inks: Uint32Array) => [...new Uint8Array(inks.buffer)];
  const two = crowd(
    [
      [1, 1],
      [2, 2],
    ],
    { colors: Uint8Array.from([200, 100, 0, 96, 0, 50, 250, 255]), domains: [1, 1] },
  );

  it('AreThoseOfTheTribes', () => {
    expect(bytes(inksOf(two, 'tribe', 'dark'))).toEqual([200, 100, 0, 96, 0, 50, 250, 255]);
    expect(bytes(inksOf(two, 'tribe', 'light'))).toEqual([120, 60, 0, 96, 0, 30, 150, 255]);
  });

  it('AreThoseOfTheDomains', () => {
    expect(bytes(inksOf(two, 'domain', 'dark'))).toEqual([86, 180, 233, 96, 230, 120, 60, 255]);
  });

  it('FollowTheRampOfEnergy', () => {
    expect(bytes(inksOf(two, 'energy', 'dark'))).toEqual([112, 84, 190, 255, 252, 232, 110, 255]);
  });

  it('FollowTheRampOfDiet', () => {
    const eaters = { ...two, diets: Uint8Array.from([128, 255]) };
    const [red = 0, , , , ...last] = bytes(inksOf(eaters, 'diet', 'dark'));
    expect(Math.abs(red - 222)).toBeLessThan(2);
    expect(last).toEqual([255, 190, 190, 255]);
  });
});
