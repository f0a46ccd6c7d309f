import type { EngineLoader } from '../kernel.js';
import { loadSim } from './sim.js';
import { loadTable } from './table.js';

/** The engines that the package's own workers have, by name. */
export const engines: Readonly<Record<string, EngineLoader>> = {
  sim: loadSim,
  table: loadTable,
};
