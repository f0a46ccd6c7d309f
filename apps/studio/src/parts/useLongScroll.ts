import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { follow, physicalHeight, settle, type Extent, type Position } from './longScroll.ts';

export interface LongScroll {
  readonly position: Position;
  /** Height in view below the header. */
  readonly viewport: number;
  /** Height to give the element that holds the rows. */
  readonly height: number;
  readonly scrollTo: (virtual: number) => void;
}

/**
 * Vertical scrolling of `element` through `total` pixels, however many.
 * header  height of what sticks to the top of the element.
 */
export function useLongScroll(
  element: RefObject<HTMLElement | null>,
  total: number,
  header: number,
): LongScroll {
  const [position, setPosition] = useState<Position>({ physical: 0, virtual: 0 });
  const [viewport, setViewport] = useState(0);
  const extent = useRef<Extent>({ total, viewport });
  const current = useRef(position);

  const move = useCallback(
    (to: Position) => {
      const scroller = element.current;
      if (scroller === null) return;
      let { physical } = current.current;
      // Only when it is to move: to ask where it is makes the browser lay out what has just changed.
      if (Math.abs(physical - to.physical) >= 1) {
        scroller.scrollTop = to.physical;
        // What the element made of it: positions are rounded to device pixels.
        physical = scroller.scrollTop;
      }
      if (physical === current.current.physical && to.virtual === current.current.virtual) return;
      current.current = { physical, virtual: to.virtual };
      setPosition(current.current);
    },
    [element],
  );
  const scrollTo = useCallback(
    (virtual: number) => {
      move(settle(virtual, extent.current));
    },
    [move],
  );

  useLayoutEffect(() => {
    const scroller = element.current;
    if (scroller === null) return;
    // It tells the first size too.
    const observer = new ResizeObserver(() => {
      setViewport(Math.max(0, scroller.clientHeight - header));
    });
    observer.observe(scroller);
    return () => {
      observer.disconnect();
    };
  }, [element, header]);

  // Another list, or another height: stay where it still makes sense.
  useLayoutEffect(() => {
    extent.current = { total, viewport };
    // Nothing is in view before the element has a size.
    if (viewport === 0) return;
    move(settle(current.current.virtual, extent.current));
  }, [total, viewport, move]);

  useEffect(() => {
    const scroller = element.current;
    if (scroller === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      // Scrolled since: the event for it is on its way.
      if (Math.abs(scroller.scrollTop - current.current.physical) >= 1) return;
      move(settle(current.current.virtual, extent.current));
    };
    const onScroll = () => {
      const to = follow(current.current, scroller.scrollTop, extent.current);
      current.current = to;
      setPosition(to);
      clearTimeout(timer);
      // At an end of the element that is not the end of the list there is no way on: settle now.
      const end = physicalHeight(extent.current) - extent.current.viewport;
      if (to.physical <= 0 || to.physical >= end) rest();
      // Not earlier: moving the element would break off a fling.
      else timer = setTimeout(rest, 150);
    };
    scroller.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      scroller.removeEventListener('scroll', onScroll);
    };
  }, [element, move]);

  return { position, viewport, height: physicalHeight({ total, viewport }), scrollTo };
}
