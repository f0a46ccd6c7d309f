import { heddleControl, heddleLaneStatus, heddleMemoryStatus } from './generated/common.js';
import type { SharedControl, SharedPlaces } from './protocol.js';

/** How often the page looks at a running job's progress, in milliseconds. */
export const pollInterval = 50;

// Places in the blocks, in 32-bit words.
const cancelWord = heddleControl.fields.cancel.offset / 4;
const doneWord = heddleControl.fields.done.offset / 4;
const totalWord = heddleControl.fields.total.offset / 4;
const laneWords = heddleLaneStatus.size / 4;
const beatsWord = heddleLaneStatus.fields.beats.offset / 4;
const activityWord = heddleLaneStatus.fields.activity.offset / 4;
const failureOffset = heddleLaneStatus.fields.failure.offset;

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

  /** Units of work that are done. */
  get done(): number {
    return Atomics.load(this.#words, doneWord) >>> 0;
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
    const done = Math.min(1, this.done / total);
    return this.#from + (this.#to - this.#from) * done;
  }
}

/** What one lane does, as it was a moment ago. */
export interface LaneStats {
  /** Pieces of work begun, modulo 2^32. */
  readonly beats: number;
  /** `failed`: its thread has died, and its kernel is about to be replaced. */
  readonly activity: 'idle' | 'working' | 'sleeping' | 'failed';
  /** Why it failed. */
  readonly failure?: string;
}

const activities = ['idle', 'working', 'sleeping', 'failed'] as const;

/** Reads the lanes' status blocks. */
export function readLanes({ buffer, laneStatus, lanes }: SharedPlaces): LaneStats[] {
  const words = new Int32Array(buffer, laneStatus, lanes * laneWords);
  return Array.from({ length: lanes }, (_, lane) => {
    const beats = Atomics.load(words, lane * laneWords + beatsWord) >>> 0;
    const activity = activities[Atomics.load(words, lane * laneWords + activityWord)] ?? 'idle';
    if (activity !== 'failed') return { beats, activity };
    const text = laneStatus + lane * heddleLaneStatus.size + failureOffset;
    return {
      beats,
      activity,
      failure: readText(buffer, text, heddleLaneStatus.size - failureOffset),
    };
  });
}

/** A NUL-terminated text. */
function readText(buffer: SharedArrayBuffer, address: number, capacity: number): string {
  // A copy: TextDecoder refuses shared memory.
  const bytes = new Uint8Array(buffer, address, capacity).slice();
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Memory that an engine uses in one kernel, in bytes. */
export interface MemoryStats {
  readonly used: number;
  readonly peak: number;
  readonly limit: number;
}

/** Reads the memory status block; undefined where the engine has none. */
export function readMemory({ buffer, memoryStatus }: SharedPlaces): MemoryStats | undefined {
  if (memoryStatus === undefined) return undefined;
  const words = new Int32Array(buffer, memoryStatus, heddleMemoryStatus.size / 4);
  const { usedKib, peakKib, limitKib } = heddleMemoryStatus.fields;
  const read = (field: { readonly offset: number }): number =>
    (Atomics.load(words, field.offset / 4) >>> 0) * 1024;
  return { used: read(usedKib), peak: read(peakKib), limit: read(limitKib) };
}
