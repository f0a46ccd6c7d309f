/**
 * Scrolling through lists that are taller than a browser can lay out (Chromium stops at 33 million
 * pixels, Firefox at 17 million; two million rows need 60 million).
 *
 * The scrolling element is given at most `tallest` pixels. What it reports is the physical position;
 * the position in the list is the virtual one. Short moves (wheel, touch, keys) shift both by the
 * same distance, so rows move exactly with the finger. Long moves (the scroll bar) map in
 * proportion. The two drift apart by short moves; `settle` says where the physical position belongs.
 * Near both ends the two run side by side, so that short moves reach the first and the last row.
 */

export const tallest = 8_000_000;
/** Length of the stretch at each end in which a physical pixel is a virtual one. */
const longestEnd = 100_000;

export interface Extent {
  /** Height of the whole list. */
  readonly total: number;
  /** Height of what is in view. */
  readonly viewport: number;
}

export interface Position {
  readonly physical: number;
  readonly virtual: number;
}

export function physicalHeight(extent: Extent): number {
  return Math.min(extent.total, tallest);
}

interface Limits {
  readonly physical: number;
  readonly virtual: number;
}

/** The largest positions. */
function limits(extent: Extent): Limits {
  return {
    physical: Math.max(0, physicalHeight(extent) - extent.viewport),
    virtual: Math.max(0, extent.total - extent.viewport),
  };
}

const clamp = (value: number, high: number) => Math.min(Math.max(value, 0), high);

/** The virtual position that a physical one stands for. */
function toVirtual(physical: number, limit: Limits): number {
  const end = Math.min(longestEnd, limit.physical / 4);
  if (physical <= end) return physical;
  if (physical >= limit.physical - end) return limit.virtual - (limit.physical - physical);
  return end + ((physical - end) * (limit.virtual - 2 * end)) / (limit.physical - 2 * end);
}

/** The inverse of toVirtual. */
function toPhysical(virtual: number, limit: Limits): number {
  const end = Math.min(longestEnd, limit.physical / 4);
  if (virtual <= end) return virtual;
  if (virtual >= limit.virtual - end) return limit.physical - (limit.virtual - virtual);
  return end + ((virtual - end) * (limit.physical - 2 * end)) / (limit.virtual - 2 * end);
}

/** The position after the element reported `physical`. */
export function follow(from: Position, physical: number, extent: Extent): Position {
  const limit = limits(extent);
  if (limit.physical === limit.virtual)
    return { physical, virtual: clamp(physical, limit.virtual) };
  const moved = physical - from.physical;
  const virtual =
    Math.abs(moved) <= 2 * extent.viewport ? from.virtual + moved : toVirtual(physical, limit);
  return { physical, virtual: clamp(virtual, limit.virtual) };
}

/** The physical position that belongs to a virtual one. */
export function settle(virtual: number, extent: Extent): Position {
  const limit = limits(extent);
  const at = clamp(virtual, limit.virtual);
  return { physical: toPhysical(at, limit), virtual: at };
}

/** The least move that brings `start` to `end` into view; the virtual position to go to. */
export function reveal(from: number, start: number, end: number, viewport: number): number {
  if (start < from) return start;
  if (end > from + viewport) return end - viewport;
  return from;
}
