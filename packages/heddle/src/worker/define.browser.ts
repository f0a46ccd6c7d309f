// heddle/kernel in a browser.
import { serveDefinition, type KernelDefinition } from './define.js';
import { openPort } from './port.browser.js';

/**
 * Makes this worker a kernel of one's own, with any JavaScript or WebAssembly in it:
 *
 * ```js
 * export const kernel = defineKernel({ ops: { double: (input) => 2 * input } });
 * ```
 *
 * On the page `operationsOf<typeof kernel>()` gives the operations, and `createPool({ worker })` the pool.
 *
 * @returns the definition, for its type.
 */
export function defineKernel<const Definition extends KernelDefinition>(
  definition: Definition,
): Definition {
  serveDefinition(openPort(), definition);
  return definition;
}

export type { KernelDefinition, OwnJob, OwnOperation, OwnSession } from './define.js';
