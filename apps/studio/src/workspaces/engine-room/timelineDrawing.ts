import type { LogRecord } from 'heddle';
import type { Doing, Row, Run } from './runs.ts';

export const inks = [
  'ink',
  'ink-soft',
  'ink-faint',
  'line',
  'line-strong',
  'indigo',
  'indigo-wash',
  'madder',
  'madder-wash',
  'panel',
  'weld',
] as const;

export interface Look {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly em: number;
  readonly font: string;
  readonly colors: Readonly<Record<(typeof inks)[number], string>>;
  /** Milliseconds from the left edge to the right one. */
  readonly span: number;
}

// In ems of the canvas's font.
const kernelHeight = 2.1;
const laneHeight = 1.05;
const gap = 0.9;
const axisHeight = 1.9;
const labelWidth = 6;

const rowHeight = (row: Row) => (row.lane === undefined ? kernelHeight : laneHeight);

/** Height of the canvas for these rows. */
export function heightOf(rows: readonly Row[], em: number): number {
  const kernels = rows.filter(({ lane }) => lane === undefined).length;
  const inner = rows.reduce((sum, row) => sum + rowHeight(row), 0) + kernels * gap;
  return Math.ceil((Math.max(inner, kernelHeight) + axisHeight) * em);
}

/** Log events that are marked on their kernel's row. */
const marked: ReadonlySet<LogRecord['event']> = new Set([
  'kernel-failed',
  'kernel-killed',
  'job-killed',
]);

/** Draws a frame: time runs to the right and ends `now`, in milliseconds of performance.now(). */
export function drawTimeline(
  context: CanvasRenderingContext2D,
  look: Look,
  now: number,
  rows: readonly Row[],
  freezes: readonly (readonly [number, number])[],
  log: readonly LogRecord[],
): void {
  const { width, height, em, font, colors, span } = look;
  const left = labelWidth * em;
  const inner = width - left;
  const bottom = height - axisHeight * em;
  const at = (time: number) => left + (1 - (now - time) / span) * inner;
  context.clearRect(0, 0, width, height);
  context.font = font;
  context.textBaseline = 'middle';

  // Seconds.
  context.fillStyle = colors.line;
  const seconds = span / 1000;
  for (let second = 0; second <= seconds; ++second) {
    context.fillRect(Math.min(at(now - second * 1000), width - 1), 0, 1, bottom);
  }
  context.fillStyle = colors['ink-soft'];
  for (let second = 0; second <= seconds; second += inner < 40 * em ? 5 : 2) {
    const text = second === 0 ? 'now' : `−${second} s`;
    context.textAlign = second === 0 ? 'right' : second === seconds ? 'left' : 'center';
    context.fillText(text, at(now - second * 1000), bottom + (axisHeight * em) / 2);
  }

  // The page stood still.
  context.fillStyle = colors['madder-wash'];
  for (const [begin, end] of freezes) {
    if (end < now - span) continue;
    const from = Math.max(left, at(begin));
    context.fillRect(from, 0, at(end) - from, bottom);
  }

  const tops = new Map<number, number>();
  let top = 0;
  for (const row of rows) {
    const tall = rowHeight(row) * em;
    if (row.lane === undefined) {
      if (top > 0) top += gap * em;
      tops.set(row.kernel, top);
    }
    context.fillStyle = row.lane === undefined ? colors.ink : colors['ink-soft'];
    context.textAlign = 'left';
    context.fillText(
      row.lane === undefined ? `Kernel ${row.kernel}` : `lane ${row.lane}`,
      row.lane === undefined ? 0 : em,
      top + tall / 2,
    );
    drawRow(context, look, row, top, tall, left, at);
    top += tall;
  }

  // What happened to the kernels. The log has times of the day.
  for (const { time, event, kernel } of log) {
    const rowTop = kernel === undefined ? undefined : tops.get(kernel);
    const x = at(time - performance.timeOrigin);
    if (!marked.has(event) || rowTop === undefined || x < left) continue;
    const middle = rowTop + (kernelHeight * em) / 2;
    context.fillStyle = colors.panel;
    context.beginPath();
    context.arc(x, middle, em * 0.75, 0, 2 * Math.PI);
    context.fill();
    context.strokeStyle = colors.madder;
    context.lineWidth = em * 0.18;
    context.beginPath();
    const arm = em * 0.32;
    context.moveTo(x - arm, middle - arm);
    context.lineTo(x + arm, middle + arm);
    context.moveTo(x + arm, middle - arm);
    context.lineTo(x - arm, middle + arm);
    context.stroke();
  }
}

/** How a row shows what is done: share of its height (0 a thin thread, negative dots), and color. */
function style({ colors }: Look, doing: Doing, lane: boolean): readonly [number, string] {
  switch (doing) {
    case 'processing':
    case 'working':
      return [lane ? 0.62 : 0.72, colors.indigo];
    case 'starting':
      return [0.72, colors.weld];
    case 'failed':
      return [0.72, colors.madder];
    case 'idle':
      return [0, colors['line-strong']];
    case 'sleeping':
      return [0, colors['line-strong']];
    case 'stopped':
      return [-1, colors['line-strong']];
  }
}

function drawRow(
  context: CanvasRenderingContext2D,
  look: Look,
  { lane, runs }: Row,
  top: number,
  tall: number,
  left: number,
  at: (time: number) => number,
): void {
  const middle = Math.round(top + tall / 2);
  for (const { begin, end, doing } of runs as readonly Run[]) {
    const to = at(end);
    if (to < left) continue;
    const from = Math.max(left, at(begin));
    const [share, color] = style(look, doing, lane !== undefined);
    context.fillStyle = color;
    if (share < 0) {
      const step = look.em / 3;
      for (let x = Math.ceil(from / step) * step; x < to; x += step) {
        context.fillRect(x, middle, 1, 1);
      }
      continue;
    }
    const thick = share === 0 ? 1 : share * tall;
    context.fillRect(from, middle - thick / 2, Math.max(to - from, share === 0 ? 0 : 1), thick);
  }
}
