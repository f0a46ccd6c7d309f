// The script of a kernel's worker in Node.
import { makeEngines } from './engines/index.js';
import { hostFiles } from './files.node.js';
import { serveKernel, type EngineLoader } from './kernel.js';
import { openPort } from './port.node.js';

/** Node may tell a thread late that another one has made the memory grow, and takes nothing for what is not used. */
function withFixedMemory(load: EngineLoader): EngineLoader {
  return (options) => load({ ...options, memory: { ...options.memory, fixed: true } });
}

const engines = Object.entries(makeEngines(hostFiles));
serveKernel(
  openPort(),
  Object.fromEntries(engines.map(([name, load]) => [name, withFixedMemory(load)])),
);
