/**
 * What the address says after its `#`: the workspace, and everything that a shared view needs.
 * `#/table?sample=weather&key=date&tier=workers`. A fragment, so that any static host will do.
 */
import type { PoolOptions } from 'heddle';

export interface Route {
  /** Id of a workspace; empty when the address names none. */
  readonly workspace: string;
  readonly params: URLSearchParams;
}

export function parseRoute(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#?\/?/, '').split('?', 2);
  return { workspace: path, params: new URLSearchParams(query) };
}

export function formatRoute({ workspace, params }: Route): string {
  const query = params.toString();
  return `#/${workspace}${query === '' ? '' : `?${query}`}`;
}

/** How the page's pool is made; what is absent is the pool's own choice. */
export interface PoolSettings {
  readonly tier: NonNullable<PoolOptions['tier']>;
  readonly kernels: number;
  readonly lanes: number | undefined;
}

/** One kernel with every lane: the Studio mostly has one big job at a time. */
export const defaultSettings: PoolSettings = { tier: 'auto', kernels: 1, lanes: undefined };

export function isDefault({ tier, kernels, lanes }: PoolSettings): boolean {
  const own = defaultSettings;
  return tier === own.tier && kernels === own.kernels && lanes === own.lanes;
}

const settingNames = ['tier', 'kernels', 'lanes'] as const;

/** The settings that an address asks for. The pool checks them and says what is wrong with them. */
export function settingsOf(params: URLSearchParams): PoolSettings {
  const count = (name: 'kernels' | 'lanes') => {
    const text = params.get(name);
    return text === null ? defaultSettings[name] : Number(text);
  };
  return {
    tier: (params.get('tier') as PoolSettings['tier'] | null) ?? 'auto',
    kernels: count('kernels') ?? defaultSettings.kernels,
    lanes: count('lanes'),
  };
}

/** The parameters with other settings; those that are the default are left out. */
export function withSettings(params: URLSearchParams, settings: PoolSettings): URLSearchParams {
  const changed = new URLSearchParams(params);
  for (const name of settingNames) {
    const value = settings[name];
    if (value === undefined || value === defaultSettings[name]) changed.delete(name);
    else changed.set(name, String(value));
  }
  return changed;
}

/** The parameters that belong to the workspace alone. */
export function viewOf(params: URLSearchParams): URLSearchParams {
  const view = new URLSearchParams(params);
  for (const name of settingNames) view.delete(name);
  return view;
}
