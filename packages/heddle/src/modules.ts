import { HeddleError, messageOf } from './errors.js';
import type { Host } from './host.js';
import type { Engine } from './operation.js';
import type { Build } from './protocol.js';

/** Compiles each engine's module once, for all kernels of a pool. */
export class ModuleCache {
  readonly #host: Host;
  readonly #build: Build;
  readonly #modules = new Map<string, Promise<WebAssembly.Module>>();

  constructor(host: Host, build: Build) {
    this.#host = host;
    this.#build = build;
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
      module = this.#compile(engine.modules[this.#build]());
      this.#modules.set(engine.name, module);
      module.catch(() => this.#modules.delete(engine.name));
    }
    return module;
  }

  async #compile(url: URL): Promise<WebAssembly.Module> {
    try {
      return await this.#host.compile(url);
    } catch (cause) {
      throw new HeddleError(
        'unavailable',
        `The module ${url.href} could not be loaded (${messageOf(cause)}): check that it is there.`,
        { cause },
      );
    }
  }
}
