interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** What a movement does to the view: first it goes along, then it comes nearer around a pixel. */
export interface Movement {
  readonly dx: number;
  readonly dy: number;
  readonly middle: Pixel;
  readonly factor: number;
}

/** A press that moves less, in pixels, chooses; one that moves more drags. */
const dragFrom = 4;

/** Fingers or a mouse on a view: one drags, several pinch, and one that does not move chooses. */
export class Gesture {
  readonly #pointers = new Map<number, Pixel>();
  #moved = false;

  press(pointer: number, at: Pixel): void {
    this.#moved = this.#pointers.size > 0;
    this.#pointers.set(pointer, at);
  }

  move(pointer: number, to: Pixel): Movement | undefined {
    const from = this.#pointers.get(pointer);
    if (from === undefined) return undefined;
    if (!this.#moved && Math.hypot(to.x - from.x, to.y - from.y) < dragFrom) return undefined;
    this.#moved = true;
    const before = [...this.#pointers.values()];
    this.#pointers.set(pointer, to);
    const after = [...this.#pointers.values()];
    const [was, middle] = [middleOf(before), middleOf(after)];
    const [narrow, wide] = [spreadOf(before, was), spreadOf(after, middle)];
    return {
      dx: middle.x - was.x,
      dy: middle.y - was.y,
      middle,
      factor: narrow > 0 && wide > 0 ? wide / narrow : 1,
    };
  }

  /** Whether the press chose the place where it was. */
  release(pointer: number): boolean {
    return this.#pointers.delete(pointer) && !this.#moved;
  }
}

function middleOf(pixels: readonly Pixel[]): Pixel {
  const mean = (read: (pixel: Pixel) => number) =>
    pixels.reduce((sum, pixel) => sum + read(pixel), 0) / pixels.length;
  return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
}

function spreadOf(pixels: readonly Pixel[], middle: Pixel): number {
  return pixels.reduce((sum, { x, y }) => sum + Math.hypot(x - middle.x, y - middle.y), 0);
}
