// What it does in a browser is tested there: tests/browser/coi.test.ts.
import { expect, it } from 'vitest';

import { isolate, unregister } from './register.js';

it('DoesNothingWhereThereIsNoPage', async () => {
  const report = await isolate();
  expect(report.outcome).toBe('refused');
  expect(report.reason).toMatch(/no page/);
  expect(await unregister()).toBe(false);
});
