import type { ReactNode } from 'react';

/** Why there is no result, and the way to another try. */
export function OutcomeNote({
  again,
  onAgain,
  children,
}: {
  /** What the other try is called. */
  readonly again: string;
  readonly onAgain: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div className="outcome-note">
      {children}
      <button type="button" className="button primary" onClick={onAgain}>
        {again}
      </button>
    </div>
  );
}
