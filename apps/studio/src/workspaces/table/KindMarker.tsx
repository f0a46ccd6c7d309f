import type { Kind } from './filter.ts';
import './KindMarker.css';

const signs: Readonly<Record<Kind, string>> = { added: '+', removed: '−', changed: '≠' };

/** The kind of a difference as a sign; its color only repeats it. */
export function KindMarker({
  kind,
  named = false,
}: {
  readonly kind: Kind;
  readonly named?: boolean;
}) {
  return (
    <>
      <span className="kind-marker" data-kind={kind} aria-hidden="true">
        {signs[kind]}
      </span>
      {named && <span className="visually-hidden">{kind}</span>}
    </>
  );
}
