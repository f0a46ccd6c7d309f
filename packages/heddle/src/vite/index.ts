// heddle/vite: what Vite must be told for a page that uses heddle.
import { HeddleError } from '../errors.js';
import { isIsolation, isolationHeaders, isolations, type Isolation } from '../isolation.js';

export type { Isolation } from '../isolation.js';

/** Options of the plugin. */
export interface HeddleViteOptions {
  /** How the servers isolate the page. Default `coop-coep`. */
  readonly isolation?: Isolation | undefined;
}

/** The part of Vite's development and preview servers that is used. */
export interface ViteServer {
  readonly middlewares: {
    use(
      handle: (
        request: unknown,
        response: { setHeader(name: string, value: string): unknown },
        next: () => void,
      ) => void,
    ): unknown;
  };
}

/** The plugin as Vite takes it; described here so that the package needs no Vite. */
export interface HeddleVitePlugin {
  readonly name: 'heddle';
  config(): {
    worker: { format: 'es' };
    optimizeDeps: { exclude: string[] };
  };
  configureServer(server: ViteServer): void;
  configurePreviewServer(server: ViteServer): void;
}

/**
 * Makes the Vite plugin: it keeps the workers ES modules, leaves heddle's files where they find each other,
 * and sends the isolation headers with every response of `vite` and `vite preview`. What is built must be
 * served with the same headers; see docs/guide/isolation.md.
 *
 * @throws HeddleError `invalid_argument` for an isolation that does not exist.
 */
export function heddle({ isolation = 'coop-coep' }: HeddleViteOptions = {}): HeddleVitePlugin {
  if (!isIsolation(isolation)) {
    throw new HeddleError(
      'invalid_argument',
      `heddle/vite: isolation must be one of ${isolations.join(', ')}, not ${String(isolation)}.`,
    );
  }
  const headers = Object.entries(isolationHeaders(isolation));
  // Before all of Vite's own: errors and 304 need the headers too.
  const sendHeaders = ({ middlewares }: ViteServer): void => {
    middlewares.use((_request, response, next) => {
      for (const [name, value] of headers) response.setHeader(name, value);
      next();
    });
  };
  return {
    name: 'heddle',
    config: () => ({
      worker: { format: 'es' },
      // heddle finds its workers and modules relative to its own files: pre-bundling would move them.
      optimizeDeps: { exclude: ['heddle'] },
    }),
    configureServer: sendHeaders,
    configurePreviewServer: sendHeaders,
  };
}
