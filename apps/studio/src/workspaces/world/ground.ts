import type { Food, Frame } from 'heddle/sim';
import type { Scheme } from './palette.ts';
import type { Tint } from './scene.ts';

/** What the ground below the entities shows. */
export const grounds = ['food', 'density'] as const;
export type Ground = (typeof grounds)[number];

/** The ground that an address asks for. */
export function readGround(params: URLSearchParams): Ground {
  const name = params.get('ground');
  return grounds.find((known) => known === name) ?? 'food';
}

/** The parameters that lead to the ground. */
export function writeGround(params: URLSearchParams, ground: Ground): URLSearchParams {
  const changed = new URLSearchParams(params);
  if (ground === 'food') changed.delete('ground');
  else changed.set('ground', ground);
  return changed;
}

/** Where there is most of it. */
export const fullest: Readonly<Record<Ground, Readonly<Record<Scheme, Tint>>>> = {
  food: { light: [0.78, 0.86, 0.7], dark: [0.1, 0.22, 0.15] },
  density: { light: [0.93, 0.72, 0.42], dark: [0.5, 0.29, 0.08] },
};

/** A cell with so many times as many as there are in the mean is the fullest that is shown. */
const mostOfMean = 8;

/** How densely each cell of a frame is peopled, from 0, nobody, to 255. */
export function densityOf(
  { count, positions }: Pick<Frame, 'count' | 'positions'>,
  side: number,
  cellSize: number,
): Food {
  const counts = new Uint32Array(side * side);
  const cell = (place: number) => Math.min(side - 1, Math.max(0, Math.floor(place / cellSize)));
  for (let at = 0; at < 2 * count; at += 2) {
    const index = cell(positions[at + 1] ?? 0) * side + cell(positions[at] ?? 0);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const unit = (255 * counts.length) / (mostOfMean * Math.max(1, count));
  return { side, stock: Uint8Array.from(counts, (here) => Math.min(255, here * unit)) };
}

/** The ramp of density for a style sheet. */
export function groundRamp(scheme: Scheme): string {
  const [red, green, blue] = fullest.density[scheme].map((part) => Math.round(255 * part));
  return `linear-gradient(90deg, transparent, rgb(${red} ${green} ${blue}))`;
}
