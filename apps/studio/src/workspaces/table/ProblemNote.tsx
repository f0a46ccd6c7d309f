import type { Problem } from './problem.ts';
import './ProblemNote.css';

/** What went wrong, where, and what to do. */
export function ProblemNote({ problem }: { readonly problem: Problem }) {
  return (
    <div className="problem" role="alert">
      <p className="problem-title">{problem.title}</p>
      {problem.where !== undefined && <p className="problem-where">{problem.where}</p>}
      <p>{problem.remedy}</p>
    </div>
  );
}
