import { useState } from 'react';
import { createSimulation, type Scenario } from 'heddle/sim';
import { messageOf } from '../../parts/messageOf.ts';
import type { Problem } from '../../parts/ProblemNote.tsx';
import type { PoolState } from '../../shell/usePool.ts';
import { readScenario, refusal, writeScenario } from './ownScenario.ts';

/** The text of a scenario that is edited, and the world that begins with it. */
export function useScenarioEditor(
  pool: PoolState,
  scenario: Scenario | undefined,
  onMake: (scenario: Scenario) => void,
) {
  /** Absent while it is the world's. */
  const [draft, setDraft] = useState<string>();
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const edit = (text: string | undefined) => {
    setDraft(text);
    setProblem(undefined);
  };
  const text = draft ?? (scenario === undefined ? '' : writeScenario(scenario));

  /** The world that lives goes on when the scenario is refused. */
  const begin = async (wanted = text) => {
    if (pool.status !== 'ready') return;
    const read = readScenario(wanted);
    if ('problem' in read) {
      setProblem(read.problem);
      return;
    }
    try {
      const trial = await createSimulation({ scenario: read, entities: 1, pool: pool.pool });
      await trial.dispose();
    } catch (error) {
      setProblem(refusal(messageOf(error)));
      return;
    }
    edit(undefined);
    onMake(read);
  };
  return {
    text,
    edited: draft !== undefined,
    shown,
    problem,
    show: setShown,
    edit,
    begin,
    /** Shows a file's text, and begins with it. */
    take: async (file: File) => {
      const own = await file.text();
      setShown(true);
      edit(own);
      await begin(own);
    },
  };
}

export type ScenarioDraft = ReturnType<typeof useScenarioEditor>;
