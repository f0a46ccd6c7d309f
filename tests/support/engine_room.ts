/** What the Studio's engine room must find. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TemporaryFolder } from './folder.ts';
import { programs, run } from './programs.ts';
import { realPair } from './vega.ts';

/** SHA-256 of what the native program finds in the room's work: the weather pair, its rows 32 times over. */
export async function nativeHash(): Promise<string> {
  using folder = new TemporaryFolder();
  const { left, right } = realPair('weather.csv');
  const repeated = (file: string) => {
    const text = readFileSync(file, 'utf8');
    return text + text.slice(text.indexOf('\n') + 1).repeat(31);
  };
  folder.write({ 'left.csv': repeated(left), 'right.csv': repeated(right) });
  const key = ['--key', 'location,date', '--format', 'json'];
  const args = ['table', 'diff', folder.at('left.csv'), folder.at('right.csv'), ...key];
  const { stdout } = await run(programs().native, args);
  return createHash('sha256').update(stdout).digest('hex');
}
