import { Card } from '../../parts/Card.tsx';
import { formatCount, formatPlural, formatSeconds } from '../../parts/format.ts';
import { tierName } from '../../shell/tier.ts';
import type { Tier } from 'heddle';
import type { Check, CheckRun } from './useCheck.ts';

export function nameRun({ tier, kernels, lanes }: Pick<CheckRun, 'tier' | 'kernels' | 'lanes'>) {
  return `${tierName(tier as Tier)} · ${kernels} × ${formatPlural(lanes, 'lane')}`;
}

/** Whether the last two ways to run gave the same bits. */
export function BitsBadge({ check }: { readonly check: Check }) {
  const [last, before] = check.runs;
  const verdict =
    check.progress !== undefined || last === undefined
      ? 'open'
      : before === undefined
        ? 'first'
        : before.hash === last.hash
          ? 'same'
          : 'different';
  const words = {
    open: 'Comparing',
    first: 'First result',
    same: 'Same bits',
    different: 'Different bits',
  }[verdict];
  return (
    <p className="bits-badge" data-verdict={verdict} role="status">
      <strong>{words}</strong>
      {last !== undefined && verdict !== 'open' && (
        <span>
          <code>{last.hash.slice(0, 12)}</code>
          {before === undefined
            ? ' Change the tier or the lanes to compare.'
            : verdict === 'same'
              ? ` as with ${nameRun(before)}`
              : ` but ${before.hash.slice(0, 12)} with ${nameRun(before)}. Please report this.`}
        </span>
      )}
    </p>
  );
}

/** The same comparison on every pool there was. */
export function SameBits({ check }: { readonly check: Check }) {
  const { runs, progress, problem, start, cancel } = check;
  return (
    <Card
      id="bits"
      title="The same bits"
      aside={
        progress === undefined ? (
          <button type="button" className="button quiet" onClick={start}>
            Compare again
          </button>
        ) : (
          <button type="button" className="button quiet" onClick={cancel}>
            Cancel at {Math.round(progress * 100)} %
          </button>
        )
      }
    >
      <p className="card-words">
        The weather sample 32 times over, compared on each pool you choose. The hash is SHA-256 of
        all differences.
      </p>
      {problem !== undefined && (
        <p className="card-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="card-table" role="group" aria-labelledby="bits-title" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">How</th>
              <th scope="col">Hash</th>
              <th scope="col" className="number">
                Differences
              </th>
              <th scope="col" className="number">
                Time
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id} data-run={run.id}>
                <th scope="row">{nameRun(run)}</th>
                <td>
                  <code title={run.hash} data-hash={run.hash}>
                    {run.hash.slice(0, 12)}
                  </code>
                </td>
                <td className="number">{formatCount(run.differences)}</td>
                <td className="number">{formatSeconds(run.seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
