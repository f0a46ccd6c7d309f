import { useId } from 'react';
import './Weft.css';

/** Progress as a weft drawn through warp threads, with a way out. */
export function Weft({
  label,
  fraction,
  onCancel,
}: {
  readonly label: string;
  readonly fraction: number;
  readonly onCancel: () => void;
}) {
  const id = useId();
  const percent = Math.round(Math.min(Math.max(fraction, 0), 1) * 100);
  return (
    <div className="weft">
      <span className="weft-label" id={id}>
        {label}
      </span>
      <span className="weft-percent">{percent} %</span>
      <div
        className="weft-warp"
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div className="weft-thread" style={{ transform: `scaleX(${percent / 100})` }} />
      </div>
      <button type="button" className="button" onClick={onCancel}>
        Cancel <kbd>Esc</kbd>
      </button>
    </div>
  );
}
