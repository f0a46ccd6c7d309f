// Service worker that adds the isolation headers where a static host cannot send them. Its own file, without
// imports or exports, so that it can be copied to the folder that it serves; register.ts installs it.
//
// Only documents and the scripts of workers need the headers. All other requests are left to the browser,
// so ranges, streams, redirects, opaque responses and the cache behave as without a service worker.
// Cross-Origin-Resource-Policy is not added: what a service worker can change is of its page's own origin.
{
  interface WorkerEvent extends Event {
    waitUntil(done: Promise<unknown>): void;
  }
  interface FetchEvent extends Event {
    readonly request: Request;
    respondWith(response: Promise<Response>): void;
  }
  interface Scope {
    readonly location: Location;
    readonly clients: { claim(): Promise<void> };
    skipWaiting(): Promise<void>;
    addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
    addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  }

  const scope = globalThis as unknown as Scope;
  const embedderPolicy =
    new URL(scope.location.href).searchParams.get('coep') === 'credentialless'
      ? 'credentialless'
      : 'require-corp';
  const isolated: ReadonlySet<string> = new Set<RequestDestination>([
    'document',
    'embed',
    'frame',
    'iframe',
    'object',
    'sharedworker',
    'worker',
  ]);

  scope.addEventListener('install', (event) => {
    event.waitUntil(scope.skipWaiting());
  });
  scope.addEventListener('activate', (event) => {
    event.waitUntil(scope.clients.claim());
  });
  scope.addEventListener('fetch', (event) => {
    const { cache, destination, mode } = event.request;
    // Chromium's developer tools ask so for documents, and fetch() refuses it.
    const unfetchable = cache === 'only-if-cached' && mode !== 'same-origin';
    if (isolated.has(destination) && !unfetchable) event.respondWith(isolate(event.request));
  });

  async function isolate(request: Request): Promise<Response> {
    const response = await fetch(request);
    const { body, status, statusText } = response;
    // Opaque, or a redirect that the browser follows itself (0), or what no Response can be made of.
    if (status < 200 || status > 599) return response;
    const headers = new Headers(response.headers);
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Embedder-Policy', embedderPolicy);
    return new Response(body, { status, statusText, headers });
  }
}
