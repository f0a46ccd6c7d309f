// The script of a kernel's worker in a browser.
import { engines } from './engines/index.js';
import { serveKernel } from './kernel.js';
import { openPort } from './port.browser.js';

serveKernel(openPort(), engines);
