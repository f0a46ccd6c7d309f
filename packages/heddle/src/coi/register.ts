import { messageOf } from '../errors.js';

/** How to isolate the page. */
export interface IsolateOptions {
  /**
   * Address of the service worker, a copy of `heddle/dist/coi/service_worker.js`. Its folder must
   * hold the page and the scripts of its workers. Default: `heddle-coi.js` beside the page.
   */
  readonly serviceWorker?: URL | string | undefined;
  /**
   * What Cross-Origin-Embedder-Policy says. `credentialless` loads images, scripts and styles of other
   * sites without cookies; `require-corp` refuses those that do not allow it by a header. Default:
   * `credentialless` where the browser is known to have it (Chromium), else `require-corp`.
   */
  readonly embedderPolicy?: 'credentialless' | 'require-corp' | undefined;
}

/** What came of it. */
export interface IsolationReport {
  /**
   * - `isolated`: the page is cross-origin isolated, by whatever means.
   * - `reloading`: the page is being loaded again and will be isolated then; start nothing heavy.
   * - `refused`: it cannot be isolated; it goes on without threads.
   */
  readonly outcome: 'isolated' | 'reloading' | 'refused';
  /** One sentence for people. */
  readonly reason: string;
}

const defaultName = 'heddle-coi.js';
/** How long a program may wait for the service worker, in ms; it then starts without threads. */
const patience = 10_000;
/** Set in the tab's storage while a reload is under way, so that there is never a second one. */
const reloadMark = 'heddle-coi-reloaded';

/**
 * Makes the page cross-origin isolated by a service worker that adds the headers, for hosts that send
 * none. Loads the page again, at most once. Does nothing where the page is isolated already.
 *
 * Never rejects: where a service worker is refused, the report says why and the page goes on as it is.
 */
export async function isolate(options: IsolateOptions = {}): Promise<IsolationReport> {
  if (globalThis.crossOriginIsolated) {
    mark(false);
    return { outcome: 'isolated', reason: 'The page is cross-origin isolated.' };
  }
  try {
    const obstacle = findObstacle() ?? (await inTime(install(addressOf(options))));
    if (obstacle !== undefined) return { outcome: 'refused', reason: obstacle };
    if (!mark(true)) {
      const reason = 'The tab has no storage to remember a reload: load the page again by hand.';
      return { outcome: 'refused', reason };
    }
  } catch (error) {
    const reason = `The browser refused the service worker (${messageOf(error)}).`;
    return { outcome: 'refused', reason };
  }
  location.reload();
  return { outcome: 'reloading', reason: 'The page is loaded again, to be isolated.' };
}

/**
 * Removes the service worker; pages loaded from then on are as the host sends them.
 *
 * options  as they were given to {@link isolate}.
 * Returns whether there was one.
 */
export async function unregister(options: IsolateOptions = {}): Promise<boolean> {
  try {
    mark(false);
    const { pathname } = addressOf(options);
    const registrations = await navigator.serviceWorker.getRegistrations();
    const ours = registrations.filter((entry) => scriptOf(entry)?.pathname === pathname);
    const removed = await Promise.all(ours.map((entry) => entry.unregister()));
    return removed.includes(true);
  } catch {
    return false; // There are no service workers here.
  }
}

function addressOf({ serviceWorker = defaultName, embedderPolicy }: IsolateOptions): URL {
  const address = new URL(serviceWorker, document.baseURI);
  // Frames without credentials are of the same age, and can be asked for.
  const credentialless = 'credentialless' in globalThis;
  address.searchParams.set(
    'coep',
    embedderPolicy ?? (credentialless ? 'credentialless' : 'require-corp'),
  );
  return address;
}

/** Why the page cannot be isolated by loading it again; undefined when it can. */
function findObstacle(): string | undefined {
  if (typeof document === 'undefined') {
    return 'This is no page: isolate the page itself, not its workers or the program that renders it.';
  }
  if (!isSecureContext) {
    return 'The page is not in a secure context: serve it over https or from localhost.';
  }
  if (!('serviceWorker' in navigator)) {
    return 'The browser has no service workers here, as in some private windows.';
  }
  if (window.top !== window) {
    return 'The page is in a frame: isolate the page around it, which decides for both.';
  }
  if (marked()) {
    return 'The page was loaded again and is still not isolated: see whether other headers forbid it.';
  }
  return undefined;
}

/** Installs the service worker and waits until it serves; returns why that is not possible. */
async function install(address: URL): Promise<string | undefined> {
  const folder = new URL('.', address).href;
  if (!location.href.startsWith(folder)) {
    return `The service worker is for ${folder} only: put it into the page's folder or one above.`;
  }
  const present = await navigator.serviceWorker.getRegistration(folder);
  const script = present === undefined ? undefined : scriptOf(present);
  if (present?.scope === folder && script !== undefined && script.pathname !== address.pathname) {
    return `The site has a service worker of its own (${script.href}): let that one add the headers.`;
  }
  const registration = await navigator.serviceWorker.register(address);
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (worker !== null && (await activated(worker))) return undefined;
  return 'The service worker could not be started.';
}

function scriptOf({ installing, waiting, active }: ServiceWorkerRegistration): URL | undefined {
  const worker = active ?? waiting ?? installing;
  return worker === null ? undefined : new URL(worker.scriptURL);
}

/** Resolves once the service worker is in use; false when it never will be. */
function activated(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker.state === 'activated') resolve(true);
      else if (worker.state === 'redundant') resolve(false);
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/** The same, but rejects when it takes too long. */
function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`it did not start within ${patience / 1000} s`));
    }, patience);
    void promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

function marked(): boolean {
  return sessionStorage.getItem(reloadMark) !== null;
}

/** Sets or removes the mark; returns whether it is now so. */
function mark(present: boolean): boolean {
  try {
    if (present) sessionStorage.setItem(reloadMark, '1');
    else sessionStorage.removeItem(reloadMark);
    return marked() === present;
  } catch {
    return false; // Storage is blocked.
  }
}
