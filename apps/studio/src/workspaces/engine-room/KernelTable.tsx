import type { PoolStats } from 'heddle';
import { Card } from '../../parts/Card.tsx';
import { formatBytes, formatCount, formatSeconds } from '../../parts/format.ts';

const states = {
  stopped: 'no worker',
  starting: 'starts',
  idle: 'waits',
  processing: 'works',
} as const;

/** One line of numbers for each kernel, and a way to end it. */
export function KernelTable({
  stats,
  onKill,
}: {
  readonly stats: PoolStats | undefined;
  readonly onKill: (kernel: number) => void;
}) {
  return (
    <Card id="kernels" title="Kernels">
      <div className="card-table" role="group" aria-labelledby="kernels-title" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Kernel</th>
              <th scope="col">State</th>
              <th scope="col">Engine</th>
              <th scope="col" className="number">
                Jobs
              </th>
              <th scope="col" className="number">
                Worked
              </th>
              <th scope="col" className="number">
                Messages
              </th>
              <th scope="col" className="number">
                Restarts
              </th>
              <th scope="col" className="number">
                Memory
              </th>
              <th scope="col" className="number">
                At most
              </th>
              <th scope="col">
                <span className="visually-hidden">End it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {stats?.kernels.map((kernel) => (
              <tr key={kernel.kernel} data-kernel={kernel.kernel} data-state={kernel.state}>
                <th scope="row">
                  {kernel.kernel}
                  {kernel.role === 'spare' && ' (spare)'}
                </th>
                <td data-field="state">{states[kernel.state]}</td>
                <td>{kernel.engines.join(', ') || '–'}</td>
                <td className="number" data-field="jobs">
                  {formatCount(kernel.jobs)}
                </td>
                <td className="number">{formatSeconds(kernel.busy / 1000)}</td>
                <td className="number" data-field="messages">
                  {formatCount(kernel.messages)}
                </td>
                <td className="number" data-field="restarts">
                  {formatCount(kernel.restarts)}
                </td>
                <td className="number" data-field="memory">
                  {kernel.memory === undefined ? 'its own' : formatBytes(kernel.memory.used)}
                </td>
                <td className="number">
                  {kernel.memory === undefined
                    ? '–'
                    : `${formatBytes(kernel.memory.peak)} of ${formatBytes(kernel.memory.limit)}`}
                </td>
                <td>
                  <button
                    type="button"
                    className="button danger"
                    disabled={kernel.state === 'stopped'}
                    onClick={() => {
                      onKill(kernel.kernel);
                    }}
                  >
                    Kill <span className="visually-hidden">kernel {kernel.kernel}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
