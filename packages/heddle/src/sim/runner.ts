import { HeddleError } from '../errors.js';
import { TickClock } from './clock.js';

/** How fast a simulation runs. */
export interface RunSettings {
  /** Ticks a second, above 0 to 1000. Default 60. */
  readonly hz?: number | undefined;
  /** How many times as fast, above 0 to 100. Default 1. */
  readonly speed?: number | undefined;
  /**
   * Called after each step: the time to draw. On a device that is too slow the next step is on its way already, so
   * that the kernel does not wait for the picture.
   */
  readonly onStep?: (() => void) | undefined;
  /** Called when a step fails; nothing runs then. Default: the error is reported as uncaught. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Most of what a slow device owes, in seconds: more is forgotten, so that it never falls further behind. */
const mostOwed = 0.1;
/** About how long a step may take, in milliseconds: each is a new picture. */
const frameTime = 1000 / 60;

/** Lets ticks pass as time does. */
export class Runner {
  readonly #step: (ticks: number) => Promise<void>;
  readonly #clock = new TickClock(60);
  #settings: RunSettings = {};
  #rate = 60;
  /** How long a tick takes, in milliseconds; smoothed. */
  #tickTime = frameTime;
  #running = false;
  /** Tells a loop that another one has begun. */
  #loop = 0;

  /** step  does that many ticks. */
  constructor(step: (ticks: number) => Promise<void>) {
    this.#step = step;
  }

  get running(): boolean {
    return this.#running;
  }

  /** @throws HeddleError `invalid_argument` */
  run(settings: RunSettings): void {
    const { hz = 60, speed = 1 } = settings;
    check('hz', hz, 1000);
    check('speed', speed, 100);
    this.#settings = settings;
    this.#rate = hz * speed;
    this.#clock.hz = this.#rate;
    if (this.#running) return;
    this.#running = true;
    this.#clock.forget();
    void this.#go(++this.#loop);
  }

  pause(): void {
    this.#running = false;
  }

  async #go(loop: number): Promise<void> {
    const goesOn = (): boolean => this.#running && this.#loop === loop;
    /** Whether there is something to draw. */
    let isNew = false;
    const show = (): void => {
      if (isNew) this.#settings.onStep?.();
      isNew = false;
    };
    this.#clock.take(performance.now(), 1, 1);
    try {
      for (let isFrame = false as boolean; goesOn();) {
        const due: number = isFrame ? this.#due() : 0;
        const began = performance.now();
        // Asked for before the last one is shown: kernel and page then work side by side.
        const step = due > 0 ? this.#step(due) : nextFrame(1000 / this.#rate);
        // Should that throw, nobody waits for the step any more.
        step.catch(() => undefined);
        show();
        await step;
        const took = performance.now() - began;
        if (due > 0) this.#tickTime += (took / due - this.#tickTime) / 8;
        isNew = due > 0;
        // A step as long as a frame is followed by the next one, and so is one that left something to be done.
        isFrame = !isHidden() && (!isNew || took >= frameTime || this.#clock.owes);
      }
      show();
    } catch (error) {
      if (!goesOn()) return;
      this.#running = false;
      if (this.#settings.onError === undefined) throw error;
      this.#settings.onError(error);
    }
  }

  /** How many ticks to do now. */
  #due(): number {
    const owed = Math.max(1, Math.ceil(this.#rate * mostOwed));
    const atOnce = Math.max(1, Math.floor(frameTime / this.#tickTime));
    return this.#clock.take(performance.now(), owed, atOnce);
  }
}

/** A page that nobody sees has no frames, and its world rests. */
function isHidden(): boolean {
  return typeof document !== 'undefined' && document.hidden;
}

function check(name: string, value: number, most: number): void {
  if (value > 0 && value <= most) return;
  throw new HeddleError(
    'invalid_argument',
    `${name} must be above 0 and at most ${most}, not ${value}.`,
  );
}

/** Waits for the next frame of the screen, where there is one; otherwise for `period` milliseconds. */
function nextFrame(period: number): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestAnimationFrame === 'function') {
      requestAnimationFrame(() => {
        resolve();
      });
    } else setTimeout(resolve, Math.min(period, 16));
  });
}
