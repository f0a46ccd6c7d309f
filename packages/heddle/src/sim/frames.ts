import { TripleBuffer } from '../shared/triple_buffer.js';
import { frameBytes, viewFrame, type Frame, type FramePlace } from './wire.js';

/** The page's end of the frames of one simulation, wherever these lie. */
export class FrameReader {
  #place: FramePlace | undefined;
  #buffer: TripleBuffer<number> | undefined;

  /** Told of each step where its frame is. */
  follow(place: FramePlace): void {
    if ('frame' in place) {
      this.#buffer = undefined;
    } else {
      const { memory, address, capacity } = place;
      const same = this.#place;
      if (same === undefined || 'frame' in same) this.#buffer = undefined;
      else if (same.memory !== memory || same.address !== address) this.#buffer = undefined;
      this.#buffer ??= TripleBuffer.attach({
        buffer: memory,
        byteOffset: address,
        frameSize: frameBytes(capacity),
        view: (_buffer, offset) => offset,
      });
    }
    this.#place = place;
  }

  /** The latest frame; undefined before the first. Nothing is copied. */
  read(): Frame | undefined {
    const place = this.#place;
    if (place === undefined) return undefined;
    if ('frame' in place) return viewFrame(place.frame, 0, place.capacity);
    const buffer = this.#buffer;
    if (buffer === undefined) return undefined;
    buffer.update();
    return viewFrame(place.memory, buffer.front(), place.capacity);
  }
}
