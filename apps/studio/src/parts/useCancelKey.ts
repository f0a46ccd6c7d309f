import { useEffect } from 'react';

/** Escape ends what runs, unless it closes something that is open. */
export function useCancelKey(running: boolean, cancel: () => void): void {
  useEffect(() => {
    if (!running) return;
    const onKey = (event: KeyboardEvent) => {
      const open = document.querySelector(':popover-open, dialog[open]');
      if (event.key === 'Escape' && open === null) cancel();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [running, cancel]);
}
