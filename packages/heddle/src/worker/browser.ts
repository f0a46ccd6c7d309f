// The script of a kernel's worker in a browser.
import { engines } from './engines/index.js';
import { reportBroken, serveKernel, type KernelPort } from './kernel.js';

/** The part of a dedicated worker's global scope that is used. */
interface WorkerScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(
    type: 'unhandledrejection',
    listener: (event: PromiseRejectionEvent) => void,
  ): void;
}

const scope = globalThis as unknown as WorkerScope;
const port: KernelPort = {
  post: (message, transfer) => {
    scope.postMessage(message, transfer);
  },
  listen: (receive) => {
    scope.addEventListener('message', (event) => {
      receive(event.data);
    });
  },
};
// The page gets an event for an error, but none for a rejection.
scope.addEventListener('unhandledrejection', (event) => {
  reportBroken(port, event.reason);
});
serveKernel(port, engines);
