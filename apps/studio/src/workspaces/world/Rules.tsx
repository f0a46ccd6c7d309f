import { useState } from 'react';
import type { Rules as Change, Scenario, Simulation } from 'heddle/sim';
import { Card } from '../../parts/Card.tsx';

interface Rule {
  readonly title: string;
  readonly part: 'steering' | 'food' | 'combat';
  readonly name: string;
  readonly most: number;
  readonly step: number;
}

const rules: readonly Rule[] = [
  { title: 'Wander', part: 'steering', name: 'wander', most: 1, step: 0.01 },
  { title: 'Separation', part: 'steering', name: 'separation', most: 2, step: 0.02 },
  { title: 'Alignment', part: 'steering', name: 'alignment', most: 2, step: 0.02 },
  { title: 'Cohesion', part: 'steering', name: 'cohesion', most: 0.5, step: 0.005 },
  { title: 'Evasion', part: 'steering', name: 'evasion', most: 2, step: 0.02 },
  { title: 'Pursuit', part: 'steering', name: 'pursuit', most: 2, step: 0.02 },
  { title: 'Growth of food', part: 'food', name: 'growth', most: 512, step: 4 },
  { title: 'Strength of strikes', part: 'combat', name: 'strike', most: 40_000, step: 500 },
];

/** The rules that can change while the world lives. */
export function Rules({
  sim,
  scenario,
  onProblem,
}: {
  readonly sim: Simulation;
  readonly scenario: Scenario;
  readonly onProblem: (error: unknown) => void;
}) {
  const [values, setValues] = useState(() => rules.map((rule) => valueIn(scenario, rule)));
  const change = (index: number, value: number) => {
    const rule = rules[index];
    if (rule === undefined) return;
    setValues(values.map((old, at) => (at === index ? value : old)));
    const changed: Change = { [rule.part]: { [rule.name]: value } };
    sim.adjust(changed).catch(onProblem);
  };
  return (
    <Card id="world-rules" title="Rules">
      <div className="world-rules">
        {rules.map((rule, index) => {
          const value = values[index] ?? 0;
          return (
            <label key={rule.name}>
              <span>{rule.title}</span>
              <b>{value.toLocaleString('en-US', { maximumFractionDigits: 3 })}</b>
              <input
                type="range"
                min={0}
                max={Math.max(rule.most, value)}
                step={rule.step}
                value={value}
                onChange={(event) => {
                  change(index, Number(event.target.value));
                }}
              />
            </label>
          );
        })}
      </div>
    </Card>
  );
}

function valueIn(scenario: Scenario, { part, name }: Rule): number {
  const value = scenario[part]?.[name];
  return typeof value === 'number' ? value : 0;
}
