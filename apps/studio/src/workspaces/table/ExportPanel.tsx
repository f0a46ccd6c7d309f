import type { Format, DiffFacts } from 'heddle/table';
import { Icon } from '../../parts/Icon.tsx';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { SavingProgress } from '../../parts/SavingProgress.tsx';
import type { Saving } from '../../parts/useSaving.ts';
import { KindMarker } from './KindMarker.tsx';
import { formats, kinds, obstacle, takes, type ExportOptions } from './export.ts';
import type { Request } from './state.ts';
import './ExportPanel.css';

/** Columns offered one by one; of wider tables all are written. */
const most = 60;

/** What is written, and in which format. */
export function ExportPanel({
  diff,
  request,
  options,
  saving,
  onSave,
  onChange,
}: {
  readonly diff: DiffFacts;
  readonly request: Request;
  readonly options: ExportOptions;
  readonly saving: Saving;
  readonly onSave: () => void;
  readonly onChange: (options: ExportOptions) => void;
}) {
  const { format } = options;
  const filters = takes.filter(format);
  const others = diff.columns.filter((name) => !diff.key.includes(name));
  const stop = obstacle(options, request);
  const toggle = <Item,>(list: readonly Item[], item: Item, on: boolean) =>
    on ? [...list, item] : list.filter((other) => other !== item);
  return (
    <section className="export" aria-label="Export">
      <fieldset className="export-formats">
        <legend>Format</legend>
        {(Object.keys(formats) as Format[]).map((one) => (
          <label key={one} className="export-format">
            <input
              type="radio"
              name="format"
              checked={format === one}
              onChange={() => {
                onChange({ ...options, format: one });
              }}
            />
            <span>
              {formats[one].name} <small>{formats[one].what}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="export-contents">
        <fieldset disabled={!filters}>
          <legend>Rows</legend>
          {kinds.map((kind) => (
            <label key={kind} className="rules-check">
              <input
                type="checkbox"
                checked={!filters || options.kinds.includes(kind)}
                onChange={(event) => {
                  onChange({
                    ...options,
                    kinds: toggle(options.kinds, kind, event.target.checked),
                  });
                }}
              />
              <KindMarker kind={kind} /> {kind}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>Cells</legend>
          <label className="rules-check">
            <input
              type="checkbox"
              disabled={!takes.changedCells(format)}
              checked={options.changedCells && takes.changedCells(format)}
              onChange={(event) => {
                onChange({ ...options, changedCells: event.target.checked });
              }}
            />
            Of changed rows only the cells that changed
          </label>
          <label className="rules-check">
            <input
              type="checkbox"
              disabled={!takes.guardFormulas(format)}
              checked={options.guardFormulas && takes.guardFormulas(format)}
              onChange={(event) => {
                onChange({ ...options, guardFormulas: event.target.checked });
              }}
            />
            Guard against formulas (CSV)
          </label>
        </fieldset>
        {others.length <= most && (
          <fieldset className="export-columns" disabled={!filters}>
            <legend>Columns beside the key, all unless some are ticked</legend>
            <div className="rules-chips" tabIndex={others.length > 12 ? 0 : undefined}>
              {others.map((name) => (
                <label key={name} className="rules-check">
                  <input
                    type="checkbox"
                    checked={filters && options.columns.includes(name)}
                    onChange={(event) => {
                      const columns = toggle(options.columns, name, event.target.checked);
                      onChange({ ...options, columns });
                    }}
                  />
                  {name === '' ? '(no name)' : name}
                </label>
              ))}
            </div>
          </fieldset>
        )}
      </div>
      <div className="export-end">
        {stop !== undefined && (
          <p className="rules-wrong" role="alert">
            {stop}
          </p>
        )}
        {saving.problem !== undefined && <ProblemNote problem={saving.problem} />}
        <SavingProgress saving={saving} />
        <button
          type="button"
          className="button primary"
          disabled={stop !== undefined}
          onClick={onSave}
        >
          <Icon name="download" />
          Save as {formats[format].name}
        </button>
      </div>
    </section>
  );
}
