import { TripleBuffer } from '../shared/triple_buffer.js';
import { frameBytes, viewFrame, type Frame, type FramePlace } from './wire.js';

/** The page's end of the frames of one simulation, wherever these lie. */
export class FrameReader {
  #place: FramePlace | undefined;
  #buffer: TripleBuffer<number> | undefined;
  #merged: Frame | undefined;

  /** Told of each step where its frame is; of a world in domains, the pieces. */
  follow(place: FramePlace | readonly FramePlace[]): void {
    this.#merged = undefined;
    if (isPieces(place)) {
      this.#place = undefined;
      this.#buffer = undefined;
      this.#merged = merge(place.map((piece) => new FrameReader().#followOne(piece).read()));
      return;
    }
    this.#followOne(place);
  }

  /** The latest frame; undefined before the first. Nothing is copied. */
  read(): Frame | undefined {
    if (this.#merged !== undefined) return this.#merged;
    const place = this.#place;
    if (place === undefined) return undefined;
    if ('frame' in place) return viewFrame(place.frame, 0, place.capacity);
    const buffer = this.#buffer;
    if (buffer === undefined) return undefined;
    buffer.update();
    return viewFrame(place.memory, buffer.front(), place.capacity);
  }

  #followOne(place: FramePlace): this {
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
    return this;
  }
}

function isPieces(place: FramePlace | readonly FramePlace[]): place is readonly FramePlace[] {
  return Array.isArray(place);
}

/** One frame of those of all domains. */
function merge(pieces: readonly (Frame | undefined)[]): Frame | undefined {
  const frames = pieces.filter((piece) => piece !== undefined);
  const [first] = frames;
  if (first === undefined) return undefined;
  const count = frames.reduce((sum, frame) => sum + frame.count, 0);
  const positions = new Float32Array(2 * count);
  const colors = new Uint8Array(4 * count);
  const ids = new Uint32Array(count);
  const diets = new Uint8Array(count);
  let at = 0;
  for (const frame of frames) {
    positions.set(frame.positions, 2 * at);
    colors.set(frame.colors, 4 * at);
    ids.set(frame.ids, at);
    diets.set(frame.diets, at);
    at += frame.count;
  }
  return {
    tick: first.tick,
    count,
    positions,
    colors,
    ids,
    diets,
    domains: frames.map((one) => one.count),
  };
}
