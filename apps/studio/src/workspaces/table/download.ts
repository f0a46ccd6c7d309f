import type { Result } from './state.ts';
import { saveFile } from '../../parts/saveFile.ts';

/** Saves the differences as JSON Lines, as the program writes them. */
export async function download({ diff, leftName, rightName }: Result): Promise<void> {
  const stem = (name: string) => name.replace(/\.[^.]*$/, '');
  saveFile(await diff.toBlob(), `${stem(leftName)} to ${stem(rightName)}.jsonl`);
}
