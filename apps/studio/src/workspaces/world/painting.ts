import type { Food, Frame } from 'heddle/sim';
import { scaleOf } from './camera.ts';
import { inksOf, paintDots, type Crowd, type Layout } from './dots.ts';
import { dotSize, type Drawing, type Scene } from './scene.ts';
import { paintGround } from './meadow.ts';

/**
 * Draws a world pixel by pixel, without WebGL: where a processor stands in for the graphics card, it sets up each entity as
 * a shape of its own, which takes many times as long.
 */
export class Painting implements Drawing {
  readonly isShared = true;
  readonly #context: CanvasRenderingContext2D;
  #crowd: Crowd = {
    count: 0,
    positions: new Float32Array(),
    colors: new Uint8Array(),
    diets: new Uint8Array(),
    domains: [],
  };
  #mean = 1;
  #food: Food = { side: 1, stock: new Uint8Array(1) };
  #image = new ImageData(1, 1);
  /** The ground alone, which changes seldom, and what it was painted for. */
  #ground = new Uint32Array(1);
  #paintedFor: readonly unknown[] = [];

  /** @throws Error when the browser has no canvas. */
  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('This browser draws on no canvas: use another one.');
    this.#context = context;
  }

  show({ count, positions, colors, diets, domains }: Frame, extent: number): void {
    // A frame's own arrays are soon another's.
    this.#crowd = {
      count,
      positions: copy(positions, this.#crowd.positions),
      colors: copy(colors, this.#crowd.colors),
      diets: copy(diets, this.#crowd.diets),
      domains,
    };
    this.#mean = extent / Math.sqrt(Math.max(1, count));
  }

  grow(food: Food): void {
    this.#food = food;
  }

  draw({ camera, extent, bare, lush, coloring, scheme }: Scene): void {
    const { width, height } = this.#context.canvas;
    if (this.#image.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(width, height);
      this.#ground = new Uint32Array(width * height);
    }
    const scale = scaleOf(camera, extent, width, height);
    const size = dotSize(this.#mean * scale);
    const layout: Layout = { x: camera.x, y: camera.y, extent, scale, width, height, size };
    const ground = [this.#ground, this.#food, camera.x, camera.y, extent, scale, ...bare, ...lush];
    if (ground.some((value, at) => value !== this.#paintedFor[at])) {
      paintGround(this.#ground, layout, this.#food, bare, lush);
      this.#paintedFor = ground;
    }
    const pixels = new Uint32Array(this.#image.data.buffer);
    pixels.set(this.#ground);
    paintDots(pixels, layout, this.#crowd, inksOf(this.#crowd, coloring, scheme));
    this.#context.putImageData(this.#image, 0, 0);
  }

  isDone(): boolean {
    return true;
  }

  dispose(): void {
    this.#image = new ImageData(1, 1);
    this.#ground = new Uint32Array(1);
  }
}

/** The values, in the memory of `old` where they fit: a new one for each picture would soon have to be collected. */
function copy<Values extends Float32Array | Uint8Array>(values: Values, old: Values): Values {
  if (old.length < values.length) return values.slice() as Values;
  old.set(values);
  return old;
}
