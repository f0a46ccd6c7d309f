import type { Color, Frame } from 'heddle/sim';
import type { Scheme } from './palette.ts';

/** By what entities are told apart. */
export const colorings = ['tribe', 'energy', 'domain'] as const;
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

/** From hungry to full: ever further from the ground's lightness, so that the order is seen without colors too. */
export const ramps: Readonly<Record<Scheme, readonly [Color, Color, Color]>> = {
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
};

/** The ramp for a style sheet. */
export function rampOf(scheme: Scheme): string {
  const stops = ramps[scheme].map(([red, green, blue]) => `rgb(${red} ${green} ${blue})`);
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
