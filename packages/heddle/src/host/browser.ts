import type { Host, Port, PortEvents, WorkerSource } from '../host.js';
import { probeHost } from '../tier.js';

/** The host in a window or in a worker of a browser. */
export const host: Host = {
  facts: probeHost(globalThis),
  workerFile: 'dist/worker/browser.js',
  cores: navigator.hardwareConcurrency || 1,
  open,
  compile,
};

/** @throws TypeError when a user's function makes something else than a worker. */
function make(source: WorkerSource): Worker {
  if (typeof source === 'function') {
    const worker = source();
    if (worker instanceof Worker) return worker;
    throw new TypeError('the option worker must return a Worker');
  }
  if (source === undefined) {
    // Literal, so that every bundler sees the worker.
    return new Worker(new URL('../worker/browser.js', import.meta.url), {
      type: 'module',
      name: 'heddle-kernel',
    });
  }
  return new Worker(source, { type: 'module', name: 'heddle-kernel' });
}

function open(source: WorkerSource, events: PortEvents): Port {
  const worker = make(source);
  worker.onmessage = (event: MessageEvent<unknown>) => {
    events.message(event.data);
  };
  worker.onmessageerror = () => {
    events.failure('It sent a message that cannot be read.', undefined);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    // Browsers say nothing when the script itself was refused.
    const message =
      event.message ||
      "Its script could not be loaded: check its address, the content policy's worker-src, and " +
        'that it is served with the same isolation headers as the page.';
    events.failure(message, event.error);
  };
  return {
    post(value, transfer) {
      worker.postMessage(value, transfer);
    },
    close() {
      worker.onmessage = worker.onmessageerror = worker.onerror = null;
      worker.terminate();
      return Promise.resolve();
    },
    keepAlive: () => undefined,
  };
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`the server answered ${response.status} ${response.statusText}`);
  // Streaming insists on the type, which simple servers do not send.
  const streams = response.headers.get('Content-Type')?.startsWith('application/wasm') === true;
  if (streams) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
