/**
 * Rings of JavaScript for 128 stereo frames at a time, all called alike.
 *
 * @typedef {object} Ring  one end
 * @property {(samples: Float32Array) => number} push  how many samples fitted
 * @property {(samples: Float32Array) => number} pop  how many samples there were
 */
import { SpscRing } from '../../../packages/heddle/dist/shared/index.js';

/** Samples of one push or pop: what an audio worklet asks for at a time. */
export const quantum = 2 * 128;
const capacity = 4096;
const shape = { type: Float32Array, components: 2 };

/** By name: `make` returns the shared memory of a ring, `attach` an end of it. */
export const rings = {
  ours: {
    make() {
      const buffer = new SharedArrayBuffer(SpscRing.byteLength(Float32Array, capacity, 2));
      SpscRing.create({ ...shape, buffer, capacity });
      return buffer;
    },
    attach(buffer) {
      const ring = SpscRing.attach({ ...shape, buffer });
      return { push: (samples) => 2 * ring.push(samples), pop: (samples) => 2 * ring.pop(samples) };
    },
  },
  'ringbuf.js': {
    async make() {
      const { RingBuffer } = await import('ringbuf.js');
      return RingBuffer.getStorageForCapacity(2 * capacity, Float32Array);
    },
    async attach(buffer) {
      const { RingBuffer } = await import('ringbuf.js');
      const ring = new RingBuffer(buffer, Float32Array);
      return { push: (samples) => ring.push(samples), pop: (samples) => ring.pop(samples) };
    },
  },
};

// The samples count from 0 on, modulo 2^24: every float below is one of its own. A quantum does not
// cross the period's end.
const period = 2 ** 24;

/** Fills `samples` with the count from `first` on. */
export function countOn(samples, first) {
  const begin = first % period;
  for (let i = 0; i < samples.length; ++i) samples[i] = begin + i;
}

/** Whether `samples` hold the count from `first` on. */
export function countsOn(samples, first) {
  const begin = first % period;
  let wrong = 0;
  for (let i = 0; i < samples.length; ++i) if (samples[i] !== begin + i) ++wrong;
  return wrong === 0;
}
