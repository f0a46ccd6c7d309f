import { saveFile } from '../../parts/saveFile.ts';
import { useSaving, type Saving } from '../../parts/useSaving.ts';
import { fileName, formatOptionsOf, type ExportOptions } from './export.ts';
import { describeProblem } from './problem.ts';
import type { Result } from './state.ts';

export interface Export {
  readonly saving: Saving;
  readonly start: (options: ExportOptions) => void;
}

/** Writes a result in a format and hands it to the person. */
export function useExport(result: Result): Export {
  const saving = useSaving(result, describeProblem);
  const start = (options: ExportOptions) => {
    const { diff, request } = result;
    saving.start(async (signal, onProgress) => {
      const text = await diff.write(formatOptionsOf(options), { signal, onProgress });
      if (!signal.aborted) saveFile(text, fileName(options.format, request));
    });
  };
  return { saving, start };
}
