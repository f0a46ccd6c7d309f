import type { Food, Frame } from 'heddle/sim';
import { scaleOf } from './camera.ts';
import { inksOf, paintDots, type Crowd, type Layout } from './dots.ts';
import { dotSize, type Drawing, type Scene } from './scene.ts';
import { paintGround } from './meadow.ts';

/** How long it is painted without a break, in milliseconds: the page has other things to do. */
const moment = 5;

const nobody: Crowd = {
  count: 0,
  positions: new Float32Array(),
  colors: new Uint8Array(),
  diets: new Uint8Array(),
  domains: [],
};

/**
 * Draws a world pixel by pixel, without WebGL: where a processor stands in for the graphics card, it sets up each entity as
 * a shape of its own, which takes many times as long.
 */
export class Painting implements Drawing {
  readonly isShared = true;
  readonly #context: CanvasRenderingContext2D;
  /** What is painted, and what is to be painted next. */
  #crowd = nobody;
  #newer = nobody;
  #isNewer = false;
  #mean = 1;
  #food: Food = { side: 1, stock: new Uint8Array(1) };
  #image = new ImageData(1, 1);
  /** The ground alone, which changes seldom, and what it was painted for. */
  #ground = new Uint32Array(1);
  #paintedFor: readonly unknown[] = [];
  /** The picture that is being painted, and the next one. */
  #work: Generator<undefined, void> | undefined;
  #wanted: Scene | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @throws Error when the browser has no canvas. */
  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('This browser draws on no canvas: use another one.');
    this.#context = context;
  }

  show({ count, positions, colors, diets, domains }: Frame, extent: number): void {
    // A frame's own arrays are soon another's.
    const old = this.#newer;
    this.#newer = {
      count,
      positions: copy(positions, old.positions),
      colors: copy(colors, old.colors),
      diets: copy(diets, old.diets),
      domains,
    };
    this.#isNewer = true;
    this.#mean = extent / Math.sqrt(Math.max(1, count));
  }

  grow(food: Food): void {
    this.#food = food;
  }

  /** What is asked for while another picture is painted comes after it, the latest of it. */
  draw(scene: Scene): void {
    this.#wanted = scene;
    if (this.#work === undefined) this.#begin();
  }

  #begin(): void {
    const scene = this.#wanted;
    if (scene === undefined) return;
    this.#wanted = undefined;
    if (this.#isNewer) [this.#crowd, this.#newer] = [this.#newer, this.#crowd];
    this.#isNewer = false;
    this.#work = this.#paint(scene);
    this.#goOn();
  }

  /** Paints for a moment, and goes on later. */
  #goOn(): void {
    const ends = performance.now() + moment;
    do {
      if (this.#work?.next().done !== false) {
        this.#work = undefined;
        if (this.#wanted === undefined) return;
        this.#later(() => {
          this.#begin();
        });
        return;
      }
    } while (performance.now() < ends);
    this.#later(() => {
      this.#goOn();
    });
  }

  #later(act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act);
  }

  *#paint({ camera, extent, bare, lush, coloring, scheme }: Scene): Generator<undefined, void> {
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
      this.#paintedFor = [];
      yield* paintGround(this.#ground, layout, this.#food, bare, lush);
      this.#paintedFor = ground;
    }
    const pixels = new Uint32Array(this.#image.data.buffer);
    pixels.set(this.#ground);
    const inks = inksOf(this.#crowd, coloring, scheme);
    yield;
    yield* paintDots(pixels, layout, this.#crowd, inks);
    this.#context.putImageData(this.#image, 0, 0);
  }

  isDone(): boolean {
    return this.#work === undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#work = this.#wanted = undefined;
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
