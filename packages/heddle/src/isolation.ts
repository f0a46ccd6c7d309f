/**
 * How a server isolates its pages, so that they may share memory between threads.
 *
 * - `coop-coep`: by Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy; every current browser.
 * - `document-isolation-policy`: by Document-Isolation-Policy, which leaves windows that the page opens
 *   and frames that it embeds alone; Chromium 137 and newer, on computers.
 * - `none`: not at all.
 */
export type Isolation = (typeof isolations)[number];

/** Every {@link Isolation}. */
export const isolations = ['coop-coep', 'document-isolation-policy', 'none'] as const;

/** Tells whether `value` is an {@link Isolation}. */
export function isIsolation(value: unknown): value is Isolation {
  return (isolations as readonly unknown[]).includes(value);
}

const policies: Readonly<Record<Isolation, Readonly<Record<string, string>>>> = {
  'coop-coep': {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
  },
  'document-isolation-policy': {
    'Document-Isolation-Policy': 'isolate-and-require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
  },
  none: {},
};

/**
 * The headers that a server sends for it. They belong on every response: a browser refuses the worker of
 * an isolated page when the worker's own script came without them.
 */
export function isolationHeaders(isolation: Isolation): Readonly<Record<string, string>> {
  return policies[isolation];
}
