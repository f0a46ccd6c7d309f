// The kernel of the pool's benchmarks in a page; the server has the package under /heddle.
import { defineKernel } from '/heddle/dist/worker/define.browser.js';
import { definition } from '../definition.mjs';

defineKernel(definition);
