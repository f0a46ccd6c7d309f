import { useEffect, useRef, type RefObject } from 'react';

/**
 * The heading of a view that comes in two forms. What had the focus goes with the other form: the heading gets it
 * then.
 */
export function useHeading(active: boolean, form: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (active && document.activeElement === document.body) heading.current?.focus();
    // Only another form takes the focus away.
  }, [form]);
  return heading;
}
