// The guide's C++ compiles as it stands, and does what it says.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { runCommand } from '../support/programs.ts';

const main = `
#include <array>
#include <cstdio>

int main() {
  const auto scheduler = start();
  if (!scheduler.ok()) return 1;
  Scheduler& lanes = *scheduler.value();
  std::array<float, 6> values{1, 2, 3, 6, 5, 4};
  const std::array<double, 3> doubles{1, 2, 4};
  if (!scale(lanes, values, 2).ok()) return 2;
  const auto total = sum(lanes, doubles);
  std::array<float, 2> middles{};
  if (!medians(lanes, values, 3, middles).ok()) return 3;
  const auto smoothed = smooth(lanes, values, {}, {});
  const std::array<std::span<float>, 1> channels{values};
  if (!scale_all(lanes, channels, -1).ok()) return 4;
  const Status refused = require_positive(lanes, values);
  std::printf("%g %g %g %g %g %s\\n", values[5], total.value(), middles[0], middles[1],
              smoothed.value()[1], std::string(refused.message()).c_str());
}
`;

it('EveryPieceCompilesAndWorks', async () => {
  const text = readFileSync(inRepository('docs/guide/runtime.md'), 'utf8');
  const pieces = [...text.matchAll(/^```cpp\n([^]*?)^```$/gm)].map(([, code]) => code ?? '');
  expect(pieces.length).toBeGreaterThan(5);
  using folder = new TemporaryFolder();
  folder.write({ 'guide.cpp': `${pieces.join('\n')}\n${main}` });
  const library = (name: string) =>
    requireBuilt(`build/native-release/${name}/libheddle_${name}.a`, 'native-release');
  const compiled = await runCommand([
    'g++',
    ...['-std=c++20', '-Wall', '-Wextra', '-Werror', '-fno-exceptions', '-fno-rtti', '-pthread'],
    ...['core', 'runtime'].map((module) => `-I${inRepository(`${module}/include`)}`),
    ...[folder.at('guide.cpp'), '-o', folder.at('guide'), library('runtime'), library('core')],
    '-lhwy',
  ]);
  expect(compiled).toEqual({ exit: 0, stdout: '', stderr: '' });
  expect(await runCommand([folder.at('guide')])).toEqual({
    exit: 0,
    stdout: '-8 7 4 10 4 value 0 is not positive; remove it\n',
    stderr: '',
  });
});
