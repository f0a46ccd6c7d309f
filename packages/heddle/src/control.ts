import { heddleControl } from './generated/common.js';
import type { SharedControl } from './protocol.js';

/** How often the page looks at a running job's progress, in milliseconds. */
export const pollInterval = 50;

// Places in the block, in 32-bit words.
const cancelWord = heddleControl.fields.cancel.offset / 4;
const doneWord = heddleControl.fields.done.offset / 4;
const totalWord = heddleControl.fields.total.offset / 4;

/**
 * The page's end of a job's control block: reads the progress and asks for the end, without
 * waiting on the kernel and without a message.
 */
export class ControlWatch {
  readonly #words: Int32Array;
  readonly #from: number;
  readonly #to: number;
  readonly #timer: ReturnType<typeof setInterval> | undefined;

  /** report  called about every 50 ms with the finished share of the job; absent: nobody listens. */
  constructor(control: SharedControl, report: ((fraction: number) => void) | undefined) {
    this.#words = new Int32Array(control.buffer, control.address, heddleControl.size / 4);
    this.#from = control.from;
    this.#to = control.to;
    if (report !== undefined) {
      this.#timer = setInterval(() => {
        const fraction = this.#fraction();
        if (fraction !== undefined) report(fraction);
      }, pollInterval);
    }
  }

  /** Asks the job to end at its next chunk. */
  requestCancel(): void {
    Atomics.store(this.#words, cancelWord, 1);
  }

  /** Stops looking. The block must not be touched after the job has ended. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #fraction(): number | undefined {
    const total = Atomics.load(this.#words, totalWord) >>> 0;
    if (total === 0) return undefined;
    const done = Math.min(1, (Atomics.load(this.#words, doneWord) >>> 0) / total);
    return this.#from + (this.#to - this.#from) * done;
  }
}
