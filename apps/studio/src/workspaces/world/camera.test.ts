import { describe, expect, it } from 'vitest';
import { drag, placeAt, scaleOf, wholeWorld, zoomAt } from './camera.ts';

const size = { width: 400, height: 200 };

describe('ACamera', () => {
  it('ShowsTheWholeWorldAtFirst', () => {
    const camera = wholeWorld(100);
    expect(scaleOf(camera, 100, size.width, size.height)).toBe(4);
    expect(placeAt(camera, 100, size, { x: 200, y: 100 })).toEqual({ x: 50, y: 50 });
    expect(placeAt(camera, 100, size, { x: 100, y: 0 })).toEqual({ x: 25, y: 25 });
  });

  it('SeesTheWorldRepeatedBeyondItsEdges', () => {
    const corner = { x: 0, y: 0, zoom: 1 };
    expect(placeAt(corner, 100, size, { x: 0, y: 0 })).toEqual({ x: 50, y: 75 });
  });

  it('KeepsThePlaceUnderThePointerWhenItComesNearer', () => {
    const pixel = { x: 310, y: 40 };
    const camera = wholeWorld(100);
    const near = zoomAt(camera, 100, size, pixel, 3);
    expect(near.zoom).toBe(3);
    const [before, after] = [placeAt(camera, 100, size, pixel), placeAt(near, 100, size, pixel)];
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it('NeverShowsLessThanItsLimitsAllow', () => {
    const pixel = { x: 0, y: 0 };
    expect(zoomAt(wholeWorld(100), 100, size, pixel, 0.1).zoom).toBe(1);
    expect(zoomAt(wholeWorld(100), 100, size, pixel, 1e6).zoom).toBe(64);
  });

  it('GoesAgainstTheDrag', () => {
    expect(drag(wholeWorld(100), 100, 2, 20, -120)).toEqual({ x: 40, y: 10, zoom: 1 });
  });
});
