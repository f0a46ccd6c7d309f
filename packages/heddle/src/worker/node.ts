// The script of a kernel's worker in Node.
import { makeEngines } from './engines/index.js';
import { hostFiles } from './files.node.js';
import { serveKernel } from './kernel.js';
import { openPort } from './port.node.js';

serveKernel(openPort(), makeEngines(hostFiles));
