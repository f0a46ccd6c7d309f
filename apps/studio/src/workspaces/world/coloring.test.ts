import { expect, it } from 'vitest';
import { colorings, meanEnergy, readColoring, writeColoring } from './coloring.ts';

it('AnAddressLeadsBackToItsColoring', () => {
  for (const coloring of colorings) {
    const params = writeColoring(new URLSearchParams('seed=4&color=energy'), coloring);
    expect(params.get('seed')).toBe('4');
    expect(readColoring(params)).toBe(coloring);
  }
  expect(readColoring(new URLSearchParams('color=mood'))).toBe('tribe');
  expect(String(writeColoring(new URLSearchParams('color=domain'), 'tribe'))).toBe('');
});

it('TheMeanEnergyIsInTheAlphas', () => {
  const frame = (...alphas: number[]) => ({
    tick: 1,
    count: alphas.length,
    positions: new Float32Array(2 * alphas.length),
    // Room for more than there are, as in shared memory.
    colors: new Uint8Array([...alphas.flatMap((alpha) => [200, 200, 200, alpha]), 9, 9, 9, 9]),
    ids: new Uint32Array(alphas.length),
    diets: new Uint8Array(alphas.length),
    domains: [alphas.length],
  });
  expect(meanEnergy(frame(96, 255), 1000)).toBe(500);
  expect(meanEnergy(frame(255), 640)).toBe(640);
  expect(meanEnergy(frame(96), 640)).toBe(0);
  expect(meanEnergy(frame(), 640)).toBeUndefined();
});
