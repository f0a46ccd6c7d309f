import type { ReactNode } from 'react';
import { Mark } from './Mark.tsx';
import { TierBadge } from './TierBadge.tsx';
import type { PoolState } from './usePool.ts';
import './Shell.css';

/** The frame around every workspace. */
export function Shell({
  pool,
  children,
}: {
  readonly pool: PoolState;
  readonly children: ReactNode;
}) {
  return (
    <div className="shell">
      <header className="shell-header">
        <p className="shell-name">
          <Mark />
          <span>
            Heddle <span className="shell-name-part">Studio</span>
          </span>
        </p>
        <TierBadge pool={pool} />
      </header>
      <main className="shell-main">{children}</main>
    </div>
  );
}
