/** Something that happens at a time unless it is called off. */
export interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/**
 * All time limits of one pool on one timer: for the earliest of them, and none while there is no limit.
 * There are a few a kernel at most, so a plain set is quick enough.
 */
export class Alarms {
  readonly #alarms = new Set<Alarm>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;

  /** Calls `ring` once after `delay` milliseconds. */
  after(delay: number, ring: () => void): Alarm {
    const alarm: Alarm = { at: performance.now() + delay, ring };
    this.#alarms.add(alarm);
    if (alarm.at < this.#due) this.#arm(alarm.at);
    return alarm;
  }

  /** Calls an alarm off; nothing happens when it has rung, or is undefined. */
  cancel(alarm: Alarm | undefined): void {
    if (alarm !== undefined && this.#alarms.delete(alarm) && this.#alarms.size === 0) this.clear();
  }

  /** Calls all alarms off. */
  clear(): void {
    this.#alarms.clear();
    clearTimeout(this.#timer);
    this.#due = Infinity;
  }

  #arm(at: number): void {
    clearTimeout(this.#timer);
    this.#due = at;
    // Longer than setTimeout can wait: it is armed again when it rings.
    const delay = Math.min(2 ** 31 - 1, Math.max(0, Math.ceil(at - performance.now())));
    this.#timer = setTimeout(() => {
      this.#ring();
    }, delay);
  }

  #ring(): void {
    this.#due = Infinity;
    const now = performance.now();
    let next = Infinity;
    // Those that are added meanwhile arm the timer themselves.
    for (const alarm of [...this.#alarms]) {
      if (alarm.at > now) next = Math.min(next, alarm.at);
      else if (this.#alarms.delete(alarm)) alarm.ring();
    }
    if (next < this.#due && this.#alarms.size > 0) this.#arm(next);
  }
}
