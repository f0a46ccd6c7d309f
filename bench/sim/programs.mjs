/** The programs that the benchmark of the simulation runs, and the worlds that they run on. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const heddle = at('../../build/native-release/heddle');

/** A world where food, births and deaths are in balance. */
const steady = at('worlds/steady.json');
/** A world where entities see each other and move, and do nothing else. */
export const steering = at('worlds/steering.json');

/** Ticks after which a steady world keeps its numbers. */
const ticksBefore = 200;

export const count = (number) => number.toLocaleString('en-US');

/**
 * Ticks of a run: `warm` ones, in which V8 compiles the module once more and its best, and those that are timed:
 * enough for a p99, or as many as make some seconds.
 */
export function ticksOf(entities, quick) {
  if (quick) return { warm: 2, timed: 10 };
  const warm = Math.round(Math.min(Math.max(4e6 / entities, 10), 300));
  const timed = entities <= 100_000 ? 300 : Math.max(Math.round(1.5e7 / entities), 20);
  return { warm, timed };
}

function run(args) {
  return JSON.parse(execFileSync(heddle, ['sim', 'run', ...args, '--json'], { encoding: 'utf8' }));
}

/**
 * Makes a world of about that many entities which has lived for a while, and finds out what it is to become.
 *
 * @returns the file of its snapshot; how many it has, and how many after the ticks of a run; and the `truth`
 *   that each program's answer must agree with: the hash after these ticks.
 */
export function makeWorld(entities, quick) {
  const made = worlds.get(entities);
  if (made !== undefined) return made;
  mkdirSync(at('../../build/data'), { recursive: true });
  const file = at(`../../build/data/world-${entities}.snapshot`);
  const began = run([
    ...['--scenario', steady, '--entities', `${entities}`],
    ...['--ticks', `${quick ? 5 : ticksBefore}`, '--snapshot', file],
  ]);
  const { warm, timed } = ticksOf(entities, quick);
  const ended = run(['--scenario', file, '--ticks', `${warm + timed}`]);
  const world = {
    entities,
    file,
    begin: began.population,
    end: ended.population,
    truth: { [hashName(entities)]: ended.hash },
  };
  worlds.set(entities, world);
  return world;
}

/** What was made in this run, by the number of entities. */
const worlds = new Map();

/** Makes several worlds, and joins what is true of them. */
export function makeWorlds(sizes, quick) {
  const some = new Map(sizes.map((entities) => [entities, makeWorld(entities, quick)]));
  const truth = Object.assign({ right: true }, ...[...some.values()].map((one) => one.truth));
  return { worlds: some, truth };
}

/** Says how steady a world was. */
export function populationNote({ begin, end }) {
  return `${count(begin)} entities, ${count(end)} at the end`;
}

const hashName = (entities) => `hash of ${count(entities)}`;

/** A world on the native program; figures `p50`, the phases' means, `bytes` and `population`. */
export function nativeContender({ entities, file }, lanes, quick, runs = 5) {
  const { warm, timed } = ticksOf(entities, quick);
  const options = ['--ticks', `${warm + timed}`, '--threads', `${lanes}`, '--json'];
  return {
    name: nativeName(entities, lanes),
    command: [heddle, 'sim', 'run', '--scenario', file, ...options],
    runs: quick ? 1 : runs,
    answer: (stdout) => ({ [hashName(entities)]: JSON.parse(stdout).hash }),
    figures(stdout) {
      const { msPerTick, phases, bytes, population } = JSON.parse(stdout);
      const seconds = Object.entries(phases).map(([name, time]) => [name, time / 1000]);
      return { p50: msPerTick.p50 / 1000, bytes, population, ...Object.fromEntries(seconds) };
    },
  };
}

export const nativeName = (entities, lanes) => `native, ${count(entities)}, ${lanes}`;

/**
 * A world on the package in Node, with each of the numbers of lanes in turn; figures as `1 p50` of one lane, with
 * `p50`, `p99`, the phases' means and `step`, and `bytes` and `population`.
 */
export function packageContender({ entities, file }, lanes, quick, runs = 5) {
  const { warm, timed } = ticksOf(entities, quick);
  const args = [file, warm, timed, ...lanes].map(String);
  return {
    ...nodeContender(packageName(entities, lanes), 'ticks', args, quick, runs),
    answer: (stdout) => ({ [hashName(entities)]: JSON.parse(stdout).hash }),
  };
}

export const packageName = (entities, lanes) => `wasm, ${count(entities)}, ${lanes.join(' and ')}`;

/** A program of the folder node/, which prints { right, figures } as JSON. */
export function nodeContender(name, program, args, quick, runs = 5) {
  return {
    name,
    command: [process.execPath, at(`node/${program}.mjs`), ...args.map(String)],
    runs: quick ? 1 : runs,
    answer: (stdout) => ({ right: JSON.parse(stdout).right }),
    figures: (stdout) => JSON.parse(stdout).figures,
  };
}

/** The world of steering.json on the native program; figure `p50`. */
export function nativeSteering(entities, ticks, quick) {
  const options = ['--entities', `${entities}`, '--ticks', `${ticks}`, '--threads', '1', '--json'];
  return {
    name: 'native steering',
    command: [heddle, 'sim', 'run', '--scenario', steering, ...options],
    runs: quick ? 1 : 5,
    // Nobody is born, and with its seed nobody dies of age.
    answer: (stdout) => ({ right: JSON.parse(stdout).population === entities }),
    figures: (stdout) => ({ p50: JSON.parse(stdout).msPerTick.p50 / 1000 }),
  };
}
