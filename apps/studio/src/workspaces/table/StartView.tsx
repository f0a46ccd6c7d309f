import type { ReactNode, RefObject } from 'react';
import { ProblemNote, type Problem } from '../../parts/ProblemNote.tsx';
import { samples, versions, type Sample } from '../../parts/samples.ts';
import { Shed } from './Shed.tsx';
import './StartView.css';

/** What a person sees first: two places for files, and a pair to try. */
export function StartView({
  heading,
  tasks,
  slots,
  sampleProblem,
  onSample,
}: {
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** The way to the other tasks. */
  readonly tasks: ReactNode;
  readonly slots: readonly ReactNode[];
  readonly sampleProblem: Problem | undefined;
  readonly onSample: (sample: Sample) => void;
}) {
  const [first, ...others] = samples;
  return (
    <div className="start">
      <div className="start-words">
        {tasks}
        <h1 ref={heading} tabIndex={-1}>
          Compare two CSV files
        </h1>
        <p>
          See which rows were added, removed and changed, cell by cell. The files stay on this
          computer.
        </p>
      </div>
      <div className="start-loom">
        <Shed />
        <div className="start-slots">{slots}</div>
      </div>
      <div className="start-sample">
        <button
          type="button"
          className="button primary"
          onClick={() => {
            onSample(first);
          }}
        >
          Compare a sample
        </button>
        <p>
          {first.title}, in version {versions.before} and {versions.after} of vega-datasets.
          {others.map((sample) => (
            <button
              key={sample.name}
              type="button"
              className="text-button"
              onClick={() => {
                onSample(sample);
              }}
            >
              {sample.title}
            </button>
          ))}
        </p>
        {sampleProblem !== undefined && <ProblemNote problem={sampleProblem} />}
      </div>
    </div>
  );
}
