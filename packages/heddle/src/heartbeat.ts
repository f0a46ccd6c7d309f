import type { Alarm, Alarms } from './alarms.js';

/** How often a kernel's signs of life are looked at, in milliseconds. */
export const heartbeatInterval = 250;

/** What a {@link Heartbeat} looks at, and whom it tells. */
export interface Patient {
  /** A number that changes with every sign of life. */
  sign(): number;
  /** What is known to be dead already; undefined while everything may live. */
  failure(): string | undefined;
  /** Told once: because of a failure, or because the sign stood still for too long. */
  lost(failure: string | undefined): void;
}

/** Watches one running job for signs of life. */
export class Heartbeat {
  readonly #alarms: Alarms;
  readonly #silence: number;
  readonly #patient: Patient;
  #alarm: Alarm | undefined;
  #last: number;
  #since: number;
  #looked: number;

  /** silence  most milliseconds that the sign may stand still; Infinity: as long as it likes. */
  constructor(alarms: Alarms, silence: number, patient: Patient) {
    this.#alarms = alarms;
    this.#silence = silence;
    this.#patient = patient;
    this.#last = patient.sign();
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
    const sign = this.#patient.sign();
    // A look that came late itself says that the page slept, and its workers with it.
    const slept = now - this.#looked > 2 * heartbeatInterval;
    if (slept || sign !== this.#last) this.#since = now;
    this.#last = sign;
    this.#looked = now;
    const failure = this.#patient.failure();
    if (failure !== undefined || now - this.#since >= this.#silence) this.#patient.lost(failure);
    else this.#wait();
  }
}
