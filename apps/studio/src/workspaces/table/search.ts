/** What is looked for in the differences. */
export interface Search {
  /** Name of the column to look in; empty for all. */
  readonly column: string;
  readonly text: string;
}

export const noSearch: Search = { column: '', text: '' };
