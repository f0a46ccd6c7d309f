import type { LogRecord } from 'heddle';
import { Card } from '../../parts/Card.tsx';

const shown = 40;
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** What the pool says of itself, newest first. */
export function EventList({ log }: { readonly log: readonly LogRecord[] }) {
  return (
    <Card id="events" title="What happened">
      {log.length === 0 ? (
        <p className="card-words">Nothing yet.</p>
      ) : (
        <div className="room-log" role="group" aria-labelledby="events-title" tabIndex={0}>
          <ol className="room-list">
            {log
              .slice(-shown)
              .reverse()
              .map(({ time, level, event, message }, i) => (
                <li key={log.length - i} data-level={level} data-event={event}>
                  <span className="room-list-time">{clock.format(time)}</span>
                  <span>{message}</span>
                </li>
              ))}
          </ol>
        </div>
      )}
    </Card>
  );
}
