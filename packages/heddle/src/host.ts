import type { HostFacts } from './tier.js';

/** What a worker tells whoever holds its {@link Port}. */
export interface PortEvents {
  /** A message, not checked yet. */
  message(value: unknown): void;
  /** The worker is unusable: its script failed, threw, ended, or sent what cannot be read. */
  failure(message: string, cause: unknown): void;
}

/** One worker, browser or Node. */
export interface Port {
  /** @throws when `value` cannot be cloned. */
  post(value: unknown, transfer: Transferable[]): void;
  /** Ends the worker at once, whatever it does; resolves when it is gone. No events follow. */
  close(): Promise<void>;
  /** Whether a process may not end while this worker lives; without meaning in a browser. */
  keepAlive(alive: boolean): void;
}

/**
 * Where a worker comes from: the address of its script, a function that makes one (in a browser a
 * `Worker`, in Node one of `node:worker_threads`), or undefined for this package's own.
 */
export type WorkerSource = URL | string | (() => unknown) | undefined;

/** What the pool needs of the place that it runs in; tests bring their own. */
export interface Host {
  readonly facts: HostFacts;
  /** Number of logical processors, from 1. */
  readonly cores: number;
  /** Where the package's own worker lies in a folder with the package's files. */
  readonly workerFile: string;
  /**
   * Starts a worker.
   *
   * @throws when no worker can be made at all.
   */
  open(source: WorkerSource, events: PortEvents): Port;
  /** Fetches and compiles a WebAssembly module. */
  compile(url: URL): Promise<WebAssembly.Module>;
}
