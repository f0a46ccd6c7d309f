/** What axe-core finds against WCAG 2.2 AA in a page as it is now. */
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const options: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

interface WithAxe {
  readonly axe: { run(options: RunOptions): Promise<AxeResults> };
}

/** One line for each element that breaks a rule; none when all is well. */
export async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: script });
  const found = await page.evaluate(
    async (given) => (await (globalThis as unknown as WithAxe).axe.run(given)).violations,
    options,
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary ?? ''}`),
  );
}
