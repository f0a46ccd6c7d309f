// A bare worker thread that sends back what it gets.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', (value) => {
  parentPort.postMessage(value);
});
