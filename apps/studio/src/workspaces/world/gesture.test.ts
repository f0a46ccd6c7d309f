import { expect, it } from 'vitest';
import { Gesture } from './gesture.ts';

it('ChoosesWithAPressThatHardlyMoves', () => {
  const gesture = new Gesture();
  gesture.press(1, { x: 10, y: 10 });
  expect(gesture.move(1, { x: 12, y: 11 })).toBeUndefined();
  expect(gesture.release(1)).toBe(true);
  expect(gesture.release(1)).toBe(false);
});

it('DragsWithOneFinger', () => {
  const gesture = new Gesture();
  gesture.press(1, { x: 10, y: 10 });
  expect(gesture.move(1, { x: 20, y: 5 })).toMatchObject({ dx: 10, dy: -5, factor: 1 });
  expect(gesture.move(1, { x: 21, y: 5 })).toMatchObject({ dx: 1, dy: 0, factor: 1 });
  expect(gesture.release(1)).toBe(false);
});

it('PinchesWithTwo', () => {
  const gesture = new Gesture();
  gesture.press(1, { x: 0, y: 0 });
  gesture.press(2, { x: 10, y: 0 });
  expect(gesture.move(2, { x: 20, y: 0 })).toEqual({
    dx: 5,
    dy: 0,
    middle: { x: 10, y: 0 },
    factor: 2,
  });
  // One that is lifted leaves the other to drag, and chooses nothing.
  expect(gesture.release(2)).toBe(false);
  expect(gesture.move(1, { x: 0, y: 3 })).toMatchObject({ dx: 0, dy: 3, factor: 1 });
  expect(gesture.release(1)).toBe(false);
});

it('TakesNoMovementOfAPointerThatIsNotDown', () => {
  expect(new Gesture().move(3, { x: 50, y: 50 })).toBeUndefined();
});

it('StaysWholeWhereTwoFingersMeet', () => {
  const gesture = new Gesture();
  gesture.press(1, { x: 5, y: 5 });
  gesture.press(2, { x: 9, y: 5 });
  expect(gesture.move(2, { x: 5, y: 5 })?.factor).toBe(1);
  expect(gesture.move(2, { x: 15, y: 5 })?.factor).toBe(1);
});
