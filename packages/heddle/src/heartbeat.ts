import type { Alarm, Alarms } from './alarms.js';

/** How often a kernel's signs of life are looked at, in milliseconds. */
export const heartbeatInterval = 250;

/** Watches one running job for signs of life. */
export class Heartbeat {
  readonly #alarms: Alarms;
  readonly #silence: number;
  readonly #sign: () => number;
  readonly #lost: () => void;
  #alarm: Alarm | undefined;
  #last: number;
  #since: number;
  #looked: number;

  /**
   * silence  most milliseconds that the sign may stand still.
   * sign     a number that changes with every sign of life.
   * lost     called once when it stood still for too long.
   */
  constructor(alarms: Alarms, silence: number, sign: () => number, lost: () => void) {
    this.#alarms = alarms;
    this.#silence = silence;
    this.#sign = sign;
    this.#lost = lost;
    this.#last = sign();
    this.#since = this.#looked = performance.now();
    this.#wait();
  }

  /** Ends the watch. */
  stop(): void {
    this.#alarms.cancel(this.#alarm);
  }

  #wait(): void {
    this.#alarm = this.#alarms.after(heartbeatInterval, () => {
      this.#look();
    });
  }

  #look(): void {
    const now = performance.now();
    const sign = this.#sign();
    // A look that came late itself says that the page slept, and its workers with it.
    const slept = now - this.#looked > 2 * heartbeatInterval;
    if (slept || sign !== this.#last) this.#since = now;
    this.#last = sign;
    this.#looked = now;
    if (now - this.#since >= this.#silence) this.#lost();
    else this.#wait();
  }
}
