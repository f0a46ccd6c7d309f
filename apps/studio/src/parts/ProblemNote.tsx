import type { ReactNode } from 'react';
import './ProblemNote.css';

/** A failure in words: what happened, where, and what to do about it. */
export interface Problem {
  readonly title: string;
  readonly where?: string;
  readonly remedy: string;
}

/** What went wrong, where, and what to do. */
export function ProblemNote({
  problem,
  children,
}: {
  readonly problem: Problem;
  /** What can be done about it, as buttons. */
  readonly children?: ReactNode;
}) {
  return (
    <div className="problem" role="alert">
      <p className="problem-title">{problem.title}</p>
      {problem.where !== undefined && <p className="problem-where">{problem.where}</p>}
      <p>{problem.remedy}</p>
      {children !== undefined && <div className="problem-actions">{children}</div>}
    </div>
  );
}
