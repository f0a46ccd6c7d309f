import { describe, expect, it } from 'vitest';
import { bordersIn, bordersPath, nearest, perceptionOf, pixelOf } from './sight.ts';

const sight = { camera: { x: 50, y: 50, zoom: 1 }, extent: 100, width: 400, height: 200 };
const entity = { x: 50, y: 50, vx: 1, vy: 0, visionRange: 5, fieldOfView: 0 };

describe('TheOverlay', () => {
  it('LiesOnTheWorld', () => {
    expect(pixelOf(sight, { x: 25, y: 60 })).toEqual({ x: 100, y: 140 });
  });

  it('ShowsTheNearestRepetition', () => {
    const camera = { x: 2, y: 50, zoom: 4 };
    expect(pixelOf({ ...sight, camera }, { x: 99, y: 50 })).toEqual({ x: 152, y: 100 });
    expect(nearest(98, 100)).toBe(-2);
    expect(nearest(-98, 100)).toBe(2);
  });

  it('DrawsBordersAcrossTheView', () => {
    expect(bordersPath(sight, [30, 55.5])).toBe('M0 20H400M0 122H400');
    expect(bordersPath(sight, [])).toBe('');
  });

  it('HasBordersWhereTheEntitiesOfAFrameChangeTheirDomain', () => {
    // Rows of 8: two domains, the second of which begins in row 3 at the latest, the first ends with row 1.
    const positions = Float32Array.of(5, 1, 2, 9, 7, 25, 1, 60);
    const frame = { domains: [2, 2], positions };
    expect(bordersIn(frame, [0, 16], 8)).toEqual([0, 16]);
    expect(bordersIn(frame, [0, 24], 8)).toEqual([0, 24]);
    expect(bordersIn(frame, [0, 8], 8)).toEqual([0, 16]);
    expect(bordersIn(frame, [0, 40], 8)).toEqual([0, 24]);
    expect(bordersIn({ domains: [4, 0], positions }, [0, 40], 8)).toEqual([0, 64]);
    expect(bordersIn({ domains: [], positions }, [0, 40], 8)).toEqual([0, 40]);
  });

  it('ShowsHowFarAndWhereAnEntityLooks', () => {
    // A right angle to either side: the half circle to the right.
    expect(perceptionOf(sight, entity)).toEqual({
      center: { x: 200, y: 100 },
      radius: 20,
      cone: 'M200 100L200 80A20 20 0 0 1 200 120Z',
    });
    // A sixth of a turn to either side, looking down.
    const down = { ...entity, vx: 0, vy: 2, fieldOfView: 0.5 };
    expect(perceptionOf(sight, down).cone).toBe('M200 100L217.32 110A20 20 0 0 1 182.68 110Z');
    // More than half around: the long way.
    expect(perceptionOf(sight, { ...entity, fieldOfView: -0.5 }).cone).toContain('0 1 1');
  });

  it('HasNoConeForWhoSeesAllAround', () => {
    expect(perceptionOf(sight, { ...entity, fieldOfView: -1 }).cone).toBe('');
    expect(perceptionOf(sight, { ...entity, vx: 0 }).cone).toBe('');
  });
});
