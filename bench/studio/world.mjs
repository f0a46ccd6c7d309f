// node world.mjs ENTITIES SECONDS: how many ticks a world in view makes, and how many frames its page has.
import { openPage, untilTick, withBrowser } from './browser.mjs';

const [entities, seconds] = process.argv.slice(2).map(Number);
await withBrowser(async (browser, address) => {
  const page = await openPage(
    browser,
    `${address}#/world?scenario=crowd&entities=${entities}&seed=5`,
  );
  await untilTick(page, 30);
  const measured = await page.evaluate(async (span) => {
    const shown = document.querySelector('.world-facts dd');
    const tickOf = () => Number(shown.textContent.replaceAll(',', ''));
    // The figure is read now and then: what counts is when it changes.
    const change = () =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve({ time: performance.now(), tick: tickOf() });
        });
        observer.observe(shown, { childList: true, characterData: true, subtree: true });
      });
    const began = await change();
    let frames = 0;
    const count = () => {
      ++frames;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    await new Promise((resolve) => setTimeout(resolve, span));
    const ended = await change();
    return { time: ended.time - began.time, ticks: ended.tick - began.tick, frames };
  }, seconds * 1000);
  const alive = await page.evaluate(
    () => document.querySelectorAll('.world-facts dd')[1]?.textContent.replaceAll(',', '') ?? '0',
  );
  const time = measured.time / 1000;
  const figures = { tick: time / measured.ticks, frame: time / measured.frames };
  console.log(JSON.stringify({ right: measured.ticks > 0 && Number(alive) > 0, figures }));
});
