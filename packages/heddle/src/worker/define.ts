import { HeddleError, messageOf } from '../errors.js';
import { ownEngine } from '../own.js';
import {
  serveKernel,
  type JobContext,
  type KernelPort,
  type LoadedEngine,
  type Outcome,
  type Work,
} from './kernel.js';
import { CancelledError, isAllocationFailure } from './memory.js';
import type { SessionKind } from './sessions.js';

/** What a user's own operation sees of the job that it runs. */
export interface OwnJob {
  /** Whether the page has asked the job to end; seen only by operations that wait now and then. */
  readonly cancelled: boolean;
  /** Tells the page how much is done, 0 to 1. */
  progress(fraction: number): void;
  /** Names objects in the result that are moved to the page instead of copied. */
  transfer(objects: Transferable[]): void;
  /** Ends the job when the page has asked for that. */
  throwIfCancelled(): void;
}

/** An operation: from an input to a result, at once or later. */
export type OwnOperation = (input: never, job: OwnJob) => unknown;

/** State that lives in the kernel from one job to the next. */
export interface OwnSession {
  /** Makes the state: from the input, or where there is one from a checkpoint. */
  open(input: never, checkpoint: Uint8Array | undefined): unknown;
  /** What can be done with the state. The same steps must lead to the same state. */
  readonly ops: Readonly<Record<string, (state: never, input: never, job: OwnJob) => unknown>>;
  /** The state as bytes, so that the session outlives its kernel without all its steps being done again. */
  checkpoint?(state: never): Uint8Array | Promise<Uint8Array>;
  /** Releases what the state holds. */
  close?(state: never): unknown;
}

/** What a kernel of one's own can do. */
export interface KernelDefinition {
  readonly ops?: Readonly<Record<string, OwnOperation>>;
  readonly sessions?: Readonly<Record<string, OwnSession>>;
}

/**
 * Makes this worker a kernel.
 *
 * An error that an operation throws rejects the job with the code `operation_failed`, and the kernel goes
 * on; after a trap of WebAssembly the worker is replaced.
 */
export function serveDefinition(port: KernelPort, definition: KernelDefinition): void {
  const operations = mapValues(definition.ops ?? {}, (work) => adapt(work as AnyWork));
  const sessions = mapValues(definition.sessions ?? {}, adaptSession);
  const engine: LoadedEngine = { memoryMaximum: 2 ** 31, operations, sessions };
  serveKernel(port, { [ownEngine]: () => Promise.resolve(engine) });
}

type AnyWork = (input: unknown, job: OwnJob) => unknown;

class Job implements OwnJob {
  readonly transferred: Transferable[] = [];
  readonly #context: JobContext;

  constructor(context: JobContext) {
    this.#context = context;
  }

  get cancelled(): boolean {
    return this.#context.cancelled;
  }

  progress(fraction: number): void {
    this.#context.progress(Math.min(1, Math.max(0, fraction)));
  }

  transfer(objects: Transferable[]): void {
    this.transferred.push(...objects);
  }

  throwIfCancelled(): void {
    if (this.cancelled) throw new CancelledError();
  }
}

/** Runs a user's function; only a promise is waited for. */
function perform(context: JobContext, call: (job: OwnJob) => unknown): Outcome | Promise<Outcome> {
  const job = new Job(context);
  const finish = (result: unknown): Outcome => ({ result, transfer: job.transferred });
  try {
    const result = call(job);
    if (!(result instanceof Promise)) return finish(result);
    return result.then(finish, (error: unknown) => {
      throw blame(error);
    });
  } catch (error) {
    throw blame(error);
  }
}

function adapt(work: AnyWork): Work {
  return (input, context) => perform(context, (job) => work(input, job));
}

function adaptSession(session: OwnSession): SessionKind {
  type Step = (state: unknown, input: unknown, job: OwnJob) => unknown;
  const open = session.open.bind(session) as (input: unknown, bytes?: Uint8Array) => unknown;
  const steps = mapValues(session.ops, (step) => {
    const call = step as Step;
    return (state: unknown, input: unknown, context: JobContext) =>
      perform(context, (job) => call(state, input, job));
  });
  return {
    async open(input, checkpoint) {
      try {
        return await open(input, checkpoint);
      } catch (error) {
        throw blame(error);
      }
    },
    steps,
    checkpoint: session.checkpoint?.bind(session) as SessionKind['checkpoint'],
    close: session.close?.bind(session) as SessionKind['close'],
  };
}

/** Says whose error it is; one that leaves the kernel in an unknown state stays what it is. */
function blame(error: unknown): unknown {
  const known = error instanceof HeddleError || error instanceof CancelledError;
  if (known || isAllocationFailure(error) || isTrap(error)) return error;
  return new HeddleError('operation_failed', messageOf(error), { cause: error });
}

function isTrap(error: unknown): boolean {
  return typeof WebAssembly !== 'undefined' && error instanceof WebAssembly.RuntimeError;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
