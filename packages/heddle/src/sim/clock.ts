/**
 * Turns the time that passes into whole ticks: a fixed time step with an accumulator, so that the world
 * goes equally fast whatever the rate of the frames (Fiedler, "Fix Your Timestep!", 2004).
 */
export class TickClock {
  #hz: number;
  #owed = 0;
  #last: number | undefined;

  /** hz  ticks a second, above 0. */
  constructor(hz: number) {
    this.#hz = hz;
  }

  /** Ticks a second; from now on. */
  set hz(value: number) {
    this.#hz = value;
  }

  /**
   * The ticks that are due now; what is due beyond `atOnce` is due at the next call.
   *
   * now     in milliseconds, on any clock that does not go back.
   * owed    most ticks to owe, from 1. What a slow device owes beyond that is forgotten: the world then goes
   *         slower instead of falling ever further behind.
   * atOnce  most ticks to do at once, from 1. Default: all that are owed.
   */
  take(now: number, owed: number, atOnce = owed): number {
    const passed = this.#last === undefined ? 0 : Math.max(0, now - this.#last);
    this.#last = now;
    this.#owed = Math.min(this.#owed + (passed * this.#hz) / 1000, owed);
    // Frames come in multiples of the time step, give or take a rounding error that would cost a whole frame.
    const due = Math.min(Math.floor(this.#owed + 1e-6), atOnce);
    this.#owed = Math.max(0, this.#owed - due);
    return due;
  }

  /** Whether the last call left ticks to be done. */
  get owes(): boolean {
    return this.#owed >= 1;
  }

  /** The time until now is not owed, as after a pause. */
  forget(): void {
    this.#last = undefined;
    this.#owed = 0;
  }
}
