import type { Both, FoundDialect, KeyProposal, RenamedColumn } from './summary.js';
import type { DiffFactsReply } from './wire.js';

/** What is known of two CSV files that were compared, beside the rows that differ. */
export abstract class DiffFacts {
  /** Rows that only right has. */
  readonly added: number;
  /** Rows that only left has. */
  readonly removed: number;
  /** Rows in both files with at least one cell that differs. */
  readonly changed: number;
  /** Rows in both files with all cells equal. */
  readonly unchanged: number;
  /** Cells that differ, over all changed rows. */
  readonly changedCells: number;
  /** Rows of left, the header not counted. */
  readonly leftRows: number;
  /** Rows of right, the header not counted. */
  readonly rightRows: number;
  /** The columns of right in right's order, then those that only left has, in left's order. */
  readonly columns: readonly string[];
  /** The key columns; none when whole rows were compared. */
  readonly key: readonly string[];
  /** Columns that only left has. */
  readonly onlyLeft: readonly string[];
  /** Columns that only right has. */
  readonly onlyRight: readonly string[];
  /** Different keys that several rows of left, and of right, have; none when whole rows were compared. */
  readonly duplicateKeys: Both<number>;
  /**
   * Rows of left, and of right, that share their key with another one of their file. Those that have the same
   * values as a row of the other file are paired first, then the others, both in order of appearance.
   */
  readonly duplicateRows: Both<number>;
  /** How left and right were read. */
  readonly dialects: Both<FoundDialect>;
  /** Columns that are called differently in right; none unless `renames` was asked for. */
  readonly renamed: readonly RenamedColumn[];
  /** The key that was found, and why; undefined unless `key` was `'auto'`. */
  readonly proposal: KeyProposal | undefined;
  /** Lanes that took part. */
  readonly lanes: number;
  /** Time that the comparison took in the kernel, in seconds, without reading the inputs. */
  readonly seconds: number;
  /** Number of differences: added + removed + changed. */
  readonly length: number;

  /** @throws TypeError when the header is malformed. */
  protected constructor(facts: DiffFactsReply<KeyProposal>) {
    const { counts, summary, proposal, header, lanes, seconds } = facts;
    const names = parseHeader(new TextDecoder().decode(header));
    this.added = counts.added;
    this.removed = counts.removed;
    this.changed = counts.changed;
    this.unchanged = counts.unchanged;
    this.changedCells = counts.changedCells;
    this.leftRows = counts.leftRows;
    this.rightRows = counts.rightRows;
    this.columns = names.columns;
    this.key = names.key;
    this.onlyLeft = names.onlyLeft;
    this.onlyRight = names.onlyRight;
    this.duplicateKeys = summary.duplicateKeys;
    this.duplicateRows = summary.duplicateRows;
    this.dialects = summary.dialects;
    this.renamed = summary.renamed;
    this.proposal = proposal;
    this.lanes = lanes;
    this.seconds = seconds;
    this.length = counts.added + counts.removed + counts.changed;
  }
}

type Names = Record<'columns' | 'key' | 'onlyLeft' | 'onlyRight', readonly string[]>;

/** @throws TypeError when the line is no header. */
export function parseHeader(line: string): Names {
  const header = JSON.parse(line) as Partial<Names> & { kind?: unknown };
  const list = (name: keyof Names): readonly string[] => {
    const names = header[name];
    if (!Array.isArray(names) || !names.every((item) => typeof item === 'string')) {
      throw new TypeError(`The list ${name} in the header of the diff is malformed.`);
    }
    return names;
  };
  if (header.kind !== 'header') throw new TypeError('The diff has no header.');
  return {
    columns: list('columns'),
    key: list('key'),
    onlyLeft: list('onlyLeft'),
    onlyRight: list('onlyRight'),
  };
}
