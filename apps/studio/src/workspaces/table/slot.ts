/** The places for files, and what is in them. */
import type { Problem } from '../../parts/ProblemNote.tsx';
import type { Fix } from './problem.ts';

export interface SourceFile {
  /** Tells two files with the same name apart. */
  readonly id: number;
  readonly name: string;
  readonly data: Blob;
}

let files = 0;

export function sourceOf(file: File): SourceFile {
  return { id: ++files, name: file.name, data: file };
}

export type Slot =
  | { readonly status: 'empty' }
  | { readonly status: 'reading'; readonly file: SourceFile }
  | {
      readonly status: 'ready';
      readonly file: SourceFile;
      readonly columns: readonly string[];
      /** Why the last run could not use this file, and ways of reading that can. */
      readonly problem?: Problem;
      readonly fixes?: readonly Fix[];
    }
  | {
      readonly status: 'broken';
      readonly file: SourceFile;
      readonly problem: Problem;
      readonly fixes?: readonly Fix[];
    };

export const emptySlot: Slot = { status: 'empty' };

/** Whether it is this very file that is there: it may have been replaced meanwhile. */
export function holds(slot: Slot, file: SourceFile): boolean {
  return slot.status !== 'empty' && slot.file.id === file.id;
}

/** The slot while its header is read again: by another dialect the file has other columns. */
export function reread(slot: Slot): Slot {
  return slot.status === 'empty' ? slot : { status: 'reading', file: slot.file };
}

/** What came of reading the header of a file. */
export type HeaderAction =
  | { type: 'columnsRead'; file: SourceFile; columns: readonly string[] }
  | { type: 'readFailed'; file: SourceFile; problem: Problem; fixes: readonly Fix[] };

/** What stands in the file's place then. */
export function afterHeader(action: HeaderAction): Slot {
  const { file } = action;
  if (action.type === 'columnsRead') return { status: 'ready', file, columns: action.columns };
  const { problem, fixes } = action;
  return { status: 'broken', file, problem, fixes };
}
