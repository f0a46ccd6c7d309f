import { HeddleError } from './errors.js';

/**
 * How much the host allows; every tier gives the same bits.
 *
 * - `threads`: WebAssembly with SIMD and shared memory; each kernel has several lanes.
 * - `workers`: WebAssembly with SIMD; several kernels of one lane.
 * - `script`: no WebAssembly, the same C++ as JavaScript; several kernels of one lane.
 * - `solo`: one kernel of one lane; chosen only when it is asked for.
 */
export type Tier = 'threads' | 'workers' | 'script' | 'solo';

/** A tier that was not chosen. */
export interface RefusedTier {
  readonly tier: Tier;
  /** One sentence that names the cause and the remedy. */
  readonly reason: string;
}

/** Which tier runs here, and why no higher one. */
export interface TierReport {
  readonly tier: Tier;
  /** One sentence for people. */
  readonly reason: string;
  /** The higher tiers that the host does not allow, highest first. */
  readonly refused: readonly RefusedTier[];
}

/** What was found out about the host; see {@link probeHost}. */
export interface HostFacts {
  /** Whether workers can be made. */
  readonly worker: boolean;
  /**
   * Whether the page may share memory: by the two cross-origin policies, by Document-Isolation-Policy
   * or by a service worker, which a page need not tell apart. Always true in Node.
   */
  readonly isolated: boolean;
  /** Whether the page came over https or from this machine; false explains a missing isolation. */
  readonly secureContext: boolean;
  /** Whether `SharedArrayBuffer` exists; an isolated page can be without it. */
  readonly sharedArrayBuffer: boolean;
  /** Whether WebAssembly memory can be shared. */
  readonly sharedMemory: boolean;
  /** `blocked`: it exists, but the content policy forbids it. */
  readonly wasm: 'present' | 'absent' | 'blocked';
  /** Whether WebAssembly has 128-bit SIMD. */
  readonly simd: boolean;
  /** Whether WebAssembly has atomic instructions. */
  readonly atomics: boolean;
}

/** The parts of a global object that are looked at; tests pass their own. */
export interface HostGlobal {
  readonly Worker?: unknown;
  readonly crossOriginIsolated?: boolean;
  readonly isSecureContext?: boolean;
  readonly SharedArrayBuffer?: unknown;
  readonly WebAssembly?: Pick<typeof WebAssembly, 'validate' | 'Module' | 'Instance' | 'Memory'>;
}

// prettier-ignore
const emptyModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
// (func (result v128) i32.const 0 i8x16.splat)
// prettier-ignore
const simdModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11);
// (memory 1 1 shared) (func i32.const 0 i32.atomic.load drop)
// prettier-ignore
const atomicsModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 4, 1, 3, 1, 1, 10, 11, 1, 9, 0, 65, 0, 254, 16, 2, 0, 26, 11);

/** Looks at what `host` can do. Starts nothing and takes well under a millisecond. */
export function probeHost(host: HostGlobal): HostFacts {
  const wasm = host.WebAssembly;
  const present = wasm !== undefined && typeof wasm.validate === 'function';
  return {
    worker: typeof host.Worker === 'function',
    isolated: host.crossOriginIsolated === true,
    secureContext: host.isSecureContext !== false,
    sharedArrayBuffer: typeof host.SharedArrayBuffer === 'function',
    sharedMemory:
      present && succeeds(() => new wasm.Memory({ initial: 1, maximum: 1, shared: true })),
    // A content policy forbids compiling, not the object: only trying tells.
    wasm: !present
      ? 'absent'
      : succeeds(() => new wasm.Instance(new wasm.Module(emptyModule)))
        ? 'present'
        : 'blocked',
    simd: present && succeeds(() => wasm.validate(simdModule)),
    atomics: present && succeeds(() => wasm.validate(atomicsModule)),
  };
}

function succeeds(attempt: () => unknown): boolean {
  try {
    return attempt() !== false;
  } catch {
    return false;
  }
}

/** Why no WebAssembly with SIMD runs on such a host; undefined when it does. */
function withoutWasm(facts: HostFacts): string | undefined {
  if (facts.wasm === 'absent') {
    return 'WebAssembly is switched off here: leave the lockdown mode, or use a newer browser.';
  }
  if (facts.wasm === 'blocked') {
    return "The content policy blocks WebAssembly: add 'wasm-unsafe-eval' to its script-src.";
  }
  if (!facts.simd) return 'WebAssembly has no SIMD here: use a newer browser.';
  return undefined;
}

/** Why shared memory does not work on such a host; undefined when it does. */
function withoutThreads(facts: HostFacts): string | undefined {
  const reason = withoutWasm(facts);
  if (reason !== undefined) return reason;
  if (!facts.secureContext) {
    return 'The page is not in a secure context: serve it over https or from localhost.';
  }
  if (!facts.isolated) {
    return (
      'The page is not cross-origin isolated: send the headers Cross-Origin-Opener-Policy: ' +
      'same-origin and Cross-Origin-Embedder-Policy: require-corp with every response, as heddle serve ' +
      'and heddle/vite do, or add heddle/coi where the host cannot send them.'
    );
  }
  if (!facts.sharedArrayBuffer) {
    return 'The page is cross-origin isolated, but SharedArrayBuffer is switched off: switch it on.';
  }
  if (!facts.atomics || !facts.sharedMemory) {
    return 'WebAssembly has no threads here: use a newer browser.';
  }
  return undefined;
}

/**
 * Chooses the tier for a host.
 *
 * wanted  `auto` for the highest that is possible, or the one to use.
 * @throws HeddleError `unavailable` when the wanted tier, or any, is not possible; it names the reason.
 */
export function chooseTier(facts: HostFacts, wanted: 'auto' | Tier): TierReport {
  if (!facts.worker) {
    throw new HeddleError(
      'unavailable',
      'This host has no workers: create the pool in a window or in a worker that can make workers.',
    );
  }
  const noThreads = withoutThreads(facts);
  const noWasm = withoutWasm(facts);
  const refused: RefusedTier[] = [];
  if (noThreads !== undefined) refused.push({ tier: 'threads', reason: noThreads });
  if (noWasm !== undefined) refused.push({ tier: 'workers', reason: noWasm });

  if (wanted !== 'auto') {
    const obstacle = refused.find(({ tier }) => tier === wanted);
    if (obstacle !== undefined) {
      throw new HeddleError(
        'unavailable',
        `The tier ${wanted} is not possible. ${obstacle.reason}`,
      );
    }
    return { tier: wanted, reason: 'This tier was asked for.', refused };
  }
  if (noThreads === undefined) {
    return { tier: 'threads', reason: 'The host has shared memory and WebAssembly SIMD.', refused };
  }
  return { tier: noWasm === undefined ? 'workers' : 'script', reason: noThreads, refused };
}
