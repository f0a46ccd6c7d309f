import { sliceLimit } from './protocol.js';

/** What stands in a message for an input that was posted before it. */
export interface StreamMark {
  readonly heddleStream: number;
}

/** One large input on its way. */
export interface Slice {
  readonly stream: number;
  readonly bytes: Uint8Array;
}

/** Large inputs of one message. */
export type Slices = readonly Slice[];

let streams = 0;

/** Sets `bytes` aside, to be posted piece by piece; returns what stands for them. */
export function setAside(bytes: Uint8Array, slices: Slice[]): StreamMark {
  const stream = ++streams;
  slices.push({ stream, bytes });
  return { heddleStream: stream };
}

/** The number of the stream that `value` stands for; undefined when it stands for none. */
export function streamOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'heddleStream')) {
    return undefined;
  }
  const { heddleStream } = value as StreamMark;
  return Number.isSafeInteger(heddleStream) ? heddleStream : undefined;
}

/**
 * Hands out copies of at most 2 MB, and lets the page do other things between them: no task of ours is
 * longer than the copy of one piece.
 *
 * post  is given each piece, which it may transfer; false ends early.
 */
export async function eachSlice(
  { bytes }: Slice,
  post: (piece: Uint8Array<ArrayBuffer>, offset: number) => boolean,
): Promise<void> {
  for (let offset = 0; offset < bytes.length; offset += sliceLimit) {
    if (offset > 0) await nextTask();
    // The copy is the only thing that makes a piece ours to transfer.
    if (!post(new Uint8Array(bytes.subarray(offset, offset + sliceLimit)), offset)) return;
  }
}

/** Resolves in a task of its own, as soon as the host has done what waits; no timer delays it. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
