// node frame.mjs [--quick]: seconds to write, hand over and read a frame of 1.2 MB, on one thread, by a
// triple buffer and without one.
import { parseArgs } from 'node:util';
import { TripleBuffer } from '../../../packages/heddle/dist/shared/index.js';
import { median } from '../../harness.mjs';

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values;
const batch = quick ? 4 : 100;
const rounds = quick ? 2 : 7;

// 100,000 entities of 12 bytes.
const length = 300_000;
const frameSize = 4 * length;
const place = {
  buffer: new SharedArrayBuffer(TripleBuffer.byteLength(frameSize)),
  frameSize,
  view: (buffer, offset, size) => new Float32Array(buffer, offset, size / 4),
};
const writer = TripleBuffer.create(place);
const reader = TripleBuffer.attach(place);
// As many frames in turn, so that the caches hold as much.
const plain = [0, 1, 2].map(() => new Float32Array(new SharedArrayBuffer(frameSize)));
let turn = 0;

/** `back` is what the writer writes to; `handOver` returns where the reader finds it. */
const ways = {
  triple: {
    back: () => writer.back(),
    handOver() {
      writer.publish();
      if (!reader.update()) throw new Error('the reader did not see a frame');
      return reader.front();
    },
  },
  copies: { back: () => plain[turn % 3], handOver: () => plain[turn++ % 3] },
};

const input = new Float32Array(length);
const output = new Float32Array(length);
let version = 0;

function timeFrames({ back, handOver }) {
  let milliseconds = 0;
  for (let i = 0; i < batch; ++i) {
    ++version;
    for (let j = 0; j < length; ++j) input[j] = version + j;
    const began = performance.now();
    back().set(input);
    output.set(handOver());
    milliseconds += performance.now() - began;
    for (let j = 0; j < length; ++j) {
      if (output[j] !== version + j) throw new Error('another frame was handed over');
    }
  }
  return milliseconds / 1000 / batch;
}

const times = { triple: [], copies: [] };
for (let round = 0; round < rounds; ++round) {
  for (const name of Object.keys(ways)) times[name].push(timeFrames(ways[name]));
}
const figures = { triple: median(times.triple), copies: median(times.copies) };
console.log(JSON.stringify({ right: true, figures }));
