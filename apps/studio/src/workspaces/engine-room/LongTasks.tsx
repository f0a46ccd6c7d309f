import { Card } from '../../parts/Card.tsx';
import { formatSeconds } from '../../parts/format.ts';
import { longTaskType, type LongTask } from './longTasks.ts';

/** What kept the page's own thread longest. */
export function LongTasks({ tasks }: { readonly tasks: readonly LongTask[] }) {
  return (
    <Card id="tasks" title="Longest tasks of the page">
      {longTaskType === undefined ? (
        <p className="card-words">
          This browser does not tell how long tasks take. The frames above show what they cost.
        </p>
      ) : tasks.length === 0 ? (
        <p className="card-words">None over 50 ms since this room was opened.</p>
      ) : (
        <ol className="room-list">
          {tasks.map(({ begin, duration, what }) => (
            <li key={begin} data-duration={duration}>
              <b>{formatSeconds(duration / 1000)}</b>
              <span>{what === '' ? 'a task' : what}</span>
              <span className="room-list-time">at {(begin / 1000).toFixed(1)} s</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
