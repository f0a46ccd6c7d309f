// The script of a kernel's worker in a browser.
import { makeEngines } from './engines/index.js';
import { hostFiles } from './files.browser.js';
import { serveKernel } from './kernel.js';
import { openPort } from './port.browser.js';

serveKernel(openPort(), makeEngines(hostFiles));
