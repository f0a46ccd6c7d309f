import { useEffect, useRef, type RefObject } from 'react';

/**
 * The heading of a view that comes in two forms. What had the focus goes with the other form: the heading gets it
 * then.
 */
export function useHeading(active: boolean, form: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!active || document.activeElement !== document.body) return;
    // With the next picture: to take the focus asks for the layout, which the page then makes once.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) heading.current?.focus();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
    // Only another form takes the focus away.
  }, [form]);
  return heading;
}
