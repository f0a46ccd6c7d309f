/** What a person has switched on or off, kept in this browser. */
import { useSyncExternalStore } from 'react';

const defaults = {
  /** The frame meter in the corner. */
  frameMeter: true,
  /** Shortcuts that are one letter; people who speak to the computer switch them off (WCAG 2.1.4). */
  singleKeys: true,
};

export type Preference = keyof typeof defaults;

const listeners = new Set<() => void>();
// For hosts that keep nothing.
const session = new Map<Preference, boolean>();

export function isOn(name: Preference): boolean {
  const now = session.get(name);
  if (now !== undefined) return now;
  try {
    const kept = localStorage.getItem(`heddle-studio.${name}`);
    return kept === null ? defaults[name] : kept === 'on';
  } catch {
    return defaults[name];
  }
}

export function setOn(name: Preference, on: boolean): void {
  session.set(name, on);
  try {
    localStorage.setItem(`heddle-studio.${name}`, on ? 'on' : 'off');
  } catch {
    // Storage is blocked: it holds until the page is left.
  }
  for (const listener of listeners) listener();
}

export function usePreference(name: Preference): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOn(name),
  );
}
