import type { Color } from 'heddle/sim';

/** Colors of the first tribes: told apart on light and dark ground, and by people who see few colors. */
const colors: readonly Color[] = [
  [86, 180, 233],
  [230, 120, 60],
  [240, 220, 90],
  [204, 121, 190],
  [120, 220, 170],
  [235, 235, 235],
  [150, 130, 240],
  [240, 110, 130],
];

export function paletteOf(): readonly Color[] {
  return colors;
}

/** The color of a tribe for a style sheet. */
export function colorOf(tribe: number): string {
  const [red, green, blue] = colors[tribe % colors.length] ?? [128, 128, 128];
  return `rgb(${red} ${green} ${blue})`;
}
