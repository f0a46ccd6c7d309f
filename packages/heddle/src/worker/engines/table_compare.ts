import { HeddleError } from '../../errors.js';
import type { PostedProposal } from '../../table/summary.js';
import type { MeasuredInput } from '../inputs.js';
import type { JobContext } from '../kernel.js';
import { isFatal, Scratch } from '../memory.js';
import { type EncodedOptions, type TableModule } from './table_module.js';

/** Two files that were compared. */
export interface Compared {
  /** The struct heddle_table_diff. */
  readonly diff: number;
  /** When a key was looked for. */
  readonly proposal: PostedProposal | undefined;
  /** Time that the comparison took, without reading the inputs where these are in memory. */
  readonly seconds: number;
  /** Whether the files are read piece by piece, each time that rows are asked for. */
  readonly large: boolean;
}

const names = ['left', 'right'] as const;

/**
 * Compares the inputs left and right: in the module's memory, or where they do not fit into what the job may take piece
 * by piece.
 *
 * scratch  holds the diff, and what it is made of.
 * own      whether the diff outlives the job.
 */
export async function compareInputs(
  table: TableModule,
  input: unknown,
  options: EncodedOptions,
  scratch: Scratch,
  job: JobContext,
  own = false,
): Promise<Compared> {
  const [left, right] = names.map((name) => table.measure(input, name, scratch)) as [
    MeasuredInput,
    MeasuredInput,
  ];
  const size = left.size + right.size;
  const limit = Math.min(options.memoryLimit ?? Infinity, table.spare);
  if (size <= limit) {
    table.begin(job);
    const beside = options.memoryLimit === undefined ? 0 : Math.max(1, limit - size);
    const compared = await compareInMemory(
      table,
      [left, right],
      options,
      beside,
      scratch,
      job,
      own,
    );
    if (compared !== undefined) return compared;
    table.beginAgain();
  } else {
    table.begin(job, 0);
  }
  if (options.findKey) {
    throw new HeddleError(
      'invalid_argument',
      "key: 'auto' needs both files in memory, and they are larger: allow more memory, or name the key.",
    );
  }
  const start = performance.now();
  const most = Math.max(1, Math.min(options.memoryLimit ?? Infinity, table.spare));
  const diff = await table.compareLarge(left, right, options, most, scratch, job);
  const seconds = (performance.now() - start) / 1000;
  return { diff, proposal: undefined, seconds, large: true };
}

/** Undefined: there was not enough memory; what was taken of it is given back. */
async function compareInMemory(
  table: TableModule,
  inputs: readonly [MeasuredInput, MeasuredInput],
  asked: EncodedOptions,
  memoryLimit: number,
  scratch: Scratch,
  job: JobContext,
  own: boolean,
): Promise<Compared | undefined> {
  const inner = new Scratch(table.memory);
  try {
    const [left, right] = await table.read(inputs, names, inner, job, own);
    const { options, proposal } = table.findKey(left, right, asked, inner, job);
    const start = performance.now();
    const diff = table.compare(left, right, options, memoryLimit, inner, job);
    const seconds = (performance.now() - start) / 1000;
    scratch.add(() => {
      inner.release();
    });
    return { diff, proposal, seconds, large: false };
  } catch (error) {
    // After a trap, touching the engine again could hang.
    if (!isFatal(error)) inner.release();
    if (error instanceof HeddleError && error.code === 'out_of_memory') return undefined;
    throw error;
  }
}
