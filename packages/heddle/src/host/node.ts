import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker, type Transferable as NodeTransferable } from 'node:worker_threads';

import type { Host, Port, PortEvents, WorkerSource } from '../host.js';
import { probeHost } from '../tier.js';

/** The host in Node. */
export const host: Host = {
  // A process shares memory without asking anybody.
  facts: probeHost({ Worker, WebAssembly, SharedArrayBuffer, crossOriginIsolated: true }),
  workerFile: 'dist/worker/node.js',
  cores: availableParallelism(),
  open,
  compile: async (url) => WebAssembly.compile(await readFile(url)),
};

/** @throws TypeError when a user's function makes something else than a worker. */
function make(source: WorkerSource): Worker {
  if (typeof source === 'function') {
    const worker = source();
    if (worker instanceof Worker) return worker;
    throw new TypeError('the option worker must return a Worker of node:worker_threads');
  }
  return new Worker(source ?? new URL('../worker/node.js', import.meta.url), {
    name: 'heddle-kernel',
    // The process's own flags, such as --input-type, may not fit a worker.
    execArgv: [],
  });
}

function open(source: WorkerSource, events: PortEvents): Port {
  const worker = make(source);
  worker.on('message', (value: unknown) => {
    events.message(value);
  });
  worker.on('messageerror', (error) => {
    events.failure('It sent a message that cannot be read.', error);
  });
  worker.on('error', (error) => {
    events.failure(error.message, error);
  });
  worker.on('exit', (code) => {
    events.failure(`It ended with the exit code ${code}.`, undefined);
  });
  return {
    post(value, transfer) {
      // A list without anything in it takes a microsecond.
      if (transfer.length === 0) worker.postMessage(value);
      else worker.postMessage(value, transfer as NodeTransferable[]);
    },
    async close() {
      worker.removeAllListeners();
      // An error event without a listener would end the process.
      worker.on('error', () => undefined);
      await worker.terminate();
    },
    keepAlive(alive) {
      if (alive) worker.ref();
      else worker.unref();
    },
  };
}
