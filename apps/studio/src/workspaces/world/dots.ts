/** Entities as dots, pixel by pixel. */
import type { Frame } from 'heddle/sim';
import { faintest, isRamp, rampFor, type Coloring } from './coloring.ts';
import { hue, lightnessOn, type Scheme } from './palette.ts';

/** What a picture needs to know of a frame. */
export type Crowd = Pick<Frame, 'count' | 'positions' | 'colors' | 'diets' | 'domains'>;

/** Dots that are smaller, in pixels, look the same whether they are round. */
const smallestDisc = 3;

/** The color of each entity: from the lowest byte on red, green, blue and alpha. */
export function inksOf(crowd: Crowd, coloring: Coloring, scheme: Scheme): Uint32Array {
  const { count, colors, diets, domains } = crowd;
  const inks = new Uint32Array(count);
  if (isRamp(coloring)) {
    const shades = rampTable(coloring, scheme);
    const span = 255 / (255 - faintest);
    for (let i = 0; i < count; ++i) {
      const vigor = Math.max(0, ((colors[4 * i + 3] ?? 0) - faintest) * span);
      inks[i] = shades[Math.round(coloring === 'energy' ? vigor : (diets[i] ?? 0))] ?? 0;
    }
    return inks;
  }
  const light = lightnessOn[scheme];
  let first = 0;
  for (const [domain, size] of domains.entries()) {
    const own = coloring === 'domain' ? hue(domain) : undefined;
    for (let i = first; i < first + size; ++i) {
      const red = light * (own?.[0] ?? colors[4 * i] ?? 0);
      const green = light * (own?.[1] ?? colors[4 * i + 1] ?? 0);
      const blue = light * (own?.[2] ?? colors[4 * i + 2] ?? 0);
      inks[i] = pack(red, green, blue, colors[4 * i + 3] ?? 0);
    }
    first += size;
  }
  return inks;
}

function pack(red: number, green: number, blue: number, alpha: number): number {
  return Math.round(red) | (Math.round(green) << 8) | (Math.round(blue) << 16) | (alpha << 24);
}

/** 256 colors from one end of a ramp to the other. */
function rampTable(coloring: Coloring, scheme: Scheme): Uint32Array {
  const [first, middle, last] = rampFor(coloring)[scheme];
  return Uint32Array.from({ length: 256 }, (_, step) => {
    const along = (2 * step) / 255;
    const [from, to, share] = along < 1 ? [first, middle, along] : [middle, last, along - 1];
    const part = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
    return pack(part(0), part(1), part(2), 255);
  });
}

/** Where the world lies in a picture. */
export interface Layout {
  /** The place in the middle. */
  readonly x: number;
  readonly y: number;
  readonly extent: number;
  /** Pixels of a unit of the world. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
  /** Diameter of a dot, in pixels. */
  readonly size: number;
}

/** Entities between two pauses. */
const portion = 8192;

/**
 * Paints a dot for each entity over what is there: a disc, or while it is small a square as large; as much of each pixel
 * as it covers. Pauses now and then.
 *
 * pixels  width * height of them, row by row from the top: from the lowest byte on red, green, blue and 255.
 */
export function* paintDots(
  pixels: Uint32Array,
  layout: Layout,
  { count, positions }: Pick<Crowd, 'count' | 'positions'>,
  inks: Uint32Array,
): Generator<undefined, void> {
  for (let begin = 0; begin < count; begin += portion) {
    paintSome(pixels, layout, positions, inks, begin, Math.min(count, begin + portion));
    yield;
  }
}

function paintSome(
  pixels: Uint32Array,
  { x, y, extent, scale, width, height, size }: Layout,
  positions: Float32Array,
  inks: Uint32Array,
  begin: number,
  end: number,
): void {
  const radius = size / 2;
  const isDisc = size > smallestDisc;
  // A disc's edge takes half a pixel more to either side.
  const side = isDisc ? size + 1 : (size * Math.sqrt(Math.PI)) / 2;
  for (let i = begin; i < end; ++i) {
    let across = (positions[2 * i] ?? 0) - x;
    let down = (positions[2 * i + 1] ?? 0) - y;
    // The nearest of its repetitions.
    across -= extent * Math.round(across / extent);
    down -= extent * Math.round(down / extent);
    const left = across * scale + (width - side) / 2;
    const top = down * scale + (height - side) / 2;
    const [right, bottom] = [left + side, top + side];
    if (right <= 0 || bottom <= 0 || left >= width || top >= height) continue;
    const ink = inks[i] ?? 0;
    const redAndBlue = ink & 0xff00ff;
    const green = ink & 0xff00;
    const alpha = ((ink >>> 24) * 256) / 255;
    const lastRow = Math.min(height, Math.ceil(bottom));
    const lastColumn = Math.min(width, Math.ceil(right));
    const firstColumn = Math.max(0, Math.floor(left));
    for (let row = Math.max(0, Math.floor(top)); row < lastRow; ++row) {
      const tall = Math.min(bottom, row + 1) - Math.max(top, row);
      for (let column = firstColumn; column < lastColumn; ++column) {
        const wide = Math.min(right, column + 1) - Math.max(left, column);
        const cover = isDisc
          ? radius + 0.5 - Math.sqrt((column - left - radius) ** 2 + (row - top - radius) ** 2)
          : tall * wide;
        if (cover <= 0) continue;
        const share = (Math.min(1, cover) * alpha) | 0;
        const at = row * width + column;
        pixels[at] = mix(redAndBlue, green, pixels[at] ?? 0, share);
      }
    }
  }
}

/** `share` parts in 256 of a color, and the rest of what is below; two parts of a color at once. */
function mix(redAndBlue: number, green: number, below: number, share: number): number {
  const rest = 256 - share;
  const outer = Math.imul(redAndBlue, share) + Math.imul(below & 0xff00ff, rest);
  const inner = Math.imul(green, share) + Math.imul(below & 0xff00, rest);
  return ((outer >>> 8) & 0xff00ff) | ((inner >>> 8) & 0xff00) | 0xff000000;
}
