import { HeddleError, messageOf } from './errors.js';
import type { Host } from './host.js';
import type { Engine } from './operation.js';
import type { Build } from './protocol.js';

/** What pools have compiled, by host and address, as long as one of them or a worker holds it. */
const compiled = new WeakMap<Host, Map<string, WeakRef<WebAssembly.Module>>>();

/** Compiles each engine's module once, for all kernels of a pool and for pools that come after it. */
export class ModuleCache {
  readonly #host: Host;
  readonly #build: Build;
  readonly #assets: URL | undefined;
  readonly #modules = new Map<string, Promise<WebAssembly.Module>>();

  /** assets  folder that holds the package's files; absent: the engines know where their modules are. */
  constructor(host: Host, build: Build, assets?: URL) {
    this.#host = host;
    this.#build = build;
    this.#assets = assets;
  }

  /**
   * The compiled module; undefined for the script build, which has none, and for an engine that brings its
   * own.
   *
   * @throws HeddleError `unavailable` when it cannot be fetched or compiled; the next call tries again.
   */
  async get(engine: Engine): Promise<WebAssembly.Module | undefined> {
    if (this.#build === 'script' || engine.modules === undefined) return undefined;
    let module = this.#modules.get(engine.name);
    if (module === undefined) {
      const url =
        this.#assets === undefined
          ? engine.modules[this.#build]()
          : new URL(`wasm/${engine.name}.${this.#build}.wasm`, this.#assets);
      module = this.#compile(url);
      this.#modules.set(engine.name, module);
      module.catch(() => this.#modules.delete(engine.name));
    }
    return module;
  }

  async #compile(url: URL): Promise<WebAssembly.Module> {
    const modules = compiled.get(this.#host) ?? new Map<string, WeakRef<WebAssembly.Module>>();
    compiled.set(this.#host, modules);
    const known = modules.get(url.href)?.deref();
    if (known !== undefined) return known;
    try {
      const module = await this.#host.compile(url);
      modules.set(url.href, new WeakRef(module));
      return module;
    } catch (cause) {
      throw new HeddleError(
        'unavailable',
        `The module ${url.href} could not be loaded (${messageOf(cause)}): check that it is there.`,
        { cause },
      );
    }
  }
}
