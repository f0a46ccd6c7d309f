/** Chromium, driven by Playwright. */
import { launchChromium } from '../studio_page.ts';
import { eventually, type InstallableBrowser } from './browser.ts';

export const chromium: InstallableBrowser = {
  name: 'Chromium',
  needs: ['/usr/bin/chromium'],
  async launch() {
    const browser = await launchChromium();
    return {
      version: `Chromium ${browser.version()}`,
      close: () => browser.close(),
      async open(address) {
        const page = await browser.newPage();
        await page.goto(address);
        return {
          value: (expression, timeout) =>
            eventually(expression, () => page.evaluate(expression), timeout),
          close: () => page.close(),
        };
      },
    };
  },
};
