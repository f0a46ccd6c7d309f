import { useEffect, useRef } from 'react';
import { isTyping } from './commands.ts';

/** Ctrl Z and Ctrl Shift Z (or Ctrl Y) while `active`, but not in a text, which has its own. */
export function useUndoKeys(active: boolean, undo: () => void, redo: () => void): void {
  const latest = useRef({ undo, redo });
  useEffect(() => {
    latest.current = { undo, redo };
  });
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const again = key === 'y' || (key === 'z' && event.shiftKey);
      if (!again && key !== 'z') return;
      event.preventDefault();
      if (again) latest.current.redo();
      else latest.current.undo();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [active]);
}
