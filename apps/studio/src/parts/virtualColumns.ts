/** How TanStack's virtualizer sees the element that it works for, without asking the browser for a layout. */
import { elementScroll, type Rect, type Virtualizer } from '@tanstack/react-virtual';

type Scroller = Virtualizer<HTMLElement, Element>;

export const virtualColumns = {
  observeElementRect(instance: Scroller, tell: (rect: Rect) => void): (() => void) | undefined {
    const element = instance.scrollElement;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      tell({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  },
  scrollToFn(...[offset, how, instance]: Parameters<typeof elementScroll<HTMLElement>>): void {
    // A new element is there already.
    if (offset !== 0 || instance.scrollOffset !== 0) elementScroll(offset, how, instance);
  },
};
