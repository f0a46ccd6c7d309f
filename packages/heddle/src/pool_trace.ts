import type { Dispatcher } from './dispatcher.js';
import type { Kernel } from './kernel.js';
import type { Engine, Operation } from './operation.js';
import type { ChromeTrace, TraceEvent, Tracer } from './trace.js';

/** Records what the kernels and their lanes do. */
export class PoolTrace {
  readonly #dispatcher: Dispatcher;
  readonly #tracer: Tracer;

  constructor(dispatcher: Dispatcher, tracer: Tracer) {
    this.#dispatcher = dispatcher;
    this.#tracer = tracer;
  }

  /**
   * Starts to record, from nothing. Of the lanes those are recorded whose engine is loaded by now: warm()
   * the pool before. Resolves when all of them record.
   */
  async start(): Promise<void> {
    this.#tracer.start();
    await Promise.all(this.#ask(true));
  }

  /**
   * Stops, and hands out all that was recorded: one process for each kernel, with one row for its jobs and one
   * for each lane. Written as JSON it can be opened in Perfetto or chrome://tracing.
   */
  async stop(): Promise<ChromeTrace> {
    const lanes = await Promise.all(this.#ask(false));
    this.#tracer.stop();
    return this.#tracer.export(lanes.flat());
  }

  /** Tells every engine that has lanes; one whose kernel fails meanwhile has nothing to say. */
  #ask(start: boolean): Promise<TraceEvent[]>[] {
    const { kernels, engines } = this.#dispatcher;
    return kernels.flatMap((kernel) =>
      [...kernel.engines.keys()].flatMap((name) => {
        const engine = engines.get(name);
        if (engine?.modules === undefined) return [];
        return [this.#askOne(kernel, engine, start).catch(() => [])];
      }),
    );
  }

  async #askOne(kernel: Kernel, engine: Engine, start: boolean): Promise<TraceEvent[]> {
    const errand = { action: 'trace', target: undefined } as const;
    const operation = { ...traceOperation, engine };
    const { promise } = this.#dispatcher.submit(operation, start, {}, kernel, errand);
    return parseLanes(await promise, kernel.number);
  }
}

const traceOperation: Omit<Operation<unknown, unknown>, 'engine'> = {
  name: 'trace',
  encode: (value) => ({ value, transfer: [] }),
  decode: (reply) => reply,
};

/** The spans in an engine's own trace, moved to the rows of its kernel. */
function parseLanes(text: unknown, kernel: number): TraceEvent[] {
  if (typeof text !== 'string') return [];
  const trace = JSON.parse(text) as { traceEvents?: unknown };
  const events: unknown[] = Array.isArray(trace.traceEvents) ? trace.traceEvents : [];
  return events.flatMap((value): TraceEvent[] => {
    const { name, ph, tid, ts, dur } = value as Readonly<Record<string, unknown>>;
    const span = typeof tid === 'number' && typeof ts === 'number' && typeof dur === 'number';
    if (ph !== 'X' || !span || typeof name !== 'string') return [];
    return [{ name, ph, pid: kernel, tid: tid + 1, ts, dur }];
  });
}
