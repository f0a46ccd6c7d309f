import { describe, expect, it, vi } from 'vitest';

import { HeapView } from './heap_view.js';

function make(): { view: HeapView; release: () => void; memory: SharedArrayBuffer } {
  const memory = new SharedArrayBuffer(16);
  new Uint8Array(memory).set([1, 2, 3], 8);
  const release = vi.fn();
  return { view: new HeapView({ view: 1, memory, address: 8, size: 3 }, release), release, memory };
}

describe('AHeapView', () => {
  it('ShowsTheMemoryItself', () => {
    const { view, memory } = make();
    expect(view.size).toBe(3);
    expect([...view.bytes]).toEqual([1, 2, 3]);
    new Uint8Array(memory)[9] = 7;
    expect(view.bytes[1]).toBe(7);
  });

  it('IsReleasedOnce', () => {
    const { view, release } = make();
    {
      using held = view;
      expect(held.bytes.length).toBe(3);
      expect(release).not.toHaveBeenCalled();
    }
    view.dispose();
    expect(release).toHaveBeenCalledTimes(1);
    expect(() => view.bytes).toThrow(/disposed/);
  });
});
