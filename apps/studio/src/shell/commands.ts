/** What can be done from the keyboard: one list for the palette, the shortcuts and the help. */
import { createContext, useContext, useEffect, useRef } from 'react';

export interface Command {
  readonly id: string;
  readonly title: string;
  /** Heading under which it is listed. */
  readonly section: string;
  /** One character that runs it, as the key says it: `?`, `f`. */
  readonly key?: string;
  readonly run: () => void;
}

type Source = () => readonly Command[];

/** The commands of everything that is in view: what came last, the workspace, first. */
export class CommandRegistry {
  readonly #sources = new Set<Source>();

  /** Returns what takes the commands out again. */
  add(source: Source): () => void {
    this.#sources.add(source);
    return () => {
      this.#sources.delete(source);
    };
  }

  list(): readonly Command[] {
    return [...this.#sources].reverse().flatMap((source) => source());
  }
}

export const Commands = createContext(new CommandRegistry());

/** Offers commands while the component is there. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useContext(Commands);
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => registry.add(() => latest.current), [registry]);
}

/** The commands that have every word of `query` in their title or section, best match first. */
export function findCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = commands.flatMap((command) => {
    const title = command.title.toLowerCase();
    const all = `${title} ${command.section.toLowerCase()}`;
    if (!words.every((word) => all.includes(word))) return [];
    const starts = words.filter((word) => title.split(/\s+/).some((w) => w.startsWith(word)));
    return [{ command, score: starts.length }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ command }) => command);
}

const withoutText: readonly string[] = ['checkbox', 'radio', 'button', 'range', 'file'];

/** Whether a key goes to what has the focus rather than to a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !withoutText.includes(target.type);
}
