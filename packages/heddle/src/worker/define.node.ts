// heddle/kernel in Node; define.browser.ts documents it.
import { serveDefinition, type KernelDefinition } from './define.js';
import { openPort } from './port.node.js';

export function defineKernel<const Definition extends KernelDefinition>(
  definition: Definition,
): Definition {
  serveDefinition(openPort(), definition);
  return definition;
}

export type { KernelDefinition, OwnJob, OwnOperation, OwnSession } from './define.js';
