import { HeddleError } from 'heddle';

/** A failure in words: what happened, where, and what to do about it. */
export interface Problem {
  readonly title: string;
  readonly where?: string;
  readonly remedy: string;
}

export type Side = 'left' | 'right';

/** The file that caused an error of table.diff; undefined when it was not a file. */
export function sideOf(error: unknown): Side | undefined {
  if (!(error instanceof HeddleError)) return undefined;
  return error.input === 'left' || error.input === 'right' ? error.input : undefined;
}

const whole = new Intl.NumberFormat('en-US');

function place(error: HeddleError): string | undefined {
  const parts: string[] = [];
  if (error.line !== undefined) parts.push(`line ${whole.format(error.line)}`);
  if (error.byteOffset !== undefined) parts.push(`byte ${whole.format(error.byteOffset)}`);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

const remedies: Readonly<Record<string, string>> = {
  malformed_input:
    'Correct the file there, or export it again as CSV in UTF-8 with a header row, commas between fields and quotes around fields that contain commas, quotes or line breaks.',
  invalid_argument: 'Choose other key columns.',
  out_of_memory:
    'Close other tabs, or use a 64-bit desktop browser with more memory, then compare again.',
  unavailable: 'Update the browser, or allow workers and WebAssembly for this page.',
  io: 'The file may have been changed, moved or deleted since it was chosen. Choose it again.',
  kernel_failed: 'The worker was replaced. Compare again.',
  disposed: 'Reload the page.',
};

export function describeProblem(error: unknown): Problem {
  if (error instanceof HeddleError) {
    const where = place(error);
    return {
      title: error.message,
      ...(where === undefined ? {} : { where }),
      remedy: remedies[error.code] ?? 'Compare again. If it happens again, please report it.',
    };
  }
  if (error instanceof DOMException && error.name === 'NotReadableError') {
    return { title: 'The file can no longer be read.', remedy: remedies['io'] ?? '' };
  }
  return {
    title: error instanceof Error ? error.message : String(error),
    remedy: 'Compare again. If it happens again, please report it.',
  };
}
