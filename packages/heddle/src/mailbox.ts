import { mailboxBytes, protocolVersion, type JobMessage } from './protocol.js';

/**
 * A mailbox: shared memory into which the page puts a small message while the kernel looks there. After a job
 * the kernel looks for a moment, so that the next one finds it awake: waking the event loop of another thread
 * takes longer than a small job. docs/guide/protocol.md has the layout.
 */

/** How long a kernel looks, in milliseconds: the page takes about 15 us from one small job to the next. */
const patience = 0.05;
/**
 * A job that comes sooner than this after a look in vain, in milliseconds, was held up by the look: the page was
 * waiting for the very core. Then a kernel looks only after so many more jobs.
 */
const soon = 0.5;
const pause = 16;

const stateWord = 0;
const sentWord = 1;
const lengthWord = 2;
const textOffset = 16;
const capacity = (mailboxBytes - textOffset) / 2;

// What the state says beside "open".
const closed = 0;
const full = -1;

/**
 * The mailbox is open for whoever has sent as many messages as the kernel has received. A message that is on its
 * way makes the numbers differ, so none ever overtakes it.
 */
function openAfter(messages: number): number {
  return (messages & 0x3fff_ffff) + 1;
}

/** The page's end. */
export class MailboxWriter {
  readonly #words: Int32Array;
  readonly #text: Uint16Array;
  #sent: number;

  /**
   * buffer  of {@link mailboxBytes}.
   * sent    number of messages that were posted before.
   */
  constructor(buffer: SharedArrayBuffer, sent: number) {
    this.#words = new Int32Array(buffer, 0, textOffset / 4);
    this.#text = new Uint16Array(buffer, textOffset, capacity);
    this.#sent = sent;
    Atomics.store(this.#words, sentWord, sent);
  }

  /** Puts a `run` message in; false when it must be posted. */
  put(jobs: readonly JobMessage[]): boolean {
    const open = openAfter(this.#sent);
    // Whether the kernel looks, and has received all that was sent.
    if (Atomics.load(this.#words, stateWord) !== open) return false;
    const text = encodeRun(jobs);
    if (text === undefined || text.length > capacity) return false;
    const { length } = text;
    for (let index = 0; index < length; ++index) this.#text[index] = text.charCodeAt(index);
    this.#words[lengthWord] = length;
    // Publishes the text; the kernel may have stopped looking meanwhile.
    if (Atomics.compareExchange(this.#words, stateWord, open, full) !== open) return false;
    Atomics.store(this.#words, sentWord, ++this.#sent);
    return true;
  }

  /** A message was posted: sends the kernel back to its event loop. */
  posted(): void {
    const open = openAfter(this.#sent);
    // In this order, as the kernel opens before it reads: one of the two notices the other.
    Atomics.store(this.#words, sentWord, ++this.#sent);
    Atomics.compareExchange(this.#words, stateWord, open, closed);
  }
}

/** The kernel's end. */
export class MailboxReader {
  readonly buffer = new SharedArrayBuffer(mailboxBytes);
  readonly #words = new Int32Array(this.buffer, 0, textOffset / 4);
  readonly #text = new Uint16Array(this.buffer, textOffset, capacity);
  #skips = 0;
  #gaveUp = -Infinity;

  /** Whether it is worth looking after this job; to be asked once a job. */
  get worthLooking(): boolean {
    if (performance.now() < this.#gaveUp + soon) {
      this.#gaveUp = -Infinity;
      this.#skips = pause;
    }
    return --this.#skips < 0;
  }

  /**
   * Looks for a message: for 50 us at most, and not while one that was posted waits in the event loop.
   *
   * received  number of messages that came so far, in whichever way.
   * @returns the message, not checked yet, or undefined.
   * @throws when what is in the mailbox is no message.
   */
  look(received: number): unknown {
    const words = this.#words;
    const open = openAfter(received);
    Atomics.store(words, stateWord, open);
    if (Atomics.load(words, sentWord) === (received | 0)) this.#wait(open);
    if (Atomics.exchange(words, stateWord, closed) !== full) return undefined;
    const length = Math.min(words[lengthWord] ?? 0, capacity);
    // As arguments: spreading goes through an iterator, ten times as slow.
    const units = this.#text.subarray(0, length) as unknown as number[];
    return decodeRun(String.fromCharCode.apply(null, units));
  }

  /** Waits while the mailbox is open and empty. */
  #wait(open: number): void {
    const end = performance.now() + patience;
    do {
      // Reading the clock takes longer than looking.
      for (let look = 0; look < 50; ++look) {
        if (Atomics.load(this.#words, stateWord) !== open) return;
      }
    } while (performance.now() < end);
    this.#gaveUp = end;
  }
}

/** A `run` message as text; undefined when its jobs must be posted because JSON would change an input. */
function encodeRun(jobs: readonly JobMessage[]): string | undefined {
  let text = `[${protocolVersion}`;
  for (const { job, engine, operation, input, action } of jobs) {
    if (action !== undefined || !isFlat(input)) return undefined;
    // JSON has no undefined: then the list is shorter.
    text += `,${JSON.stringify(input === undefined ? [job, engine, operation] : [job, engine, operation, input])}`;
  }
  return `${text}]`;
}

/** The message that a text stands for, not checked yet. @throws SyntaxError, TypeError */
function decodeRun(text: string): unknown {
  const [version, ...jobs] = JSON.parse(text) as [unknown, ...unknown[][]];
  return {
    version,
    type: 'run',
    jobs: jobs.map(([job, engine, operation, input]) => ({ job, engine, operation, input })),
  };
}

/** Whether a value is plain, or an object of nothing but plain values. */
function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined || isPlain(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlain);
}

/** Whether JSON carries a value as a structured clone does; long strings are not worth a try. */
function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'string':
      return value.length < capacity;
    case 'boolean':
      return true;
    default:
      return value === null;
  }
}
