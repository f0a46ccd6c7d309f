import { reportBroken, type KernelPort } from './kernel.js';

/** The part of a dedicated worker's global scope that is used. */
interface WorkerScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(
    type: 'unhandledrejection',
    listener: (event: PromiseRejectionEvent) => void,
  ): void;
}

/** This worker's channel to the page, in a browser. */
export function openPort(): KernelPort {
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
  return port;
}
