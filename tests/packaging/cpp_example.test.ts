// A C++ project that is not part of this one builds against the installed libraries and runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { runCommand } from '../support/programs.ts';

let folder: TemporaryFolder;

/** @throws when the command fails, with all that it said. */
async function succeed(...command: [string, ...string[]]): Promise<void> {
  const { exit, stdout, stderr } = await runCommand(command);
  if (exit !== 0) throw new Error(`${command.join(' ')} ended with ${exit}:\n${stdout}${stderr}`);
}

const configure = (source: string, build: string): [string, ...string[]] => [
  'cmake',
  ...['-G', 'Ninja', '-S', source, '-B', folder.at(build)],
  ...['-DCMAKE_BUILD_TYPE=Release', `-DCMAKE_PREFIX_PATH=${folder.at('installed')}`],
];

beforeAll(async () => {
  folder = new TemporaryFolder();
  requireBuilt('build/native-release/heddle', 'native-release');
  const from = inRepository('build/native-release');
  await succeed('cmake', '--install', from, '--prefix', folder.at('installed'));
  await succeed(...configure(inRepository('examples/cpp'), 'example'));
  await succeed('cmake', '--build', folder.at('example'));
});

afterAll(() => {
  folder[Symbol.dispose]();
});

it('GivesTheSameAnswerForAnyNumberOfLanes', async () => {
  for (const lanes of ['1', '2', '3', '8']) {
    const { exit, stdout } = await runCommand([folder.at('example/estimate_pi'), lanes, '20']);
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'pi is about 3.142053\n' });
  }
});

it('SaysWhyItFailed', async () => {
  const { exit, stderr } = await runCommand([folder.at('example/estimate_pi'), '0']);
  expect(exit).toBe(1);
  expect(stderr).toMatch(/^estimate_pi: the number of lanes is 0/);
});

it('ReportsProgressAndStopsAtAnInterrupt', async () => {
  // So many blocks take hours.
  const child = spawn(folder.at('example/estimate_pi'), ['2', '100000000']);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (/^[1-9]\d* of 100000000 blocks$/m.test(stderr)) child.kill('SIGINT');
  });
  const [exit] = (await once(child, 'close')) as [number | null];
  expect({ exit, last: stderr.trimEnd().split('\n').at(-1) }).toEqual({
    exit: 1,
    last: 'estimate_pi: cancelled',
  });
});

it('GivesTheSimulation', async () => {
  const project = folder.at('world');
  mkdirSync(project);
  writeFileSync(
    join(project, 'CMakeLists.txt'),
    `cmake_minimum_required(VERSION 3.25)
    project(world LANGUAGES CXX)
    find_package(heddle REQUIRED COMPONENTS sim)
    add_executable(world main.cpp)
    target_link_libraries(world PRIVATE heddle::sim)`,
  );
  writeFileSync(
    join(project, 'main.cpp'),
    `#include <cstdio>
    #include "heddle/sim/bundled.h"
    #include "heddle/sim/scenario_json.h"
    #include "heddle/sim/simulation.h"
    int main() {
      auto scenario = heddle::sim::read_scenario(heddle::sim::find_bundled("meadow"));
      auto world = heddle::sim::Simulation::create(scenario.value());
      auto scheduler = heddle::Scheduler::create(2);
      if (!world.value().step(*scheduler.value(), 3).ok()) return 1;
      const auto hash = world.value().hash(*scheduler.value());
      std::printf("%016llx\\n", static_cast<unsigned long long>(hash));
    }`,
  );
  await succeed(...configure(project, 'world-build'));
  await succeed('cmake', '--build', folder.at('world-build'));
  const heddle = requireBuilt('build/native-release/heddle', 'native-release');
  const expected = await runCommand([heddle, 'sim', 'run', '--ticks', '3', '--json']);
  const { hash } = JSON.parse(expected.stdout) as { hash: string };
  expect((await runCommand([folder.at('world-build/world')])).stdout).toBe(`${hash}\n`);
});

it('GivesEveryComponentAndRefusesOthers', async () => {
  const project = (components: string) => `
    cmake_minimum_required(VERSION 3.25)
    project(probe LANGUAGES CXX)
    find_package(heddle 0.1 CONFIG REQUIRED COMPONENTS ${components})
    foreach(name ${components})
      get_target_property(options heddle::\${name} INTERFACE_COMPILE_OPTIONS)
      message(STATUS "\${name}: \${options}")
    endforeach()`;
  writeFileSync(folder.at('CMakeLists.txt'), project('core runtime sim table'));
  const found = await runCommand(configure(folder.path, 'found'));
  expect(found.exit).toBe(0);
  // The flags that our own sources are built with do not reach others.
  for (const name of ['core', 'runtime', 'sim', 'table']) {
    expect(found.stdout).toContain(`-- ${name}: options-NOTFOUND\n`);
  }
  writeFileSync(folder.at('CMakeLists.txt'), project('weaving'));
  const missing = await runCommand(configure(folder.path, 'missing'));
  expect(missing.exit).toBe(1);
  expect(missing.stderr).toContain('weaving');
});
