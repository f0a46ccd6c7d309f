/** Runs programs turn by turn on the same input, checks their answers, and reports the times. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string[]} command  the program and its arguments; each run is a process of its own
 * @property {number} runs       how many times it runs
 * @property {(stdout: string) => object} answer  what it found, from its output
 * @property {(stdout: string) => Record<string, number>} [figures]  times that it took by itself
 * @property {object} [truth]  what its answer must be, where its input is another one
 *
 * @typedef {Record<string, number>} Times  medians, in seconds: `process`, from the start of the process
 *           to its end; `job`, the work alone, where the program says it; and the program's own figures
 */

/**
 * Runs all contenders, one after the other in each round, so that a slow moment of the machine falls
 * on all of them.
 *
 * @param {Contender[]} contenders
 * @param {object} truth  what every answer must be, as far as the answer says it
 * @returns {Promise<Map<string, Times>>} by name
 * @throws when a program fails or a wrong answer was given: then there are no times
 */
export async function race(contenders, truth) {
  const samples = new Map(contenders.map(({ name }) => [name, []]));
  const rounds = Math.max(...contenders.map(({ runs }) => runs));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const { name, command, runs, answer, figures = jobSeconds } = contender;
      if (round >= runs) continue;
      showProgress(`round ${round + 1} of ${rounds}: ${name}`);
      const { stdout, seconds } = await timed(command);
      check(name, answer(stdout), contender.truth ?? truth);
      samples.get(name).push({ process: seconds, ...figures(stdout) });
    }
  }
  showProgress('');
  const medianOf = (times, figure) => median(times.map((time) => time[figure]));
  return new Map(
    [...samples].map(([name, times]) => [
      name,
      Object.fromEntries(Object.keys(times[0]).map((figure) => [figure, medianOf(times, figure)])),
    ]),
  );
}

/** Says on a terminal, not in a pipe, what is going on. */
function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function timed([program, ...args]) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - began) / 1000;
      // A comparison that found differences exits with 1.
      if (code === 0 || (code === 1 && stderr === '')) resolve({ stdout, seconds });
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${stderr}`));
    });
  });
}

function jobSeconds(stdout) {
  try {
    const { seconds } = JSON.parse(stdout);
    return seconds === undefined ? {} : { job: seconds };
  } catch {
    return {};
  }
}

function check(name, answer, truth) {
  const names = Object.keys(answer);
  const wrong = names.filter((field) => answer[field] !== truth[field]);
  if (names.length === 0 || wrong.length > 0) {
    const said = wrong.map((field) => `${field} ${answer[field]} instead of ${truth[field]}`);
    throw new Error(`${name} gave a wrong answer: ${said.join(', ')}`);
  }
}

/** The middle one, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** How many of a unit make what is counted: seconds, megabytes, or bytes (B and kB). */
export const scales = { s: 1, ms: 1e3, us: 1e6, ns: 1e9, MB: 1, B: 1, kB: 1e-3 };

/** Whether a peer's npm package is there; a quick run does without. */
export function isInstalled(name) {
  try {
    return import.meta.resolve(name) !== '';
  } catch {
    return false;
  }
}

/**
 * One line of the result: `ratio` says how many times as long the peer takes.
 *
 * ours, peerValue  in seconds, megabytes or bytes; the row has them in `unit`.
 * goal  the ratio that the project sets itself; null where it sets none.
 * note  what one has to know about the input or the other's work; the row has none by default.
 */
export function makeRow({ name, unit = 's', ours, peer, peerValue, goal = null, note }) {
  const ratio = peerValue / ours;
  const scale = scales[unit];
  return {
    name,
    unit,
    ours: ours * scale,
    peer,
    peerValue: peerValue * scale,
    ratio,
    goal,
    met: goal && ratio >= goal,
    ...(note === undefined ? {} : { note }),
  };
}

/** The machine, in one line. */
export function machineLine() {
  const cpus = os.cpus();
  const memory = (os.totalmem() / 2 ** 30).toFixed(0);
  const system = osName();
  return `${cpus[0].model.trim()}, ${cpus.length} cores, ${memory} GiB, ${system}, Node ${process.versions.node}`;
}

function osName() {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))[1];
  } catch {
    return `${os.type()} ${os.release()}`;
  }
}

/** The rows as a table for people, which is Markdown too. */
export function formatTable(rows) {
  const time = (value, unit) => `${value.toFixed(unit === 's' ? 3 : 2)} ${unit}`;
  const noted = rows.some(({ note }) => note !== undefined);
  const lines = [
    ['name', 'ours', 'peer', 'peer takes', 'ratio', 'goal', ...(noted ? ['note'] : [])],
    ...rows.map(({ name, unit, ours, peer, peerValue, ratio, goal, met, note = '' }) => [
      name,
      time(ours, unit),
      peer,
      time(peerValue, unit),
      `${ratio.toFixed(ratio < 10 ? 2 : 1)} x`,
      goal === null ? '' : `${goal} x: ${met ? 'met' : 'missed'}`,
      ...(noted ? [note] : []),
    ]),
  ];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const format = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const [head, ...body] = lines.map(format);
  return [head, format(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}
