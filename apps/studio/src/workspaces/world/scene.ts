/** What is drawn of a world, and what draws it. */
import type { Food, Frame } from 'heddle/sim';
import type { Camera } from './camera.ts';
import type { Coloring } from './coloring.ts';
import type { Scheme } from './palette.ts';

/** Red, green and blue, 0 to 1. */
export type Tint = readonly [number, number, number];

/** How much of the world is drawn, and in which colors. */
export interface Scene {
  readonly camera: Camera;
  readonly extent: number;
  /** Without anything that grows, and full of it. */
  readonly bare: Tint;
  readonly lush: Tint;
  readonly coloring: Coloring;
  readonly scheme: Scheme;
}

/** What draws worlds on one canvas. */
export interface Drawing {
  /** Whether it draws with what the world computes with. */
  readonly isShared: boolean;
  /** Takes the entities of a frame over. */
  show(frame: Frame, extent: number): void;
  /** Takes over what grows. */
  grow(food: Food): void;
  /** Draws what was last taken over. */
  draw(scene: Scene): void;
  /** Whether all that was asked for is drawn; does not wait for it. */
  isDone(): boolean;
  /** Gives back what it holds; nothing can be drawn afterwards. */
  dispose(): void;
}

/** Diameter of an entity, in pixels. mean  distance between two of them, if they stood in a square. */
export function dotSize(mean: number): number {
  return Math.min(24, Math.max(1.5 * devicePixelRatio, 0.42 * mean));
}
