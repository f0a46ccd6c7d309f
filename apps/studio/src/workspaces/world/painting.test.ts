import type { Frame } from 'heddle/sim';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Painting } from './painting.ts';
import type { Scene } from './scene.ts';

/** Pictures that were put on the canvas: the color in the middle of each. */
let put: number[];

beforeEach(() => {
  put = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(
        readonly width: number,
        readonly height: number,
      ) {
        this.data = new Uint8ClampedArray(4 * width * height);
      }
    },
  );
  // Every look at the clock finds that it is late.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 10));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function makePainting(): Painting {
  const canvas = { width: 20, height: 20, getContext: () => context };
  const context = {
    canvas,
    putImageData: ({ data }: ImageData) => {
      put.push(data[4 * (10 * 20 + 10)] ?? -1);
    },
  };
  return new Painting(canvas as unknown as HTMLCanvasElement);
}

/** A bare world of this shade of red, and nobody in the middle. */
function scene(red: number): Scene {
  return {
    camera: { x: 50, y: 50, zoom: 1 },
    extent: 100,
    bare: [red / 255, 0, 0],
    lush: [1, 1, 1],
    coloring: 'tribe',
    scheme: 'dark',
  };
}

function frame(count: number): Frame {
  return {
    tick: 1,
    count,
    positions: new Float32Array(2 * count),
    colors: new Uint8Array(4 * count),
    ids: new Uint32Array(count),
    diets: new Uint8Array(count),
    domains: [count],
  };
}

it('APaintingIsDoneAfterSomePieces', () => {
  const painting = makePainting();
  painting.show(frame(30_000), 100);
  painting.draw(scene(40));
  expect(painting.isDone()).toBe(false);
  expect(put).toEqual([]);
  vi.advanceTimersToNextTimer();
  expect(painting.isDone()).toBe(false);
  vi.runAllTimers();
  expect(painting.isDone()).toBe(true);
  expect(put).toEqual([40]);
});

it('OfWhatIsAskedForMeanwhileOnlyTheLatestFollows', () => {
  const painting = makePainting();
  painting.show(frame(30_000), 100);
  painting.draw(scene(40));
  painting.draw(scene(50));
  painting.show(frame(40_000), 100);
  painting.draw(scene(60));
  vi.runAllTimers();
  expect(put).toEqual([40, 60]);
});

it('WhatIsGivenUpPaintsNoMore', () => {
  const painting = makePainting();
  painting.show(frame(30_000), 100);
  painting.draw(scene(40));
  painting.dispose();
  vi.runAllTimers();
  expect(put).toEqual([]);
});
