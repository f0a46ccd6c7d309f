/**
 * Why a job or a pool failed.
 *
 * - `invalid_argument`: the call itself is wrong (an option, a key column that does not exist).
 * - `malformed_input`: the input's bytes are not what they should be.
 * - `out_of_memory`: the input or the result does not fit into the memory that the host allows.
 * - `unavailable`: the host lacks what was asked for; the message says what, and the remedy.
 * - `io`: an input could not be read.
 * - `internal`: a defect in Heddle.
 * - `kernel_failed`: the worker that ran the job crashed, ended or answered nonsense; it was replaced.
 * - `operation_failed`: an operation of a kernel of one's own threw an error; `cause` is that error.
 * - `timeout`: the job took longer than its `timeout` allows.
 * - `queue_full`: too many jobs wait; the message says how to wait for a place.
 * - `disposed`: the pool was disposed of before the job ended.
 */
export type ErrorCode = (typeof errorCodes)[number];

/** Every {@link ErrorCode}. */
export const errorCodes = [
  'invalid_argument',
  'malformed_input',
  'out_of_memory',
  'unavailable',
  'io',
  'internal',
  'kernel_failed',
  'operation_failed',
  'timeout',
  'queue_full',
  'disposed',
] as const;

/** What is known about a failure beside its message. */
export interface ErrorDetails {
  /** Name of the operation, such as `table.diff`. */
  readonly op?: string | undefined;
  /** Name of the input to blame, such as `left`. */
  readonly input?: string | undefined;
  /** Line in that input, from 1. */
  readonly line?: number | undefined;
  /** Byte in that input, from 0. */
  readonly byteOffset?: number | undefined;
  /** Number of the kernel that had the job, from 1. */
  readonly kernel?: number | undefined;
  /** How many times the job was started. */
  readonly attempts?: number | undefined;
  /** The error underneath; with the worker's own stack where it comes from there. */
  readonly cause?: unknown;
}

/** The one error class of this package; its message names the cause and the remedy. */
export class HeddleError extends Error {
  override readonly name = 'HeddleError';
  readonly code: ErrorCode;
  // Declared only, so that what is not known is not there at all.
  /** Name of the operation, such as `table.diff`. */
  declare readonly op?: string;
  /** Name of the input to blame, such as `left`. */
  declare readonly input?: string;
  /** Line in that input, from 1. */
  declare readonly line?: number;
  /** Byte in that input, from 0. */
  declare readonly byteOffset?: number;
  /** Number of the kernel that had the job, from 1. */
  declare readonly kernel?: number;
  /** How many times the job was started. */
  declare readonly attempts?: number;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.op !== undefined) this.op = details.op;
    if (details.input !== undefined) this.input = details.input;
    if (details.line !== undefined) this.line = details.line;
    if (details.byteOffset !== undefined) this.byteOffset = details.byteOffset;
    if (details.kernel !== undefined) this.kernel = details.kernel;
    if (details.attempts !== undefined) this.attempts = details.attempts;
  }
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
