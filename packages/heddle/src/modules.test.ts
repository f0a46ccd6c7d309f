import { expect, it } from 'vitest';
import { echo, FakeHost } from '../test/fake_host.js';
import { ModuleCache } from './modules.js';

it('CompilesAModuleOnceForAllPoolsOfAHost', async () => {
  const host = new FakeHost();
  const first = await new ModuleCache(host, 'simd').get(echo.engine);
  expect(await new ModuleCache(host, 'simd').get(echo.engine)).toBe(first);
  expect(host.compiled).toEqual(['test:simd']);
  await new ModuleCache(host, 'threads').get(echo.engine);
  await new ModuleCache(new FakeHost(), 'simd').get(echo.engine);
  expect(host.compiled).toEqual(['test:simd', 'test:threads']);
});
