import { useDelayed } from './useDelayed.ts';
import type { Saving } from './useSaving.ts';
import './SavingProgress.css';

/** How far something is written, once it takes long, with a way out. */
export function SavingProgress({ saving }: { readonly saving: Saving }) {
  const late = useDelayed(saving.progress !== undefined, 200);
  if (!late) return null;
  return (
    <p className="saving-progress" role="status">
      <progress aria-label="Written" value={saving.progress ?? 0} />
      <button type="button" className="text-button" onClick={saving.cancel}>
        Cancel
      </button>
    </p>
  );
}
