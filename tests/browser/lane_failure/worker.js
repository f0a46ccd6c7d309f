// The package's kernel, with one more engine in which a lane of one's choice fails.
import { serveKernel } from './heddle/dist/worker/kernel.js';
import { instantiate } from './heddle/dist/worker/module.js';
import { openPort } from './heddle/dist/worker/port.browser.js';
import { openMemory, sharedPlaces } from './heddle/dist/worker/support.js';
import createModule from './failing.threads.mjs';

serveKernel(openPort(), {
  test: async (options) => {
    const { module, memoryMaximum } = await instantiate(createModule, options, () => undefined);
    const memory = openMemory(module, memoryMaximum);
    const scheduler = module._heddle_scheduler_create(options.lanes, 0);
    const fail = ({ lane, how }) => {
      module._heddle_failing_run(scheduler, lane, how);
      return { result: 'well', transfer: [] };
    };
    const shared = sharedPlaces(module, memory, scheduler, options.lanes);
    return { memoryMaximum, shared, operations: { fail } };
  },
});
