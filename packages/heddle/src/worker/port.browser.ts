import { reportBroken, type KernelPort } from './kernel.js';

/** The part of a dedicated worker's global scope that is used. */
interface WorkerScope {
  readonly crossOriginIsolated?: boolean;
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
    later: mayShare(scope) ? makeLater() : undefined,
  };
  // The page gets an event for an error, but none for a rejection.
  scope.addEventListener('unhandledrejection', (event) => {
    reportBroken(port, event.reason);
  });
  return port;
}

/** Whether there is memory to share with the page, and a core for each of both. */
function mayShare({ crossOriginIsolated }: WorkerScope): boolean {
  const memory = crossOriginIsolated === true && typeof SharedArrayBuffer === 'function';
  return memory && navigator.hardwareConcurrency > 1;
}

/** Browsers have nothing quicker than a message to oneself that lets all else go first. */
function makeLater(): KernelPort['later'] {
  const { port1, port2 } = new MessageChannel();
  let callback = (): void => undefined;
  port1.onmessage = () => {
    callback();
  };
  return (next) => {
    callback = next;
    port2.postMessage(undefined);
  };
}
