import { HeddleError } from '../errors.js';
import { TickClock } from './clock.js';

/** How fast a simulation runs. */
export interface RunSettings {
  /** Ticks a second, above 0 to 1000. Default 60. */
  readonly hz?: number | undefined;
  /** How many times as fast, above 0 to 100. Default 1. */
  readonly speed?: number | undefined;
  /** Called after each step, before the next: the time to draw. */
  readonly onStep?: (() => void) | undefined;
  /** Called when a step fails; nothing runs then. Default: the error is reported as uncaught. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Most of what a slow device owes, in seconds: more is forgotten, so that it never falls further behind. */
const mostOwed = 0.1;

/** Lets ticks pass as time does. */
export class Runner {
  readonly #step: (ticks: number) => Promise<void>;
  readonly #clock = new TickClock(60);
  #settings: RunSettings = {};
  #rate = 60;
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
    this.#clock.take(performance.now(), 1);
    while (goesOn()) {
      await nextFrame(1000 / this.#rate);
      if (!goesOn()) return;
      const most = Math.max(1, Math.ceil(this.#rate * mostOwed));
      const due = this.#clock.take(performance.now(), most);
      if (due === 0) continue;
      try {
        await this.#step(due);
        this.#settings.onStep?.();
      } catch (error) {
        if (!goesOn()) return;
        this.#running = false;
        if (this.#settings.onError === undefined) throw error;
        this.#settings.onError(error);
      }
    }
  }
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
