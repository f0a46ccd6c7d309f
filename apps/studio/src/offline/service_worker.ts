/**
 * The Studio's service worker; one script of its own in the build, see vite/service_worker.ts.
 *
 * Files whose name has the hash of their content never change: they come from the cache. All else, the
 * page itself above all, comes from the network as long as there is one, so that a new build is seen at
 * once. Documents and workers get the isolation headers where the host sends none; why only those:
 * packages/heddle/src/coi/service_worker.ts.
 */
import { filesToKeep } from './keep.ts';

interface LongEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchEvent extends LongEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface MessageEventOfPage extends LongEvent {
  readonly data: unknown;
}
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LongEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEventOfPage) => void): void;
}

/** Put in by the build: its files, relative to the page, and a name for exactly these. */
declare const studioBuild: { readonly name: string; readonly files: readonly string[] };

const scope = globalThis as unknown as Scope;
// The files are the same for everyone, whatever a host says that they depend on.
const anyVary = { ignoreVary: true };
const prefix = 'heddle-studio-';
const cacheName = `${prefix}${studioBuild.name}`;
const addressOf = (file: string) => new URL(file, scope.registration.scope).href;
const immutable = new Set(
  studioBuild.files.filter((file) => file.startsWith('assets/')).map(addressOf),
);
/** What a document or a worker is asked for as. */
const isolated: ReadonlySet<string> = new Set<RequestDestination>([
  'document',
  'iframe',
  'sharedworker',
  'worker',
]);

scope.addEventListener('install', (event) => {
  event.waitUntil(scope.skipWaiting());
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(scope.clients.claim());
});
scope.addEventListener('message', (event) => {
  const { type, loaded } = event.data as { type?: unknown; loaded?: readonly string[] };
  if (type === 'keep' && loaded !== undefined) event.waitUntil(keep(loaded));
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { cache, method, mode, url } = request;
  if (method !== 'GET' || !url.startsWith(scope.registration.scope)) return;
  // Chromium's developer tools ask so for documents, and fetch() refuses it.
  if (cache === 'only-if-cached' && mode !== 'same-origin') return;
  event.respondWith(answer(request));
});

async function answer(request: Request): Promise<Response> {
  const response = immutable.has(request.url)
    ? ((await kept(request.url)) ?? (await fetchAndKeep(request)))
    : await fromNetwork(request);
  return isolated.has(request.destination) ? isolate(response) : response;
}

async function kept(url: string): Promise<Response | undefined> {
  const cache = await caches.open(cacheName);
  return cache.match(url, anyVary);
}

async function fetchAndKeep(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.status === 200) {
    const cache = await caches.open(cacheName);
    await cache.put(request.url, response.clone());
  }
  return response;
}

async function fromNetwork(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const file = request.mode === 'navigate' ? addressOf('index.html') : request.url;
    const response = await kept(file);
    if (response === undefined) throw error;
    return response;
  }
}

/** Puts all files of the build into the cache that are not there yet, and drops other builds' caches. */
async function keep(loaded: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const file of filesToKeep(studioBuild.files, loaded)) {
    const url = addressOf(file);
    // The page last: once it is there, so is all that it names.
    if (file !== 'index.html' && (await cache.match(url, anyVary)) === undefined)
      await cache.add(url);
  }
  if ((await cache.match(addressOf('index.html'), anyVary)) === undefined) {
    await cache.add(new Request(addressOf('index.html'), { cache: 'no-cache' }));
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name);
  }
}

/** The response with the isolation headers; as it is where its host sends some. */
function isolate(response: Response): Response {
  const { body, status, statusText } = response;
  // Opaque, or a redirect that the browser follows itself (0), or what no Response can be made of.
  if (status < 200 || status > 599) return response;
  const headers = new Headers(response.headers);
  if (headers.has('Cross-Origin-Embedder-Policy') || headers.has('Document-Isolation-Policy')) {
    return response;
  }
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  return new Response(body, { status, statusText, headers });
}
