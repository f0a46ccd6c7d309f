/**
 * How often a picture is drawn anew by itself: never before the graphics card is done with the last one, and then
 * not before it has rested as long as it worked. A card that is quick is not held up; a slow one leaves time for the
 * world, and never makes the page wait for it. A processor in place of one rests longer: it is the world's too.
 */
export class Pace {
  readonly #rests: number;
  #begun: number | undefined;
  #restsUntil = -Infinity;

  /** isShared  whether the world needs what draws. */
  constructor(isShared: boolean) {
    this.#rests = isShared ? 3 : 1;
  }

  /** A picture was begun at that time in milliseconds, and has been handed over. */
  begin(now: number): void {
    this.#begun = now;
  }

  /** isDone  whether the card has drawn all that it was given. */
  isFree(now: number, isDone: () => boolean): boolean {
    if (this.#begun !== undefined) {
      if (!isDone()) return false;
      this.#restsUntil = now + Math.min(this.#rests * (now - this.#begun), longestRest);
      this.#begun = undefined;
    }
    return now >= this.#restsUntil - grain;
  }
}

/** In milliseconds; a world is looked at. */
const longestRest = 250;
/** Frames come a little early or late, and that a card is done is seen a frame later. */
const grain = 20;
