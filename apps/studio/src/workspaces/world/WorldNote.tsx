import { useCancelKey } from '../../parts/useCancelKey.ts';
import { useDelayed } from '../../parts/useDelayed.ts';

/** What takes its time, how far it is, and the way out once it takes long. */
export function WorldNote({
  words,
  progress,
  active,
  onCancel,
}: {
  readonly words: string;
  /** From 0 to 1; undefined where nobody knows. */
  readonly progress: number | undefined;
  /** Whether Escape is for it. */
  readonly active: boolean;
  readonly onCancel: () => void;
}) {
  const late = useDelayed(true, 200);
  useCancelKey(late && active, onCancel);
  if (!late) return null;
  return (
    <div className="world-note">
      <p role="status">{words}</p>
      <progress aria-label="Done" value={progress} />
      <button type="button" className="button" onClick={onCancel}>
        Cancel <kbd>Esc</kbd>
      </button>
    </div>
  );
}
