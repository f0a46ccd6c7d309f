import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import {
  formatRoute,
  parseRoute,
  settingsOf,
  viewOf,
  withSettings,
  type PoolSettings,
} from './route.ts';

/** The part of the address that belongs to one workspace. */
export interface View {
  readonly params: URLSearchParams;
  /** Takes the place of the parameters; the browser's Back leads past it. */
  readonly replace: (params: URLSearchParams) => void;
}

export interface Router {
  readonly workspace: string;
  readonly settings: PoolSettings;
  readonly configure: (settings: PoolSettings) => void;
  readonly viewFor: (workspace: string) => View;
  /** The address of a workspace, as it was left. */
  readonly linkTo: (workspace: string) => string;
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('hashchange', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('hashchange', listener);
  };
}

function replaceFragment(fragment: string): void {
  if (fragment === location.hash) return;
  history.replaceState(history.state, '', fragment);
  // Browsers say nothing about a replaced address.
  for (const listener of listeners) listener();
}

/** The state in the address. `known` are the workspaces there are; the first one opens by itself. */
export function useRouter(known: readonly [string, ...string[]]): Router {
  const fragment = useSyncExternalStore(subscribe, () => location.hash);
  const route = useMemo(() => parseRoute(fragment), [fragment]);
  const workspace = known.includes(route.workspace) ? route.workspace : known[0];

  // One object as long as the settings are the same: the pool is made again for each new one.
  const settingsText = JSON.stringify(settingsOf(route.params));
  const settings = useMemo(() => settingsOf(parseRoute(location.hash).params), [settingsText]);

  // How each workspace was left.
  const left = useRef(new Map<string, URLSearchParams>());
  const view = useMemo(() => viewOf(route.params), [route]);
  left.current.set(workspace, view);
  const viewParams = (id: string) => left.current.get(id) ?? new URLSearchParams();

  const configure = useCallback(
    (wanted: PoolSettings) => {
      replaceFragment(formatRoute({ workspace, params: withSettings(route.params, wanted) }));
    },
    [workspace, route],
  );
  const views = useRef(new Map<string, View>());
  const viewFor = (id: string): View => {
    const params = viewParams(id);
    const before = views.current.get(id);
    if (before?.params.toString() === params.toString()) return before;
    const made: View = {
      params,
      replace: (next) => {
        left.current.set(id, next);
        const now = parseRoute(location.hash);
        // A workspace that is not in view changes only what its link leads to.
        if (now.workspace !== id && !(now.workspace === '' && id === known[0])) return;
        const all = withSettings(next, settingsOf(now.params));
        replaceFragment(formatRoute({ workspace: id, params: all }));
      },
    };
    views.current.set(id, made);
    return made;
  };
  const linkTo = (id: string) =>
    formatRoute({ workspace: id, params: withSettings(viewParams(id), settings) });

  return { workspace, settings, configure, viewFor, linkTo };
}
