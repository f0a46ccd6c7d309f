import type { OpenFile } from '../files.js';
import type { Scratch } from '../memory.js';

const ok = 0;
const io = 6;

/** The files that the module reads piece by piece, by the numbers that it knows them by. */
export class Sources {
  readonly #files = new Map<number, OpenFile>();
  #last = 0;
  #failure: unknown;

  /** scratch  forgets the file when it is released. */
  add(file: OpenFile, scratch: Scratch): number {
    const number = ++this.#last;
    this.#files.set(number, file);
    scratch.add(() => {
      this.#files.delete(number);
    });
    return number;
  }

  /**
   * Brings bytes of a file into the module's memory: what the module calls, on the kernel's own thread, in the middle
   * of its work. So it throws nothing, but keeps what was thrown.
   */
  read(memory: ArrayBufferLike, file: number, offset: number, into: number, size: number): number {
    try {
      const open = this.#files.get(file);
      if (open === undefined) throw new Error('it was closed');
      open.read(offset, new Uint8Array(memory, into >>> 0, size >>> 0));
      return ok;
    } catch (error) {
      this.#failure = error;
      return io;
    }
  }

  /** Why the last reading failed; asked for once. */
  takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }
}
