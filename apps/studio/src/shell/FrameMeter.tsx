import { useEffect, useRef } from 'react';
import { onFrame } from './frames.ts';
import './FrameMeter.css';

/** How often the numbers change, in milliseconds: often enough to follow, seldom enough to read. */
const period = 500;

/** Frames a second and the longest frame of the last half second. */
export function FrameMeter() {
  const rate = useRef<HTMLSpanElement>(null);
  const worst = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let [count, sum, longest] = [0, 0, 0];
    return onFrame((_now, interval) => {
      ++count;
      sum += interval;
      longest = Math.max(longest, interval);
      if (sum < period) return;
      // Past React: this must not cost a render twice a second.
      if (rate.current !== null && worst.current !== null) {
        rate.current.textContent = `${Math.round((1000 * count) / sum)} fps`;
        worst.current.textContent = `${longest.toFixed(0)} ms`;
      }
      bar.current?.style.setProperty('--share', `${Math.min(1, longest / 50)}`);
      [count, sum, longest] = [0, 0, 0];
    });
  }, []);
  return (
    <p
      className="frame-meter"
      title="Frames a second, and the longest frame of the last half second"
    >
      <span className="visually-hidden">Frames: </span>
      <span ref={bar} className="frame-meter-bar" aria-hidden="true" />
      <span ref={rate} className="frame-meter-rate">
        – fps
      </span>
      <span ref={worst}>– ms</span>
    </p>
  );
}
