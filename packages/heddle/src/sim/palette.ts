import { HeddleError } from '../errors.js';
import { tribesLimit } from './wire.js';

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** Hues this far apart are told apart, however many there are: the golden angle, in degrees. */
const goldenAngle = 137.508;
const firstHue = 152;

/**
 * A color for each tribe: those that are given, then others.
 *
 * @returns four bytes for each of 64 tribes.
 * @throws HeddleError `invalid_argument`
 */
export function makePalette(colors: readonly Color[]): Uint8Array<ArrayBuffer> {
  const palette = new Uint8Array(4 * tribesLimit);
  for (let tribe = 0; tribe < tribesLimit; ++tribe) {
    const color = colors[tribe] ?? colorOf(firstHue + tribe * goldenAngle);
    const parts: readonly number[] = color;
    const whole = parts.length === 3 && parts.every((part) => part >= 0 && part <= 255);
    if (!whole) {
      throw new HeddleError(
        'invalid_argument',
        `The color ${tribe} must be three numbers from 0 to 255, not ${JSON.stringify(color)}.`,
      );
    }
    palette.set(color, 4 * tribe);
  }
  return palette;
}

/** A light, clear color of that hue in degrees, from HSL with full definition in CSS Color 4, section 7.1. */
function colorOf(hue: number): Color {
  const [saturation, lightness] = [0.65, 0.6];
  const channel = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    const a = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
