// node peak.mjs PROGRAM ARGUMENT...: runs a program, and says the most memory that it had, with the counts where it prints
// these as JSON.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
let stdout = '';
child.stdout.on('data', (chunk) => (stdout += chunk));

/** Bytes; the kernel keeps the most by itself, so that looking often only matters at the end. */
let peak = 0;
const timer = setInterval(() => {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(
      readFileSync(`/proc/${child.pid}/status`, 'utf8'),
    );
    peak = Math.max(peak, Number(kilobytes) * 1024);
  } catch {
    // It has ended, and its memory is gone.
  }
}, 1);

child.on('error', (error) => {
  throw error;
});
child.on('close', (code) => {
  clearInterval(timer);
  // 1: there are differences.
  if (code > 1 || peak === 0) process.exit(2);
  console.log(JSON.stringify({ counts: countsOf(stdout), peak }));
});

function countsOf(text) {
  if (text === '') return undefined;
  const { added, removed, changed, changedCells } = JSON.parse(text);
  return { added, removed, changed, changedCells };
}
