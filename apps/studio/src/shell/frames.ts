/** Frames of the page, for all who count or draw them; nothing runs while nobody listens. */
export type FrameListener = (now: number, interval: number) => void;

const listeners = new Set<FrameListener>();
let request = 0;
let last: number | undefined;

function frame(now: number): void {
  request = requestAnimationFrame(frame);
  const interval = last === undefined ? undefined : now - last;
  last = now;
  // The first frame after a pause measures nothing.
  if (interval === undefined || interval <= 0) return;
  for (const listener of listeners) listener(now, interval);
}

/** Calls `listener` in every frame with its time and the milliseconds since the one before. */
export function onFrame(listener: FrameListener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    last = undefined;
    request = requestAnimationFrame(frame);
  }
  return () => {
    if (!listeners.delete(listener) || listeners.size > 0) return;
    cancelAnimationFrame(request);
  };
}

// A page in the background has no frames: its return is not a long one.
if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    last = undefined;
  });
}
