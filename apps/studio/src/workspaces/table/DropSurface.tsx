import { useEffect, useState, type ReactNode } from 'react';
import { assignTo, type Held } from './dropping.ts';
import './DropSurface.css';

/** Takes files dropped anywhere on the page and says beforehand where they will go. */
export function DropSurface<Side extends string>({
  slots,
  active,
  onFiles,
  children,
}: {
  /** The places for files, from left to right. */
  readonly slots: readonly Held<Side>[];
  readonly active: boolean;
  readonly onFiles: (files: readonly File[], wanted: Side | undefined) => void;
  readonly children: ReactNode;
}) {
  const [sides, setSides] = useState<readonly Side[]>([]);

  useEffect(() => {
    if (!active) return;
    const wantedAt = (event: DragEvent): Side | undefined => {
      const slot = event.target instanceof Element ? event.target.closest('.slot') : null;
      const aimed = slot?.getAttribute('data-side');
      const found = slots.find(({ side }) => side === aimed);
      if (found !== undefined) return found.side;
      if (slots.some(({ filled }) => !filled)) return undefined;
      return slots[
        Math.min(Math.floor((event.clientX / innerWidth) * slots.length), slots.length - 1)
      ]?.side;
    };
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const items = Array.from(event.dataTransfer?.items ?? []);
      const files = items.filter((item) => item.kind === 'file');
      // Some browsers tell how many files there are only after the drop.
      const known: readonly unknown[] = files.length > 0 ? files : [undefined];
      const next = assignTo(slots, known, wantedAt(event)).map(([side]) => side);
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
  }, [slots, active, onFiles]);

  return (
    <div className="drop-surface" data-drop={sides.join(' ')}>
      {children}
      {sides.length > 0 && (
        <p className="drop-note" aria-hidden="true">
          {sides.length > 1
            ? `Drop to place them: ${sides.join(', then ')}`
            : `Drop to place it: ${sides.join('')}`}
        </p>
      )}
    </div>
  );
}
