import type { Food } from 'heddle/sim';
import type { Layout } from './dots.ts';
import type { Tint } from './scene.ts';

/** Rows of pixels between two pauses. */
const portion = 64;

/**
 * Paints what grows, smoothly from the middle of each cell to that of the next. Pauses now and then.
 *
 * pixels  width * height of them, row by row from the top: from the lowest byte on red, green, blue and 255.
 */
export function* paintGround(
  pixels: Uint32Array,
  { x, y, extent, scale, width, height }: Omit<Layout, 'size'>,
  { side, stock }: Food,
  bare: Tint,
  lush: Tint,
): Generator<undefined, void> {
  const shades = Uint32Array.from({ length: 256 }, (_, fill) => {
    const part = (index: 0 | 1 | 2) =>
      Math.round(255 * (bare[index] + ((lush[index] - bare[index]) * fill) / 255));
    return part(0) | (part(1) << 8) | (part(2) << 16) | (255 << 24);
  });
  /** Of each pixel along one side of the picture: the cell before it, and how far it is to the next, in 256ths. */
  const along = (length: number, middle: number) => {
    const cells = new Uint32Array(length);
    const shares = new Uint32Array(length);
    for (let at = 0; at < length; ++at) {
      const place = ((at + 0.5 - length / 2) / scale + middle) * (side / extent) - 0.5;
      const cell = Math.floor(place);
      cells[at] = ((cell % side) + side) % side;
      shares[at] = Math.floor(256 * (place - cell));
    }
    return { cells, shares };
  };
  const columns = along(width, x);
  const rows = along(height, y);
  // Between two rows of cells first, once for each row of pixels.
  const line = new Uint32Array(side + 1);
  const paintRow = (row: number): void => {
    const upper = (rows.cells[row] ?? 0) * side;
    const lower = (upper + side) % (side * side);
    const down = rows.shares[row] ?? 0;
    for (let cell = 0; cell < side; ++cell) {
      line[cell] = (stock[upper + cell] ?? 0) * (256 - down) + (stock[lower + cell] ?? 0) * down;
    }
    line[side] = line[0] ?? 0;
    const begin = row * width;
    for (let column = 0; column < width; ++column) {
      const cell = columns.cells[column] ?? 0;
      const across = columns.shares[column] ?? 0;
      const fill = (line[cell] ?? 0) * (256 - across) + (line[cell + 1] ?? 0) * across;
      pixels[begin + column] = shades[fill >>> 16] ?? 0;
    }
  };
  for (let row = 0; row < height; ++row) {
    paintRow(row);
    if (row % portion === portion - 1) yield;
  }
}
