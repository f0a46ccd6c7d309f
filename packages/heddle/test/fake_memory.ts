import { ModuleMemory } from '../src/worker/memory.js';

/**
 * A module that only hands out memory, and remembers what is held.
 *
 * pages  its memory, in pages of 64 KiB; it can grow to four times as much.
 */
export function fakeMemory(pages = 1) {
  const wasmMemory = new WebAssembly.Memory({ initial: pages, maximum: 4 * pages });
  const held: number[] = [];
  let next = 64;
  const module = {
    wasmMemory,
    held,
    _heddle_memory_allocate(size: number): number {
      if (next + size > wasmMemory.buffer.byteLength) return 0;
      const pointer = next;
      next += Math.ceil(size / 64) * 64;
      held.push(pointer);
      return pointer;
    },
    _heddle_memory_release(pointer: number): void {
      held.splice(held.indexOf(pointer), 1);
    },
    _heddle_bytes_release: () => undefined,
  };
  return { module, memory: new ModuleMemory(module, 4 * pages * 2 ** 16) };
}
