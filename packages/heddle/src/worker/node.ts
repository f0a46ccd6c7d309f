// The script of a kernel's worker in Node.
import { engines } from './engines/index.js';
import { serveKernel } from './kernel.js';
import { openPort } from './port.node.js';

serveKernel(openPort(), engines);
