import { useEffect, useReducer, useRef } from 'react';
import type { Scenario, Simulation } from 'heddle/sim';
import { Card } from '../../parts/Card.tsx';
import { UndoButtons } from '../../parts/UndoButtons.tsx';
import { useUndoKeys } from '../../shell/useUndoKeys.ts';
import {
  beginTuning,
  changeTo,
  reduceTuning,
  rules,
  tunedOf,
  valuesIn,
  type Tuned,
} from './rules.ts';

/** The rules that can change while the world lives. */
export function Rules({
  sim,
  scenario,
  begun,
  active,
  onTuned,
  onProblem,
}: {
  readonly sim: Simulation;
  /** As it is without changes of rules. */
  readonly scenario: Scenario;
  /** The rules that the world began with in place of the scenario's. */
  readonly begun: Tuned;
  readonly active: boolean;
  /** Told of each change. */
  readonly onTuned: (tuned: Tuned) => void;
  readonly onProblem: (error: unknown) => void;
}) {
  const [tuning, act] = useReducer(reduceTuning, undefined, () =>
    beginTuning(valuesIn(scenario, begun)),
  );
  const { values, past, future } = tuning;
  const usual = valuesIn(scenario);
  const tuned = tunedOf(values, scenario);
  const asUsual = tuned.size === 0;
  const undo = () => {
    act({ type: 'undone' });
  };
  const redo = () => {
    act({ type: 'redone' });
  };
  const release = () => {
    act({ type: 'released' });
  };
  useUndoKeys(active, undo, redo);

  const told = useRef(values);
  useEffect(() => {
    if (told.current === values) return;
    told.current = values;
    onTuned(tuned);
    // All of them, as one may have gone back to what the scenario says.
    sim
      .adjust(changeTo(new Map(rules.map(({ name }, at) => [name, values[at] ?? 0]))))
      .catch(onProblem);
  });

  return (
    <Card
      id="world-rules"
      title="Rules"
      aside={
        <UndoButtons
          quiet
          canUndo={past.length > 0}
          canRedo={future.length > 0}
          onUndo={undo}
          onRedo={redo}
        />
      }
    >
      <div className="world-rules">
        {rules.map((rule, index) => {
          const value = values[index] ?? 0;
          return (
            <label key={rule.name} data-tuned={tuned.has(rule.name)}>
              <span>{rule.title}</span>
              <b>{value.toLocaleString('en-US', { maximumFractionDigits: 3 })}</b>
              <input
                type="range"
                min={0}
                max={Math.max(rule.most, value, usual[index] ?? 0)}
                step={rule.step}
                value={value}
                onChange={(event) => {
                  act({ type: 'moved', rule: index, value: Number(event.target.value) });
                }}
                onPointerUp={release}
                onKeyUp={release}
                onBlur={release}
              />
            </label>
          );
        })}
      </div>
      <button
        type="button"
        className="button quiet"
        disabled={asUsual}
        onClick={() => {
          act({ type: 'reset', values: usual });
        }}
      >
        As the scenario has them
      </button>
    </Card>
  );
}
