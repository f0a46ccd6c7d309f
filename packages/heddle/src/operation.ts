/** A wasm module that the page compiles once and posts to its kernels. */
export interface Engine {
  /** Name by which the kernels know the engine. */
  readonly name: string;
  /** Where the compiled builds lie. Functions, so that nothing is resolved before it is needed. */
  readonly modules: {
    /** SIMD, shared memory and threads. */
    readonly threads: () => URL;
    /** SIMD, one thread. */
    readonly simd: () => URL;
  };
}

/** A message body and the objects in it that change their owner when it is posted. */
export interface Posted {
  readonly value: unknown;
  readonly transfer: Transferable[];
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
   * Makes the message body that the kernel receives. Called once for every attempt, so it must
   * leave `input` as it was: nothing that the caller owns may be transferred.
   *
   * @throws HeddleError `invalid_argument` when the input is not what the operation takes.
   */
  encode(input: Input): Posted | Promise<Posted>;
  /**
   * Makes the result from the kernel's reply.
   *
   * @throws when the reply is malformed; the kernel is then taken for broken.
   */
  decode(reply: unknown): Result;
}

/** The operation's full name, such as `table.diff`. */
export function operationName(operation: Operation<never, unknown>): string {
  return `${operation.engine.name}.${operation.name}`;
}
