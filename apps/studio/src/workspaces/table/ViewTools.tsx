import { Icon } from '../../parts/Icon.tsx';
import type { Layout } from './view.ts';
import './ViewTools.css';

const layouts: readonly (readonly [Layout, string])[] = [
  ['unified', 'Unified'],
  ['sides', 'Side by side'],
];

/** How the differences are shown, and the way from one change to the next. */
export function ViewTools({
  layout,
  place,
  onLayout,
  onJump,
}: {
  readonly layout: Layout;
  /** Where the last jump has led, in words. */
  readonly place: string;
  readonly onLayout: (layout: Layout) => void;
  readonly onJump: (direction: 1 | -1) => void;
}) {
  return (
    <div className="view-tools">
      <p className="view-place" role="status">
        {place}
      </p>
      <div className="view-jump" role="group" aria-label="Changes">
        <button
          type="button"
          className="button icon"
          aria-label="Previous change"
          title="Previous change (P)"
          onClick={() => {
            onJump(-1);
          }}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          className="button icon"
          aria-label="Next change"
          title="Next change (N)"
          onClick={() => {
            onJump(1);
          }}
        >
          <Icon name="down" />
        </button>
      </div>
      <div className="segments" role="radiogroup" aria-label="Layout">
        {layouts.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name="layout"
              className="visually-hidden"
              checked={layout === value}
              onChange={() => {
                onLayout(value);
              }}
            />
            {label}
          </label>
        ))}
      </div>
    </div>
  );
}
