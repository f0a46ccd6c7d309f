import { describe, expect, it } from 'vitest';
import { engineBuild, filesToKeep } from './keep.ts';

describe('EngineBuild', () => {
  it.each([
    ['assets/table.threads-jVouY8lH.wasm', 'table.threads'],
    ['/studio/assets/table.simd-DE0i-goI.js', 'table.simd'],
    ['assets/sim.script-D0SDWzw7.js', 'sim.script'],
    ['assets/index-Dkw8a_OJ.js', undefined],
    ['assets/table-B4nd2.js', undefined],
    ['index.html', undefined],
  ])('Of_%s_Is_%s', (file, build) => {
    expect(engineBuild(file)).toBe(build);
  });
});

it('KeepsThePageAndTheLoadedBuildsOnly', () => {
  const files = [
    'index.html',
    'assets/index-1.js',
    'assets/table.threads-1.wasm',
    'assets/table.threads-2.js',
    'assets/table.simd-3.wasm',
    'assets/sim.threads-4.wasm',
  ];
  const loaded = ['https://host.test/s/assets/table.threads-1.wasm', 'https://host.test/s/x.css'];
  expect(filesToKeep(files, loaded)).toEqual(files.slice(0, 4));
});
