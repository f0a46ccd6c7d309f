import { useCallback, useEffect, useRef, useState } from 'react';
import type { Scenario, Simulation } from 'heddle/sim';
import { messageOf } from '../../parts/messageOf.ts';
import { saveFile } from '../../parts/saveFile.ts';
import type { Problem } from '../../parts/ProblemNote.tsx';

/** A file that the world goes on from. */
export interface Opened {
  readonly sim: Simulation;
  readonly name: string;
  readonly scenario: Scenario;
  /** Which of all that were opened, from 1. */
  readonly number: number;
}

/** What is being done with a file. */
export interface FileWork {
  /** What is done, in a sentence. */
  readonly words: string;
  /** From 0 to 1; undefined where nobody knows. */
  readonly progress?: number | undefined;
}

/** Saves the world to a file of the person's, and goes on from one. */
export function useWorldFile(sim: Simulation | undefined, onOpen: () => void) {
  const [opened, setOpened] = useState<Opened>();
  const [refusal, setRefusal] = useState<{ sim: Simulation; problem: Problem }>();
  const [work, setWork] = useState<FileWork>();
  const running = useRef<AbortController>(undefined);
  const count = useRef(0);
  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setWork(undefined);
  }, []);
  const latest = useRef<Simulation>(undefined);
  useEffect(() => {
    latest.current = sim;
    // What was begun with a world ends with it.
    return cancel;
  }, [sim, cancel]);

  /** Does one thing at a time; a second one ends the first. */
  const perform = async (
    words: string,
    describe: (remedy: string) => Problem,
    act: (of: Simulation, signal: AbortSignal) => Promise<void>,
  ) => {
    if (sim === undefined) return;
    cancel();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    setWork({ words });
    setRefusal(undefined);
    try {
      await act(sim, signal);
    } catch (error) {
      if (!signal.aborted) setRefusal({ sim, problem: describe(messageOf(error)) });
    }
    if (!signal.aborted) setWork(undefined);
  };

  const save = () =>
    perform(
      'The world is being saved.',
      (remedy) => ({ title: 'The world was not saved', remedy }),
      async (of, signal) => {
        const bytes = await of.snapshot();
        if (signal.aborted) return;
        // Answers come in order: at this moment the latest step that was answered is the one in the file.
        saveFile(new Blob([bytes]), `world-${of.state.tick}.heddlesim`);
      },
    );
  const open = (file: File) => {
    const { name } = file;
    const words = `${name} is being opened.`;
    return perform(
      words,
      (remedy) => ({
        title: 'The file was not opened; the world goes on',
        where: name,
        remedy,
      }),
      async (of, signal) => {
        const bytes = new Uint8Array(await file.arrayBuffer());
        await of.restore(bytes, {
          signal,
          onProgress: (progress) => {
            if (!signal.aborted) setWork({ words, progress });
          },
        });
        const scenario = await of.scenario();
        // Another world may have been begun meanwhile.
        if (latest.current !== of) return;
        setOpened({ sim: of, name, scenario, number: ++count.current });
        onOpen();
      },
    );
  };
  return {
    opened: opened?.sim === sim ? opened : undefined,
    refusal: refusal?.sim === sim ? refusal?.problem : undefined,
    work,
    cancel,
    save,
    open,
    dismiss: () => {
      setRefusal(undefined);
    },
  };
}
