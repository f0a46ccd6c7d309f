import { nearMatches } from './key.ts';
import './NoCommonColumns.css';

const most = 40;

/** The files cannot be compared, and the two headers that show why. */
export function NoCommonColumns({
  left,
  right,
  onRenames,
}: {
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** Columns of other names may be paired by what they hold. */
  readonly onRenames: () => void;
}) {
  const near = nearMatches(left, right)[0];
  return (
    <section className="no-common" role="alert">
      <h2>The files have no column in common</h2>
      <p>
        {near === undefined
          ? 'Nothing was compared. Check that the right pair was chosen, and that the first line of each file holds the column names.'
          : `Nothing was compared. “${near[0]}” and “${near[1]}” differ only in case or spaces: give both the same name.`}
      </p>
      <button type="button" className="button" onClick={onRenames}>
        Look for renamed columns
      </button>
      <div className="no-common-headers">
        <Header title="Left has" side="left" names={left} />
        <Header title="Right has" side="right" names={right} />
      </div>
    </section>
  );
}

function Header({
  title,
  side,
  names,
}: {
  readonly title: string;
  readonly side: 'left' | 'right';
  readonly names: readonly string[];
}) {
  return (
    <div data-side={side}>
      <h3>{title}</h3>
      <ul>
        {names.slice(0, most).map((name) => (
          <li key={name}>{name === '' ? '(no name)' : name}</li>
        ))}
        {names.length > most && <li>and {names.length - most} more</li>}
      </ul>
    </div>
  );
}
