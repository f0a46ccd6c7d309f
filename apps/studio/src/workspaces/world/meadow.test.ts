import { expect, it } from 'vitest';
import { paintGround } from './meadow.ts';

const bare = [0, 0, 0] as const;
const lush = [1, 0, 0] as const;
/** Four cells: one in the first row is full. */
const food = { side: 2, stock: Uint8Array.from([255, 0, 0, 0]) };
/** All of a world of two cells a side, in eight pixels. */
const whole = { x: 1, y: 1, extent: 2, scale: 4, width: 8, height: 8 };

function reds(where: Partial<typeof whole> = {}) {
  const layout = { ...whole, ...where };
  const pixels = new Uint32Array(layout.width * layout.height);
  for (const _ of paintGround(pixels, layout, food, bare, lush));
  expect(pixels.every((pixel) => pixel >>> 8 === 0xff0000)).toBe(true);
  return (x: number, y: number) => (pixels[y * layout.width + x] ?? 0) & 255;
}

it('IsFullInTheMiddleOfAFullCell', () => {
  const red = reds({ scale: 400, x: 0.5, y: 0.5 });
  expect(red(4, 4)).toBeGreaterThan(252);
});

it('GoesOverSmoothlyFromCellToCell', () => {
  const red = reds();
  // The edge of two cells is halfway.
  expect(red(3, 1)).toBeGreaterThan(red(4, 1));
  expect(Math.abs(red(3, 1) + red(4, 1) - red(2, 1) - red(5, 1))).toBeLessThan(4);
  expect(red(5, 5)).toBeLessThan(red(2, 1) / 4);
});

it('RepeatsItself', () => {
  const red = reds();
  const other = reds({ x: 3, y: -1 });
  for (let at = 0; at < 8; ++at) expect(other(at, 2)).toBe(red(at, 2));
});
