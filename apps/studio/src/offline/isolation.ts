/**
 * The service worker of the Studio does two things at once, because a page can have only one: it keeps
 * the built files for use without a network, and on hosts that do not send the isolation headers it
 * adds them, as heddle/coi does.
 */
import { isolate } from 'heddle/coi/register';

const serviceWorker = new URL('service-worker.js', document.baseURI);

/** Resolves once the page is as isolated as it will be; never while it is being loaded again. */
export const isolationSettled: Promise<void> = settle();

async function settle(): Promise<void> {
  if (import.meta.env.DEV || crossOriginIsolated) return;
  const { outcome } = await isolate({ serviceWorker, embedderPolicy: 'require-corp' });
  if (outcome === 'reloading') await new Promise(() => undefined);
}

/** Keeps the page for use without a network; call it when nothing urgent is left to load. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker: container } = navigator;
  try {
    if (import.meta.env.DEV) {
      // One of an earlier build at this address must not answer for the sources.
      const old = await container.getRegistrations();
      await Promise.all(old.map((registration) => registration.unregister()));
      return;
    }
    await isolationSettled;
    const present = await container.getRegistration();
    if (present === undefined) {
      // The address that isolate() uses too, so that there is one registration and not two in turn.
      serviceWorker.searchParams.set('coep', 'require-corp');
      await container.register(serviceWorker);
    }
    const { active } = await container.ready;
    // All that was loaded up to now, and then what comes: an engine may be on its way past the worker.
    const observer = new PerformanceObserver((list) => {
      const loaded = list.getEntries().map(({ name }) => name);
      active?.postMessage({ type: 'keep', loaded });
    });
    observer.observe({ type: 'resource', buffered: true });
  } catch {
    // Private windows and plain http refuse service workers: the page works while it is online.
  }
}
