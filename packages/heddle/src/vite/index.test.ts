import { describe, expect, it } from 'vitest';

import { heddle, type Isolation, type ViteServer } from './index.js';

/** The headers that the plugin sends with a response. */
function sentBy(
  isolation: Isolation | undefined,
  hook: 'configureServer' | 'configurePreviewServer',
) {
  const sent: Record<string, string> = {};
  const server: ViteServer = {
    middlewares: {
      use: (handle) => {
        handle({}, { setHeader: (name, value) => (sent[name] = value) }, () => undefined);
      },
    },
  };
  heddle({ isolation })[hook](server);
  return sent;
}

describe.each(['configureServer', 'configurePreviewServer'] as const)('%s', (hook) => {
  it('SendsBothHeadersByDefault', () => {
    expect(sentBy(undefined, hook)).toMatchObject({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
  });

  it('SendsDocumentIsolationPolicyAlone', () => {
    const sent = sentBy('document-isolation-policy', hook);
    expect(sent['Document-Isolation-Policy']).toBe('isolate-and-require-corp');
    expect(Object.keys(sent).filter((name) => /Opener|Embedder/.test(name))).toEqual([]);
  });

  it('CanSendNothing', () => {
    expect(sentBy('none', hook)).toEqual({});
  });
});

it('RefusesAnUnknownIsolation', () => {
  expect(() => heddle({ isolation: 'coep' as Isolation })).toThrow(/coop-coep.*not coep/);
});

it('KeepsWorkersModulesAndHeddleUnbundled', () => {
  expect(heddle().config()).toEqual({
    worker: { format: 'es' },
    optimizeDeps: { exclude: ['heddle'] },
  });
});
