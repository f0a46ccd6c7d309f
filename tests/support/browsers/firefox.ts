/** Firefox, driven by WebDriver BiDi. */
import puppeteer from 'puppeteer-core';
import { eventually, type InstallableBrowser } from './browser.ts';

const executablePath = '/usr/bin/firefox-esr';

export const firefox: InstallableBrowser = {
  name: 'Firefox',
  needs: [executablePath],
  async launch() {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath,
      // Nothing of it may ask the network.
      extraPrefsFirefox: {
        'app.update.enabled': false,
        'browser.safebrowsing.downloads.enabled': false,
        'datareporting.policy.dataSubmissionEnabled': false,
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
        'toolkit.telemetry.enabled': false,
      },
    });
    return {
      version: await browser.version(),
      close: () => browser.close(),
      async open(address) {
        const page = await browser.newPage();
        await page.goto(address);
        return {
          value: (expression, timeout) =>
            eventually(expression, () => page.evaluate(expression) as Promise<never>, timeout),
          close: () => page.close(),
        };
      },
    };
  },
};
