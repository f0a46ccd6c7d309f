import type { Color } from 'heddle/sim';

/** Colors of the first tribes and domains: told apart on light and dark ground, and by people who see few colors. */
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

/** Most tribes of a scenario. */
const tribes = 64;

export type Scheme = 'light' | 'dark';

/** On light ground all is drawn that much darker, so that even the lightest stands out 3 to 1. */
export const lightnessOn: Readonly<Record<Scheme, number>> = { light: 0.6, dark: 1 };

/** A color for each tribe; they come again after the eighth. */
export function paletteOf(): readonly Color[] {
  return Array.from({ length: tribes }, (_, tribe) => hue(tribe));
}

/** The color of a tribe or domain, as it is drawn on dark ground. */
export function hue(index: number): Color {
  return colors[index % colors.length] ?? [128, 128, 128];
}

/** The color of a tribe or domain for a style sheet. */
export function colorOf(index: number, scheme: Scheme): `rgb(${string})` {
  const [red, green, blue] = hue(index).map((part) => Math.round(part * lightnessOn[scheme]));
  return `rgb(${red ?? 0} ${green ?? 0} ${blue ?? 0})`;
}
