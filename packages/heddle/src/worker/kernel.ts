import { HeddleError, messageOf } from '../errors.js';
import {
  parseToKernel,
  stamp,
  type PostedError,
  type SharedControl,
  type ToKernel,
  type ToPage,
} from '../protocol.js';
import { CancelledError, isAllocationFailure, isFatal } from './memory.js';
import type { LoadOptions } from './module.js';

/** The worker's end of its message channel. */
export interface KernelPort {
  post(message: unknown, transfer: Transferable[]): void;
  listen(receive: (value: unknown) => void): void;
}

/** What an operation sees of the job that it runs. */
export interface JobContext {
  /** Whether the page has asked the job to end. */
  readonly cancelled: boolean;
  /** Tells the page how much is done, 0 to 1. */
  progress(fraction: number): void;
  /** Tells the page where it may watch and cancel the job through shared memory. */
  share(control: SharedControl): void;
}

/** A result and the objects in it that change their owner. */
export interface Outcome {
  readonly result: unknown;
  readonly transfer: Transferable[];
}

/** An engine that is loaded; it runs one job at a time. */
export interface LoadedEngine {
  /** Most bytes that its memory can have. */
  readonly memoryMaximum: number;
  readonly operations: Readonly<
    Record<string, (input: unknown, job: JobContext) => Promise<Outcome>>
  >;
}

/** Loads an engine. */
export type EngineLoader = (options: LoadOptions) => Promise<LoadedEngine>;

/**
 * The common part of every kernel's worker: receives messages, loads engines and runs their operations.
 *
 * An error that an operation does not throw on purpose (a HeddleError) leaves the engine in an unknown
 * state, so it is reported as fatal and the page replaces the worker.
 */
export function serveKernel(
  port: KernelPort,
  loaders: Readonly<Record<string, EngineLoader>>,
): void {
  const engines = new Map<string, LoadedEngine>();
  const cancelled = new Set<number>();
  const post = (message: ToPage, transfer: Transferable[] = []): void => {
    port.post(stamp(message), transfer);
  };

  async function load(message: ToKernel & { type: 'load' }): Promise<void> {
    const { engine } = message;
    try {
      const loader = Object.hasOwn(loaders, engine) ? loaders[engine] : undefined;
      if (loader === undefined) {
        throw new HeddleError('unavailable', `This kernel has no engine ${engine}.`);
      }
      const loaded = await loader(message);
      engines.set(engine, loaded);
      post({ type: 'loaded', engine, memoryMaximum: loaded.memoryMaximum });
    } catch (error) {
      post({ type: 'load-failed', engine, error: { ...describe(error), fatal: true } });
    }
  }

  async function run({ job, engine, operation, input }: ToKernel & { type: 'run' }): Promise<void> {
    const context: JobContext = {
      get cancelled() {
        return cancelled.has(job);
      },
      progress: (fraction) => {
        post({ type: 'progress', job, fraction });
      },
      share: (control) => {
        post({ type: 'control', job, control });
      },
    };
    try {
      const operations = engines.get(engine)?.operations ?? {};
      const work = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (work === undefined) {
        throw new HeddleError(
          'unavailable',
          `This kernel has no operation ${engine}.${operation}.`,
        );
      }
      const { result, transfer } = await work(input, context);
      post({ type: 'done', job, result }, transfer);
    } catch (error) {
      post({ type: 'failed', job, error: describe(error) });
    } finally {
      cancelled.delete(job);
    }
  }

  port.listen((value) => {
    try {
      const message = parseToKernel(value);
      switch (message.type) {
        case 'load':
          void load(message);
          return;
        case 'run':
          void run(message);
          return;
        case 'cancel':
          cancelled.add(message.job);
          return;
      }
    } catch (error) {
      post({ type: 'broken', message: messageOf(error) });
    }
  });
  post({ type: 'ready' });
}

/** Tells the page that something broke outside of any job. */
export function reportBroken(port: KernelPort, error: unknown): void {
  port.post(stamp({ type: 'broken', message: messageOf(error) }), []);
}

function describe(error: unknown): PostedError {
  if (error instanceof HeddleError) {
    const { code, message, input, line, byteOffset } = error;
    return { code, message, input, line, byteOffset, fatal: false };
  }
  const place = { input: undefined, line: undefined, byteOffset: undefined };
  const text = messageOf(error);
  if (error instanceof CancelledError) {
    return { code: 'cancelled', message: 'The job was cancelled.', ...place, fatal: false };
  }
  const fatal = isFatal(error);
  if (isAllocationFailure(error)) {
    const message = `The result does not fit into memory (${text}): use smaller inputs.`;
    return { code: 'out_of_memory', message, ...place, fatal };
  }
  if (/\bOOM\b|out of memory|enlarge memory/i.test(text)) {
    const message = `The kernel ran out of memory (${text}): use smaller inputs.`;
    return { code: 'out_of_memory', message, ...place, fatal };
  }
  return { code: 'kernel_failed', message: `The kernel crashed. ${text}`, ...place, fatal };
}
