import type { Host, Port, PortEvents, WorkerSource } from '../src/host.js';
import type { Operation } from '../src/operation.js';
import {
  parseToKernel,
  stamp,
  type JobMessage,
  type ToKernel,
  type ToPage,
} from '../src/protocol.js';
import type { HostFacts } from '../src/tier.js';

/** A worker whose answers the test gives. */
export class FakeWorker implements Port {
  readonly received: ToKernel[] = [];
  readonly events: PortEvents;
  readonly #respond: Respond;
  closed = false;
  alive = true;

  constructor(events: PortEvents, respond: Respond) {
    this.events = events;
    this.#respond = respond;
    queueMicrotask(() => {
      this.#respond(this, undefined);
    });
  }

  post(value: unknown): void {
    const message = parseToKernel(value);
    if (message.type === 'run') structuredClone(message.jobs);
    this.received.push(message);
    queueMicrotask(() => {
      if (!this.closed) this.#respond(this, message);
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  keepAlive(alive: boolean): void {
    this.alive = alive;
  }

  /** Sends a message to the page. */
  say(message: ToPage): void {
    this.events.message(stamp(message));
  }

  /** The jobs that came in. */
  get jobs(): JobMessage[] {
    return this.of('run').flatMap((message) => message.jobs);
  }

  /** Messages of one type that came in. */
  of<Type extends ToKernel['type']>(type: Type): (ToKernel & { type: Type })[] {
    return this.received.filter((m): m is ToKernel & { type: Type } => m.type === type);
  }
}

/** Called once without a message when the worker starts, then for every message. */
export type Respond = (worker: FakeWorker, message: ToKernel | undefined) => void;

/** Starts, loads, and answers each run with its own input; operations named `wait` get no answer. */
export const obedient: Respond = (worker, message) => {
  if (message === undefined) worker.say({ type: 'ready' });
  else if (message.type === 'load') {
    const { engine } = message;
    worker.say({ type: 'loaded', engine, memoryMaximum: 2 ** 30, shared: undefined });
  } else if (message.type === 'run') {
    for (const { job, operation, input } of message.jobs) {
      if (operation === 'echo') worker.say({ type: 'done', job, result: input });
    }
  }
};

/** A host without threads of any kind. */
export class FakeHost implements Host {
  readonly facts: HostFacts;
  readonly cores: number;
  readonly workerFile = 'worker.js';
  readonly sources: WorkerSource[] = [];
  readonly workers: FakeWorker[] = [];
  readonly compiled: string[] = [];
  respond: Respond;

  constructor(respond: Respond = obedient, facts: Partial<HostFacts> = {}, cores = 4) {
    this.respond = respond;
    this.cores = cores;
    this.facts = {
      worker: true,
      isolated: true,
      secureContext: true,
      sharedArrayBuffer: true,
      sharedMemory: true,
      wasm: 'present',
      simd: true,
      atomics: true,
      ...facts,
    };
  }

  open(source: WorkerSource, events: PortEvents): FakeWorker {
    this.sources.push(source);
    const worker = new FakeWorker(events, (self, message) => {
      this.respond(self, message);
    });
    this.workers.push(worker);
    return worker;
  }

  compile(url: URL): Promise<WebAssembly.Module> {
    this.compiled.push(url.href);
    return Promise.resolve(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  }

  /** The worker that was opened as the `index`th. */
  worker(index: number): FakeWorker {
    const worker = this.workers[index];
    if (worker === undefined) throw new Error(`There is no worker ${index} yet.`);
    return worker;
  }
}

/** An operation that posts its input as it is and takes any reply. */
export function operation(name: string): Operation<unknown, unknown> {
  return {
    engine: {
      name: 'test',
      modules: {
        threads: () => new URL('test:threads'),
        simd: () => new URL('test:simd'),
      },
    },
    name,
    encode: (input) => ({ value: input, transfer: [] }),
    decode: (reply) => reply,
  };
}

export const echo = operation('echo');
export const wait = operation('wait');

/** Resolves when `condition` holds; fails after two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const limit = performance.now() + 2000;
  while (!condition()) {
    if (performance.now() > limit) throw new Error(`Not so within 2 s: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
