/** The peers that are installed, behind one face. */
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The package, or undefined where it is not installed. */
async function load(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** A pool of one worker thread by workerpool. */
export async function openWorkerpool() {
  const peer = await load('workerpool');
  return peer?.default.pool(here('peer_workerpool.mjs'), {
    maxWorkers: 1,
    minWorkers: 1,
    workerType: 'thread',
  });
}

/** A pool of one worker thread by piscina. */
export async function openPiscina() {
  const peer = await load('piscina');
  if (peer === undefined) return undefined;
  return new peer.Piscina({ filename: here('peer_piscina.mjs'), minThreads: 1, maxThreads: 1 });
}
