import { useRef, type ReactNode } from 'react';
import { formatCount } from '../../parts/format.ts';
import { Icon } from '../../parts/Icon.tsx';
import { useCommands } from '../../shell/commands.ts';
import { noSearch, type Search } from './search.ts';
import './SearchLine.css';

/** Narrows the table to what has a text, or to what changed in a column. */
export function SearchLine({
  columns,
  search,
  found,
  active,
  onSearch,
  children,
}: {
  readonly columns: readonly string[];
  readonly search: Search;
  /** Undefined while nothing is looked for. */
  readonly found: { readonly count: number; readonly progress: number | undefined } | undefined;
  /** Whether the workspace is in view. */
  readonly active: boolean;
  readonly onSearch: (search: Search) => void;
  /** What else belongs in the line. */
  readonly children?: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  useCommands(
    active
      ? [
          {
            id: 'table.find',
            title: 'Find in the cells',
            section: 'Table',
            key: '/',
            run: () => input.current?.focus(),
          },
        ]
      : [],
  );
  return (
    <search className="search-line">
      <label className="search-text">
        <Icon name="find" />
        <span className="visually-hidden">Find in the cells</span>
        <input
          ref={input}
          type="search"
          placeholder="Find in the cells"
          autoComplete="off"
          spellCheck={false}
          value={search.text}
          onChange={(event) => {
            onSearch({ ...search, text: event.target.value });
          }}
        />
      </label>
      <label className="search-column">
        <span>in</span>
        <select
          aria-label="Column to look in"
          value={search.column}
          onChange={(event) => {
            onSearch({ ...search, column: event.target.value });
          }}
        >
          <option value="">any column</option>
          {columns
            .filter((name) => name !== '')
            .map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
        </select>
      </label>
      <p className="search-found" role="status">
        {found !== undefined &&
          (found.progress === undefined
            ? `${formatCount(found.count)} found${
                search.text === '' && search.column !== ''
                  ? ` that changed in “${search.column}”`
                  : ''
              }`
            : `${Math.floor(found.progress * 100)} % looked at`)}
      </p>
      {found !== undefined && (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            onSearch(noSearch);
          }}
        >
          Show all again
        </button>
      )}
      {children}
    </search>
  );
}
