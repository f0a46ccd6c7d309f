import type { HeapView } from './heap_view.js';
import type { Slices } from './slices.js';

/** What the kernels load before a job can run. */
export interface Engine {
  /** Name by which the kernels know the engine. */
  readonly name: string;
  /**
   * Where the compiled builds lie. Functions, so that nothing is resolved before it is needed. Absent for
   * a kernel of one's own, which brings what it needs itself.
   */
  readonly modules?:
    | {
        /** SIMD, shared memory and threads. */
        readonly threads: () => URL;
        /** SIMD, one thread. */
        readonly simd: () => URL;
      }
    | undefined;
}

/** A message body and the objects in it that change their owner when it is posted. */
export interface Posted {
  readonly value: unknown;
  readonly transfer: Transferable[];
  /** Large inputs that are posted before it, piece by piece. */
  readonly slices?: Slices | undefined;
}

/**
 * One thing that an engine can do, typed from its input to its result.
 *
 * An operation is a stateless description: it may be shared by pools and run any number of times.
 */
export interface Operation<Input, Result> {
  readonly engine: Engine;
  /** Name within the engine, such as `diff`. */
  readonly name: string;
  /**
   * Most milliseconds between two signs of life of a kernel that runs it (lanes that begin work,
   * progress); then the kernel is taken for lost. Absent: it may be silent as long as it likes.
   */
  readonly silence?: number | undefined;
  /**
   * Makes the message body that the kernel receives. Called once for every attempt, so it must leave
   * `input` as it was; unless `move` says that the caller gives its buffers away.
   *
   * @throws HeddleError `invalid_argument` when the input is not what the operation takes.
   */
  encode(input: Input, move: boolean): Posted | Promise<Posted>;
  /**
   * Makes the result from the kernel's reply.
   *
   * views  parts of the result that were left in the kernel's heap; the result owns them.
   * @throws when the reply is malformed; the kernel is then taken for broken.
   */
  decode(reply: unknown, views: readonly HeapView[]): Result;
}

/** The operation's full name, such as `table.diff`. */
export function operationName(operation: Operation<never, unknown>): string {
  return `${operation.engine.name}.${operation.name}`;
}
