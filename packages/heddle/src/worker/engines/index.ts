import type { HostFiles } from '../files.js';
import type { EngineLoader } from '../kernel.js';
import { loadSim } from './sim.js';
import { tableLoader } from './table.js';

/** The engines that the package's own workers have, by name. */
export function makeEngines(files: HostFiles): Readonly<Record<string, EngineLoader>> {
  return { sim: loadSim, table: tableLoader(files) };
}
