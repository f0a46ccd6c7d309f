import type { Frame } from 'heddle/sim';
import { scaleOf, type Camera } from './camera.ts';

/** How a world is seen: all that turns a place into a pixel. */
export interface Sight {
  readonly camera: Camera;
  readonly extent: number;
  /** Of the view, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** What an entity perceives. */
export interface Perception {
  readonly x: number;
  readonly y: number;
  /** Where it looks. */
  readonly vx: number;
  readonly vy: number;
  /** How far it sees. */
  readonly visionRange: number;
  /** The cosine of half the angle that it sees: -1 all around, 1 only straight ahead. */
  readonly fieldOfView: number;
}

/** The pixel of a place, of the nearest of its repetitions. */
export function pixelOf(sight: Sight, place: { readonly x: number; readonly y: number }) {
  const { camera, extent, width, height } = sight;
  const scale = scaleOf(camera, extent, width, height);
  return {
    x: width / 2 + nearest(place.x - camera.x, extent) * scale,
    y: height / 2 + nearest(place.y - camera.y, extent) * scale,
  };
}

/** The shorter way from one place to another in a world that repeats itself. */
export function nearest(away: number, extent: number): number {
  return away - extent * Math.round(away / extent);
}

/** Lines across the view at these places, as the data of an SVG path. */
export function bordersPath(sight: Sight, places: readonly number[]): string {
  return places
    .map((y) => round(pixelOf(sight, { x: 0, y }).y))
    .map((y) => `M0 ${y}H${sight.width}`)
    .join('');
}

/**
 * Where each domain begins in a frame. Borders move between two answers of the domains; a frame has each
 * domain's entities row by row, so that its border lies between those before it and its own.
 *
 * places  where the domains began when they were last asked.
 */
export function bordersIn(
  { domains, positions }: Pick<Frame, 'domains' | 'positions'>,
  places: readonly number[],
  cellSize: number,
): readonly number[] {
  const rowOf = (entity: number) => Math.floor((positions[2 * entity + 1] ?? NaN) / cellSize);
  let first = 0;
  return places.map((place, domain) => {
    const [before, own] = [domains[domain - 1] ?? 0, domains[domain] ?? 0];
    const least = before > 0 ? (rowOf(first - 1) + 1) * cellSize : -Infinity;
    const most = own > 0 ? rowOf(first) * cellSize : Infinity;
    first += own;
    // The first domain begins where the world does.
    return domain === 0 ? place : Math.max(least, Math.min(most, place));
  });
}

/** A circle as far as it sees, and the cone that it looks into, empty where it sees all around: in pixels. */
export function perceptionOf(sight: Sight, perception: Perception) {
  const { camera, extent, width, height } = sight;
  const center = pixelOf(sight, perception);
  const radius = perception.visionRange * scaleOf(camera, extent, width, height);
  return { center, radius, cone: conePath(center, radius, perception) };
}

function conePath(
  center: { readonly x: number; readonly y: number },
  radius: number,
  { vx, vy, fieldOfView }: Perception,
): string {
  // Who does not move looks nowhere and sees all around, as in the engine.
  if (fieldOfView <= -1 || (vx === 0 && vy === 0)) return '';
  const heading = Math.atan2(vy, vx);
  const half = Math.acos(Math.min(1, fieldOfView));
  const at = (angle: number) =>
    `${round(center.x + radius * Math.cos(angle))} ${round(center.y + radius * Math.sin(angle))}`;
  const large = half > Math.PI / 2 ? 1 : 0;
  const reach = `${round(radius)} ${round(radius)}`;
  return `M${round(center.x)} ${round(center.y)}L${at(heading - half)}A${reach} 0 ${large} 1 ${at(heading + half)}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
