/** The simulation's WebAssembly module without the package around it, on one lane of the calling thread. */
import createModule from '../../../packages/heddle/wasm/sim.threads.mjs';
import { heddleBytes, heddleError } from '../../../packages/heddle/dist/generated/common.js';
import { heddleSimState } from '../../../packages/heddle/dist/generated/sim.js';

export class SimModule {
  #module;
  #scheduler;
  #world;
  #state;
  #bytes;
  #error;

  /** snapshot  of the world that it holds. */
  static async open(snapshot) {
    const memory = new WebAssembly.Memory({ initial: 256, maximum: 16384, shared: true });
    const one = new SimModule();
    one.#module = await createModule({ nThreads: 0, wasmMemory: memory });
    const allocate = (size) => one.#module._heddle_memory_allocate(size) >>> 0;
    one.#state = allocate(heddleSimState.size);
    one.#bytes = allocate(heddleBytes.size);
    one.#error = allocate(heddleError.size);
    one.#scheduler = one.#module._heddle_scheduler_create(1, one.#error);
    const place = allocate(snapshot.length);
    new Uint8Array(memory.buffer).set(snapshot, place);
    one.#world = one.#module._heddle_sim_restore(
      place,
      snapshot.length,
      one.#scheduler,
      0,
      one.#error,
    );
    if (one.#scheduler === 0 || one.#world === 0)
      throw new Error('There is no world in the module.');
    one.#module._heddle_memory_release(place);
    return one;
  }

  /** Its text. */
  hash() {
    this.#module._heddle_sim_state_get(this.#world, this.#scheduler, this.#state);
    const { hashLow, hashHigh } = heddleSimState.fields;
    return [hashHigh, hashLow].map(({ offset }) => this.#word(this.#state + offset)).join('');
  }

  /** Writes it into the module's memory, and frees it; returns its length. */
  snapshot() {
    const failed = this.#module._heddle_sim_snapshot(this.#world, this.#bytes, this.#error);
    if (failed !== 0) throw new Error('The module gave no snapshot.');
    const length = parseInt(this.#word(this.#bytes + heddleBytes.fields.size.offset), 16);
    this.#module._heddle_bytes_release(this.#bytes);
    return length;
  }

  #word(address) {
    const view = new DataView(this.#module.wasmMemory.buffer);
    return view.getUint32(address, true).toString(16).padStart(8, '0');
  }
}
