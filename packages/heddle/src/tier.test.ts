import { describe, expect, it } from 'vitest';

import { HeddleError } from './errors.js';
import { chooseTier, probeHost, type HostFacts, type HostGlobal, type Tier } from './tier.js';

const everything: HostFacts = {
  worker: true,
  isolated: true,
  secureContext: true,
  sharedArrayBuffer: true,
  sharedMemory: true,
  wasm: 'present',
  simd: true,
  atomics: true,
};

const browser = {
  Worker: () => undefined,
  crossOriginIsolated: true,
  isSecureContext: true,
  SharedArrayBuffer,
  WebAssembly,
} satisfies HostGlobal;

function Refusing(): never {
  throw new EvalError('refused by the content policy');
}

function wasmWith(parts: Partial<Record<'validate' | 'Module' | 'Memory', unknown>>): HostGlobal {
  const { validate, Module, Instance, Memory } = WebAssembly;
  return {
    ...browser,
    WebAssembly: { validate, Module, Instance, Memory, ...parts },
  } as HostGlobal;
}

/** The opcode prefix of the instruction that a probing module uses. */
function uses(bytes: BufferSource, prefix: number): boolean {
  return (bytes as Uint8Array).includes(prefix);
}

describe('probeHost', () => {
  it('FindsEverythingInAnIsolatedBrowser', () => {
    expect(probeHost(browser)).toEqual(everything);
  });

  it('FindsNothingInAnEmptyHost', () => {
    expect(probeHost({})).toEqual({
      worker: false,
      isolated: false,
      secureContext: true,
      sharedArrayBuffer: false,
      sharedMemory: false,
      wasm: 'absent',
      simd: false,
      atomics: false,
    });
  });

  it('TellsBlockedWebAssemblyFromAbsent', () => {
    expect(probeHost(wasmWith({ Module: Refusing })).wasm).toBe('blocked');
  });

  it('SeesThatMemoryCannotBeShared', () => {
    expect(probeHost(wasmWith({ Memory: Refusing })).sharedMemory).toBe(false);
  });

  it('TellsSimdFromAtomics', () => {
    const withoutSimd = probeHost(
      wasmWith({ validate: (bytes: BufferSource) => !uses(bytes, 253) }),
    );
    expect(withoutSimd).toMatchObject({ simd: false, atomics: true });
    const withoutAtomics = probeHost(
      wasmWith({ validate: (bytes: BufferSource) => !uses(bytes, 254) }),
    );
    expect(withoutAtomics).toMatchObject({ simd: true, atomics: false });
  });
});

describe('chooseTier', () => {
  it('ChoosesThreadsWhereEverythingIsThere', () => {
    expect(chooseTier(everything, 'auto')).toMatchObject({ tier: 'threads', refused: [] });
  });

  const downgrades: [name: string, facts: Partial<HostFacts>, tier: Tier, reason: RegExp][] = [
    ['NoIsolation', { isolated: false }, 'workers', /Cross-Origin-Opener-Policy.*Embedder-Policy/],
    ['InsecureContext', { isolated: false, secureContext: false }, 'workers', /https/],
    ['NoSharedArrayBuffer', { sharedArrayBuffer: false }, 'workers', /SharedArrayBuffer/],
    ['NoAtomics', { atomics: false }, 'workers', /no threads/],
    ['NoSharedMemory', { sharedMemory: false }, 'workers', /no threads/],
    ['NoSimd', { simd: false }, 'script', /no SIMD/],
    ['NoWebAssembly', { wasm: 'absent' }, 'script', /switched off/],
    ['BlockedWebAssembly', { wasm: 'blocked' }, 'script', /wasm-unsafe-eval/],
  ];
  it.each(downgrades)('NamesTheReason%s', (_name, facts, tier, reason) => {
    const report = chooseTier({ ...everything, ...facts }, 'auto');
    expect(report.tier).toBe(tier);
    expect(report.reason).toMatch(reason);
    const refused = tier === 'workers' ? ['threads'] : ['threads', 'workers'];
    expect(report.refused.map((entry) => entry.tier)).toEqual(refused);
    expect(report.refused[0]?.reason).toBe(report.reason);
  });

  it('NamesEveryWayToIsolateThePage', () => {
    const { reason } = chooseTier({ ...everything, isolated: false }, 'auto');
    for (const remedy of ['heddle serve', 'heddle/vite', 'heddle/coi']) {
      expect(reason).toContain(remedy);
    }
  });

  it('ThrowsWithTheReasonWhenTheWantedTierIsImpossible', () => {
    const facts: HostFacts = { ...everything, isolated: false };
    expect(() => chooseTier(facts, 'threads')).toThrow(HeddleError);
    expect(() => chooseTier(facts, 'threads')).toThrow(/not cross-origin isolated/);
    expect(() => chooseTier({ ...facts, wasm: 'blocked' }, 'workers')).toThrow(/wasm-unsafe-eval/);
  });

  it.each(['threads', 'workers', 'script', 'solo'] as const)('CanBeForcedTo_%s', (tier) => {
    expect(chooseTier(everything, tier).tier).toBe(tier);
  });

  it.each(['script', 'solo'] as const)('NeedsNoWebAssemblyFor_%s', (tier) => {
    expect(chooseTier({ ...everything, wasm: 'absent', simd: false }, tier).tier).toBe(tier);
  });

  it('ThrowsWhereThereAreNoWorkers', () => {
    const facts: HostFacts = { ...everything, worker: false };
    expect(() => chooseTier(facts, 'auto')).toThrow(/no workers/);
    expect(() => chooseTier(facts, 'solo')).toThrow(/no workers/);
  });
});
