// heddle/sim in a browser.
import { createPool } from '../index.js';
import { makeCreate, type Simulation, type SimulationOptions } from './simulation.js';

/**
 * Makes a living world, in a kernel of its own.
 *
 * @throws HeddleError `malformed_input` for a scenario with a field that does not fit, which it names;
 *   `invalid_argument`, `unavailable`, `out_of_memory`.
 */
export const createSimulation: (options?: SimulationOptions) => Promise<Simulation> =
  makeCreate(createPool);

export * from './public.js';
