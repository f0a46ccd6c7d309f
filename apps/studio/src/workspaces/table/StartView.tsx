import type { ReactNode, RefObject } from 'react';
import { Shed } from './Shed.tsx';
import './StartView.css';

/** What a person sees first: what can be done here, places for files, and something to try. */
export function StartView({
  heading,
  tasks,
  title,
  words,
  slots,
  children,
}: {
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** The way to the other tasks. */
  readonly tasks: ReactNode;
  readonly title: string;
  readonly words: string;
  readonly slots: readonly ReactNode[];
  /** The way to a sample. */
  readonly children: ReactNode;
}) {
  return (
    <div className="start">
      <div className="start-words">
        {tasks}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{words} The files stay on this computer.</p>
      </div>
      <div className="start-loom">
        <Shed />
        <div className="start-slots" data-count={slots.length}>
          {slots}
        </div>
      </div>
      <div className="start-sample">{children}</div>
    </div>
  );
}
