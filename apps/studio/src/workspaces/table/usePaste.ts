import { useEffect, useRef } from 'react';
import { isTyping } from '../../shell/commands.ts';

/** Takes pasted text for a file, and pasted files for what they are. Fields keep what is pasted into them. */
export function usePaste(active: boolean, onFile: (file: File) => void): void {
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });
  const count = useRef(0);
  useEffect(() => {
    if (!active) return;
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      const [file] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file === undefined && text.trim() === '') return;
      event.preventDefault();
      if (file !== undefined) latest.current(file);
      else latest.current(pastedFile(text, ++count.current));
    };
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('paste', onPaste);
    };
  }, [active]);
}

/** Cells from a spreadsheet come with tabs between them: the name says what was found. */
export function pastedFile(text: string, number: number): File {
  const [first = ''] = text.split('\n', 1);
  const [extension, type] = first.includes('\t')
    ? ['tsv', 'text/tab-separated-values']
    : ['csv', 'text/csv'];
  return new File([text], `pasted ${number}.${extension}`, { type });
}
