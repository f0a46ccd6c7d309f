import type { ReactNode } from 'react';
import './Card.css';

/** A titled panel. */
export function Card({
  id,
  title,
  className,
  aside,
  children,
}: {
  /** Unique in the page; `${id}-title` names the panel. */
  readonly id: string;
  readonly title: string;
  readonly className?: string;
  /** What stands beside the title: one fact, or a button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section
      className={className === undefined ? 'card' : `card ${className}`}
      aria-labelledby={`${id}-title`}
    >
      <header className="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
