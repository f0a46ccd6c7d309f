import { describe, expect, it } from 'vitest';
import { drag, placeAt, readCamera, scaleOf, wholeWorld, writeCamera, zoomAt } from './camera.ts';

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

  it('IsInTheAddress', () => {
    const params = writeCamera(new URLSearchParams('seed=4'), { x: 25, y: 99.9999, zoom: 8 }, 100);
    expect(String(params)).toBe('seed=4&at=0.25%2C0.9999%2C8');
    expect(readCamera(params, 200)).toEqual({ x: 50, y: 199.98, zoom: 8 });
    expect(String(writeCamera(params, wholeWorld(100), 100))).toBe('seed=4');
  });

  it.each(['', '1,0,2', '0,-1,2', '0,0,0.5', '0,0,65', '0,0', 'a,b,c'])(
    'ShowsTheWholeWorldWhereTheAddressMakesNoSense_%s',
    (at) => {
      expect(readCamera(new URLSearchParams({ at }), 100)).toEqual(wholeWorld(100));
    },
  );
});
