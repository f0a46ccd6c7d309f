import { ProblemNote, type Problem } from '../../parts/ProblemNote.tsx';
import { samples, versions, type Sample } from '../../parts/samples.ts';

/** Pairs of files to try a comparison with. */
export function SamplePicker({
  problem,
  onSample,
}: {
  /** Why the last one did not come. */
  readonly problem: Problem | undefined;
  readonly onSample: (sample: Sample) => void;
}) {
  const [first, ...others] = samples;
  return (
    <>
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
      {problem !== undefined && <ProblemNote problem={problem} />}
    </>
  );
}
