import { useEffect, useState, type ReactNode } from 'react';
import { assignDropped, type State } from './state.ts';
import type { Side } from './problem.ts';
import './DropSurface.css';

/** Takes files dropped anywhere on the page and says beforehand where they will go. */
export function DropSurface({
  state,
  active,
  onFiles,
  children,
}: {
  readonly state: State;
  readonly active: boolean;
  readonly onFiles: (files: readonly File[], wanted: Side | undefined) => void;
  readonly children: ReactNode;
}) {
  const [sides, setSides] = useState<readonly Side[]>([]);

  useEffect(() => {
    if (!active) return;
    const wantedAt = (event: DragEvent): Side | undefined => {
      const slot = event.target instanceof Element ? event.target.closest('.slot') : null;
      const side = slot?.getAttribute('data-side');
      if (side === 'left' || side === 'right') return side;
      if (state.left.status === 'empty' || state.right.status === 'empty') return undefined;
      return event.clientX < innerWidth / 2 ? 'left' : 'right';
    };
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const items = Array.from(event.dataTransfer?.items ?? []);
      const files = items.filter((item) => item.kind === 'file');
      // Some browsers tell how many files there are only after the drop.
      const known = files.length > 0 ? files : [undefined];
      const next = assignDropped(state, known, wantedAt(event)).map(([side]) => side);
      setSides((before) => (before.join() === next.join() ? before : next));
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setSides([]);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setSides([]);
      onFiles(Array.from(event.dataTransfer?.files ?? []), wantedAt(event));
    };
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
      removeEventListener('drop', onDrop);
    };
  }, [state, active, onFiles]);

  return (
    <div className="drop-surface" data-drop={sides.join(' ')}>
      {children}
      {sides.length > 0 && (
        <p className="drop-note" aria-hidden="true">
          {sides.length === 2
            ? 'Drop to compare: the first goes left, the second right'
            : `Drop to place it on the ${sides.join('')}`}
        </p>
      )}
    </div>
  );
}
