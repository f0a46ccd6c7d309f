import type { ViewMark } from './protocol.js';

/**
 * Bytes of a result that lie where the kernel wrote them, in its shared heap: nothing was copied.
 *
 * The page has them until {@link dispose}, or until nobody can reach the view any more; the kernel then uses the
 * memory again. They outlive the kernel, and then keep the whole of its heap alive.
 */
export class HeapView implements Disposable {
  /** In bytes. */
  readonly size: number;
  #place: Omit<ViewMark, 'view'> | undefined;
  readonly #release: () => void;

  /**
   * Made by the pool.
   *
   * release  tells the kernel; called once, and must not lead to the view.
   */
  constructor({ memory, address, size }: ViewMark, release: () => void) {
    this.size = size;
    this.#place = { memory, address, size };
    this.#release = release;
    forgotten.register(this, release, this);
  }

  /**
   * The bytes, viewed anew each time: read them, and do not keep the view beyond {@link dispose}.
   *
   * Hosts refuse shared memory in many places (`TextDecoder`, `Blob`, `fetch`): give these a `slice()`, which is
   * a copy.
   *
   * @throws TypeError after dispose().
   */
  get bytes(): Uint8Array {
    if (this.#place === undefined) throw new TypeError('The view was disposed of.');
    const { memory, address, size } = this.#place;
    return new Uint8Array(memory, address, size);
  }

  /** Gives the memory back. More calls do no more. */
  dispose(): void {
    if (this.#place === undefined) return;
    this.#place = undefined;
    forgotten.unregister(this);
    this.#release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** Releases what nobody has disposed of. */
const forgotten = new FinalizationRegistry<() => void>((release) => {
  release();
});
