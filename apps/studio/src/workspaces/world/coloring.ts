import type { Color, Frame } from 'heddle/sim';
import type { Scheme } from './palette.ts';

/** By what entities are told apart. */
export const colorings = ['tribe', 'energy', 'diet', 'domain'] as const;
export type Coloring = (typeof colorings)[number];

/** The coloring that an address asks for. */
export function readColoring(params: URLSearchParams): Coloring {
  const name = params.get('color');
  return colorings.find((known) => known === name) ?? 'tribe';
}

/** The parameters that lead to the coloring. */
export function writeColoring(params: URLSearchParams, coloring: Coloring): URLSearchParams {
  const changed = new URLSearchParams(params);
  if (coloring === 'tribe') changed.delete('color');
  else changed.set('color', coloring);
  return changed;
}

type Ramp = Readonly<Record<Scheme, readonly [Color, Color, Color]>>;

/** Each goes ever further from the ground's lightness, so that the order is seen without colors too. */
const ramps: Readonly<Record<'energy' | 'diet', Ramp>> = {
  energy: {
    light: [
      [205, 126, 40],
      [22, 120, 118],
      [46, 22, 92],
    ],
    dark: [
      [112, 84, 190],
      [44, 162, 150],
      [252, 232, 110],
    ],
  },
  diet: {
    light: [
      [58, 122, 30],
      [140, 70, 16],
      [96, 6, 40],
    ],
    dark: [
      [70, 140, 60],
      [222, 158, 60],
      [255, 190, 190],
    ],
  },
};

/** The two ends of a ramp. */
export const rampEnds = {
  energy: ['hungry', 'full'],
  diet: ['plants', 'prey'],
} as const;

/** Whether entities have a place on a ramp. */
export function isRamp(coloring: Coloring): coloring is keyof typeof ramps {
  return coloring in ramps;
}

/** The ramp of a coloring; of one that has none, any. */
export function rampFor(coloring: Coloring): Ramp {
  return ramps[isRamp(coloring) ? coloring : 'energy'];
}

/** The ramp for a style sheet. */
export function rampOf(coloring: Coloring, scheme: Scheme): string {
  const stops = rampFor(coloring)[scheme].map(
    ([red, green, blue]) => `rgb(${red} ${green} ${blue})`,
  );
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

/** In a frame the alpha of who has nothing; who has the most that is possible has 255. */
export const faintest = 96;

/**
 * The mean energy of a frame's entities, to the 159th part of `most`; undefined when there are none.
 *
 * most  the most energy that an entity can have.
 */
export function meanEnergy({ count, colors }: Frame, most: number): number | undefined {
  if (count === 0) return undefined;
  let sum = 0;
  for (let at = 3; at < 4 * count; at += 4) sum += colors[at] ?? 0;
  return ((sum / count - faintest) / (255 - faintest)) * most;
}
