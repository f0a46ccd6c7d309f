import { useState } from 'react';
import type { Scenario, Simulation } from 'heddle/sim';
import { messageOf } from '../../parts/messageOf.ts';
import { saveFile } from '../../parts/saveFile.ts';
import type { Problem } from '../../parts/ProblemNote.tsx';

/** A file that the world goes on from. */
export interface Opened {
  readonly sim: Simulation;
  readonly name: string;
  readonly scenario: Scenario;
}

/** Saves the world to a file of the person's, and goes on from one. */
export function useWorldFile(sim: Simulation | undefined, onOpen: () => void) {
  const [opened, setOpened] = useState<Opened>();
  const [refusal, setRefusal] = useState<{ sim: Simulation; problem: Problem }>();

  const save = async () => {
    if (sim === undefined) return;
    try {
      const bytes = await sim.snapshot();
      // Answers come in order: at this moment the latest step that was answered is the one in the file.
      saveFile(new Blob([bytes]), `world-${sim.state.tick}.heddlesim`);
      setRefusal(undefined);
    } catch (error) {
      setRefusal({
        sim,
        problem: { title: 'The world was not saved', remedy: messageOf(error) },
      });
    }
  };
  const open = async (file: File) => {
    if (sim === undefined) return;
    try {
      await sim.restore(new Uint8Array(await file.arrayBuffer()));
      setOpened({ sim, name: file.name, scenario: await sim.scenario() });
      setRefusal(undefined);
      onOpen();
    } catch (error) {
      setRefusal({
        sim,
        problem: {
          title: 'The file was not opened; the world goes on',
          where: file.name,
          remedy: messageOf(error),
        },
      });
    }
  };
  return {
    opened: opened?.sim === sim ? opened : undefined,
    refusal: refusal?.sim === sim ? refusal?.problem : undefined,
    save,
    open,
    dismiss: () => {
      setRefusal(undefined);
    },
  };
}
