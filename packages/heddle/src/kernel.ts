import { Connection } from './connection.js';
import { HeddleError, messageOf } from './errors.js';
import type { Host } from './host.js';
import type { ModuleCache } from './modules.js';
import { operationName, type Operation, type Posted } from './operation.js';
import type { Build } from './protocol.js';

/** Time that a job has to end by itself after it was cancelled, in milliseconds. */
export const cancelGrace = 250;

/** What all kernels of a pool have in common. */
export interface KernelSetup {
  readonly host: Host;
  readonly build: Build;
  readonly lanes: number;
  readonly modules: ModuleCache;
  /** The worker's script, or undefined for this package's own. */
  readonly workerUrl: URL | string | undefined;
}

/** What a kernel needs to know of a job. */
export interface Task {
  readonly operation: Operation<unknown, unknown>;
  readonly input: unknown;
  readonly onProgress: ((fraction: number) => void) | undefined;
}

interface Attempt {
  cancelled: boolean;
  grace: ReturnType<typeof setTimeout> | undefined;
}

/**
 * The page's side of one kernel: a place for one worker, which runs one job at a time.
 *
 * The worker starts with the first job. When it fails or is killed, the next job starts another one; so
 * a kernel itself never fails.
 */
export class Kernel {
  readonly #setup: KernelSetup;
  readonly #closing = new Set<Promise<void>>();
  #connection: Connection | undefined;
  #closed: HeddleError | undefined;
  #attempt: Attempt | undefined;
  #memoryMaximum: number | undefined;
  #jobs = 0;

  constructor(setup: KernelSetup) {
    this.#setup = setup;
  }

  /** Whether a job runs. */
  get busy(): boolean {
    return this.#attempt !== undefined;
  }

  /** Jobs that were started. */
  get jobs(): number {
    return this.#jobs;
  }

  /** Most bytes that the engine's memory can have; undefined before one was loaded. */
  get memoryMaximum(): number | undefined {
    return this.#memoryMaximum;
  }

  /** Whether the engine is loaded, so that a job of it starts at once. */
  isWarm(engine: string): boolean {
    return this.#connection?.broken === undefined && this.#connection?.has(engine) === true;
  }

  /**
   * Runs one job; only while not {@link busy}. Settles exactly once, whatever happens to the worker.
   *
   * @throws HeddleError
   */
  async run(task: Task): Promise<unknown> {
    const attempt: Attempt = { cancelled: false, grace: undefined };
    this.#attempt = attempt;
    ++this.#jobs;
    try {
      return await this.#run(task, attempt);
    } catch (error) {
      throw named(error, operationName(task.operation));
    } finally {
      clearTimeout(attempt.grace);
      this.#attempt = undefined;
      this.#connection?.keepAlive(false);
      if (this.#connection?.broken !== undefined) this.#retire(this.#connection.broken);
    }
  }

  /**
   * Ends the running job. With shared memory it is asked to end, and killed when it does not within
   * 250 ms; otherwise the worker, which cannot listen while it computes, is killed at once.
   */
  cancel(): void {
    const attempt = this.#attempt;
    const connection = this.#connection;
    if (attempt === undefined || attempt.cancelled) return;
    attempt.cancelled = true;
    // A worker that still starts is kept: the job is not posted to it.
    if (connection?.running !== true) return;
    if (this.#setup.build !== 'threads') {
      void connection.break(cancelled());
      return;
    }
    connection.requestCancel();
    attempt.grace = setTimeout(() => void connection.break(cancelled()), cancelGrace);
  }

  /** Ends the worker for good; a running job rejects with `error`. Resolves when it is gone. */
  async close(error: HeddleError): Promise<void> {
    this.#closed = error;
    this.#retire(error);
    await Promise.all(this.#closing);
  }

  async #run(task: Task, attempt: Attempt): Promise<unknown> {
    const { operation, input, onProgress } = task;
    const { host, build, lanes, modules, workerUrl } = this.#setup;
    const engine = operation.engine.name;
    const posted = await encode(operation, input);
    this.#checkpoint(attempt);

    if (this.#connection?.broken !== undefined) this.#retire(this.#connection.broken);
    const connection = (this.#connection ??= new Connection(host, workerUrl));
    connection.keepAlive(true);
    const module = connection.has(engine) ? undefined : await modules.get(operation.engine);
    this.#memoryMaximum = await connection.load({ engine, build, module, lanes });
    this.#checkpoint(attempt);

    const reply = await connection.run({ engine, operation: operation.name, posted, onProgress });
    try {
      return operation.decode(reply);
    } catch (cause) {
      const error = new HeddleError(
        'kernel_failed',
        `The kernel's reply is malformed and was refused. ${messageOf(cause)}`,
        { cause },
      );
      void connection.break(error);
      throw error;
    }
  }

  /** Stops an attempt that was cancelled, or whose kernel was closed, while it waited. */
  #checkpoint(attempt: Attempt): void {
    if (attempt.cancelled) throw cancelled();
    if (this.#closed !== undefined) throw this.#closed;
  }

  #retire(error: HeddleError): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#connection = undefined;
    const closed = connection.break(error).finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}

async function encode(operation: Operation<unknown, unknown>, input: unknown): Promise<Posted> {
  try {
    return await operation.encode(input);
  } catch (error) {
    if (error instanceof HeddleError) throw error;
    throw new HeddleError('invalid_argument', `The input is malformed. ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function cancelled(): HeddleError {
  return new HeddleError('kernel_failed', 'The job was cancelled.');
}

/** Adds the operation's name; anything that is not ours is a defect of ours. */
function named(error: unknown, op: string): HeddleError {
  if (!(error instanceof HeddleError)) {
    return new HeddleError('internal', messageOf(error), { op, cause: error });
  }
  const { code, message, input, line, byteOffset, cause } = error;
  return new HeddleError(code, message, { op, input, line, byteOffset, cause });
}
