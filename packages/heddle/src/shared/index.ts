/** Structures in shared memory, the same bytes in JavaScript and in C++. Loads nothing else of heddle. */
export { SpscRing, type RingArray, type RingArrayType, type SpscRingPlace } from './spsc_ring.js';
export { TripleBuffer, type TripleBufferPlace } from './triple_buffer.js';
