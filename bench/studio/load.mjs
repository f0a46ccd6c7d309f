// node load.mjs: how long a first visit takes, from the request on.
import { withBrowser } from './browser.mjs';

await withBrowser(async (browser, address) => {
  const page = await browser.newPage();
  page.setDefaultTimeout(180_000);
  // Says in the page's own time what is there for the first time.
  await page.addInitScript(() => {
    globalThis.times = {};
    const wanted = {
      shell: () => document.querySelector('.shell-nav a') !== null,
      interactive: () =>
        [...document.querySelectorAll('main button')].some(({ disabled }) => !disabled),
      engine: () =>
        /Threads|Workers|Script|Solo/.test(
          document.querySelector('.shell-tools')?.textContent ?? '',
        ),
    };
    const look = () => {
      for (const [name, isThere] of Object.entries(wanted)) {
        if (!(name in globalThis.times) && isThere()) globalThis.times[name] = performance.now();
      }
    };
    new MutationObserver(look).observe(document, {
      childList: true,
      subtree: true,
      attributes: true,
    });
  });
  await page.goto(address);
  await page.waitForFunction(() => Object.keys(globalThis.times).length === 3);
  const times = await page.evaluate(() => globalThis.times);
  const figures = Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, ms / 1000]));
  console.log(JSON.stringify({ right: true, figures }));
});
