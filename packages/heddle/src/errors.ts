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
  'disposed',
] as const;

/** Tells whether `value` is an {@link ErrorCode}. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return (errorCodes as readonly unknown[]).includes(value);
}

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
  /** The error underneath. */
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

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.op !== undefined) this.op = details.op;
    if (details.input !== undefined) this.input = details.input;
    if (details.line !== undefined) this.line = details.line;
    if (details.byteOffset !== undefined) this.byteOffset = details.byteOffset;
  }
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
