import { useState } from 'react';
import { useCommands } from '../../shell/commands.ts';
import type { WorkspaceProps } from '../../shell/workspace.ts';
import { CompareWorkspace } from './CompareWorkspace.tsx';
import { MergeWorkspace } from './merge/MergeWorkspace.tsx';
import './TableWorkspace.css';

type Task = 'compare' | 'merge';

const names: Readonly<Record<Task, readonly [string, string]>> = {
  compare: ['Compare', 'two files'],
  merge: ['Merge', 'three files'],
};

/** What can be done with tables; a task that was begun stays as it is while the other one is in view. */
export default function TableWorkspace({ pool, active, view }: WorkspaceProps) {
  const task: Task = view.params.get('task') === 'merge' ? 'merge' : 'compare';
  const [begun, setBegun] = useState<readonly Task[]>([task]);
  if (!begun.includes(task)) setBegun([...begun, task]);
  const go = (to: Task) => {
    view.replace(new URLSearchParams(to === 'merge' ? { task: to } : {}));
  };
  useCommands(
    active
      ? (Object.keys(names) as Task[])
          .filter((other) => other !== task)
          .map((other) => ({
            id: `table.${other}`,
            title: names[other].join(' '),
            section: 'Table',
            key: 'm',
            run: () => {
              go(other);
            },
          }))
      : [],
  );
  const tasks = (
    <div className="tasks segments" role="radiogroup" aria-label="Task">
      {(Object.keys(names) as Task[]).map((one) => (
        <label key={one}>
          <input
            type="radio"
            name={`task-${task}`}
            className="visually-hidden"
            checked={one === task}
            onChange={() => {
              go(one);
            }}
          />
          <span>
            {names[one][0]} <span className="tasks-files">{names[one][1]}</span>
          </span>
        </label>
      ))}
    </div>
  );
  return (
    <>
      {begun.map((one) => {
        const Part = one === 'merge' ? MergeWorkspace : CompareWorkspace;
        const current = one === task;
        return (
          <div key={one} className="table-task" hidden={!current}>
            <Part pool={pool} active={active && current} view={view} tasks={current && tasks} />
          </div>
        );
      })}
    </>
  );
}
