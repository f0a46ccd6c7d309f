/** The longest stretches in which the page's own thread could do nothing else. */
import { useEffect, useState } from 'react';

export interface LongTask {
  /** Milliseconds of performance.now(). */
  readonly begin: number;
  readonly duration: number;
  /** What ran, as far as the browser tells. */
  readonly what: string;
}

/** Chromium's longer report; see the W3C's Long Animation Frames API. */
interface AnimationFrameEntry extends PerformanceEntry {
  readonly scripts: readonly { readonly invoker: string; readonly duration: number }[];
}

const types = ['long-animation-frame', 'longtask'] as const;
export const longTaskType =
  typeof PerformanceObserver === 'undefined'
    ? undefined
    : types.find((type) => PerformanceObserver.supportedEntryTypes.includes(type));

const shown = 6;

function toTask(entry: PerformanceEntry): LongTask {
  const { scripts = [] } = entry as Partial<AnimationFrameEntry>;
  const [longest] = [...scripts].sort((a, b) => b.duration - a.duration);
  const what =
    longest === undefined
      ? ''
      : `${longest.invoker.replace(/^.*\//, '')} took ${Math.round(longest.duration)} ms of it`;
  return { begin: entry.startTime, duration: entry.duration, what };
}

/** `tasks` and more, the longest first, so many as are shown. */
export function longestOf(tasks: readonly LongTask[], more: readonly LongTask[]): LongTask[] {
  return [...tasks, ...more].sort((a, b) => b.duration - a.duration).slice(0, shown);
}

/** The longest since the workspace was opened; stays empty where the browser does not tell. */
export function useLongTasks(): readonly LongTask[] {
  const [tasks, setTasks] = useState<readonly LongTask[]>([]);
  useEffect(() => {
    if (longTaskType === undefined) return;
    const opened = performance.now();
    const observer = new PerformanceObserver((list) => {
      const found = list.getEntries().filter(({ startTime }) => startTime >= opened);
      if (found.length > 0) setTasks((before) => longestOf(before, found.map(toTask)));
    });
    observer.observe({ type: longTaskType });
    return () => {
      observer.disconnect();
    };
  }, []);
  return tasks;
}
