import { HeddleError, messageOf } from '../errors.js';
import type { Build, MemoryLimits } from '../protocol.js';

/** What Emscripten's module object has beside the engine's own functions. */
export interface ModuleRuntime {
  readonly wasmMemory: WebAssembly.Memory;
}

/** What Emscripten's factory is given; see its manual for each. */
export interface ModuleOptions {
  /** Threads that are started beside the calling one. */
  readonly nThreads?: number;
  readonly wasmMemory?: WebAssembly.Memory;
  readonly instantiateWasm?: (
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
  /** Called by the builds without threads while they compute. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Called by the table's module for a file that is read piece by piece: brings `size` bytes from `offset` on to the
   * address `into`, and returns a status code. It must not throw through the module.
   */
  readonly readSource?: ReadSource;
  readonly print?: (line: string) => void;
  readonly printErr?: (line: string) => void;
}

/** See {@link ModuleOptions.readSource}. */
export type ReadSource = (file: number, offset: number, into: number, size: number) => number;

/** The default export of a build. */
export type ModuleFactory<Exports> = (options: ModuleOptions) => Promise<Exports & ModuleRuntime>;

/** What a kernel is told about an engine to load. */
export interface LoadOptions {
  readonly build: Build;
  readonly module: WebAssembly.Module | undefined;
  /** From 1. */
  readonly lanes: number;
  readonly memory: MemoryLimits;
}

/** A module that runs. */
export interface Instance<Exports> {
  readonly module: Exports & ModuleRuntime;
  /** Most bytes that its memory can have. */
  readonly memoryMaximum: number;
}

const pageBytes = 65_536;
/** Maxima for memory, tried in this order: phones refuse the large ones. In bytes. */
const memoryMaxima = [2 ** 31, 2 ** 30, 2 ** 29, 2 ** 28] as const;
/** What the builds are linked to start with, in bytes (INITIAL_MEMORY). */
const initialMemory = 2 ** 24;

/**
 * Makes one instance of a build.
 *
 * listener    receives the progress of the builds without threads.
 * readSource  reads files, where the module asks for such.
 * @throws HeddleError `out_of_memory` when the host does not give the memory to start with.
 */
export async function instantiate<Exports>(
  factory: ModuleFactory<Exports>,
  { build, module, lanes, memory: limits }: LoadOptions,
  listener: (done: number, total: number) => void,
  readSource?: ReadSource,
): Promise<Instance<Exports>> {
  const shared = build === 'threads';
  // What is no WebAssembly has a memory of its own.
  const memory = build === 'script' ? undefined : allocate(limits, shared);
  const printed: string[] = [];
  try {
    const made = await new Promise<Exports & ModuleRuntime>((resolve, reject) => {
      const options: ModuleOptions = {
        onProgress: listener,
        // A library prints nothing; the last lines explain an abort.
        print: () => undefined,
        printErr: (line) => printed.push(line),
        ...(readSource === undefined ? {} : { readSource }),
        ...(shared ? { nThreads: lanes - 1 } : {}),
        ...(memory === undefined ? {} : { wasmMemory: memory.memory }),
        ...(module === undefined ? {} : { instantiateWasm: instantiator(module, reject) }),
      };
      factory(options).then(resolve, reject);
    });
    return { module: made, memoryMaximum: memory?.maximum ?? memoryMaxima[0] };
  } catch (cause) {
    const text = [messageOf(cause), ...printed.slice(-3)].join(' ');
    const code = cause instanceof RangeError ? 'out_of_memory' : 'unavailable';
    throw new HeddleError(code, `The ${build} build could not be started: ${text}`, { cause });
  }
}

function instantiator(
  module: WebAssembly.Module,
  reject: (error: unknown) => void,
): NonNullable<ModuleOptions['instantiateWasm']> {
  return (imports, receive) => {
    WebAssembly.instantiate(module, imports).then((instance) => {
      receive(instance, module);
    }, reject);
    return {};
  };
}

/** @throws HeddleError `out_of_memory` */
function allocate(
  { maximum: wanted, fixed }: MemoryLimits,
  shared: boolean,
): { memory: WebAssembly.Memory; maximum: number } {
  let refusal: unknown;
  for (const maximum of wanted === undefined ? memoryMaxima : [wanted]) {
    try {
      const memory = new WebAssembly.Memory({
        initial: (fixed && shared ? maximum : initialMemory) / pageBytes,
        maximum: maximum / pageBytes,
        shared,
      });
      return { memory, maximum };
    } catch (error) {
      refusal = error;
    }
  }
  const least = (wanted ?? memoryMaxima[memoryMaxima.length - 1] ?? 0) / 2 ** 20;
  throw new HeddleError(
    'out_of_memory',
    `The host gives no ${shared ? 'shared ' : ''}memory, not even ${least} MB: close other pages, or ask for less${shared ? ', or use the tier workers' : ''}.`,
    { cause: refusal },
  );
}
