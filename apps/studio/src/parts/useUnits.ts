import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

export interface Units {
  /** Height of a row in pixels. */
  readonly row: number;
  /** Width of a digit of the data font in pixels. */
  readonly character: number;
}

/** Sizes of the style sheet in pixels, kept up to date; measured on an element `.units-probe`. */
export function useUnits(): {
  readonly units: Units;
  readonly probe: RefObject<HTMLSpanElement | null>;
} {
  const probe = useRef<HTMLSpanElement>(null);
  const [units, setUnits] = useState<Units>({ row: 30, character: 8 });
  useLayoutEffect(() => {
    const element = probe.current;
    if (element === null) return;
    // It tells the first size too, with the layout that the browser makes anyway: to ask for it here would cost one more.
    const observer = new ResizeObserver(() => {
      const { width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0) setUnits({ row: height, character: width / 10 });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return { units, probe };
}
