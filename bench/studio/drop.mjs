// node drop.mjs ROWS: from the drop of two files of so many rows to the first differing rows in the page.
import { csvPair } from '../csv_pair.mjs';
import { openPage, withBrowser } from './browser.mjs';

const { left, right, truth } = csvPair(Number(process.argv[2]));
await withBrowser(async (browser, address) => {
  const page = await openPage(browser, `${address}#/table`);
  await page.getByRole('button', { name: 'Compare a sample' }).waitFor();
  await page.getByRole('button', { name: /^Engine: (?!Starting)/ }).waitFor();
  // Files that a page holds can be dropped by a script.
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.id = 'bench';
    input.hidden = true;
    document.body.append(input);
  });
  await page.locator('#bench').setInputFiles([left, right]);
  const milliseconds = await page.evaluate(async () => {
    const dataTransfer = new DataTransfer();
    for (const file of document.querySelector('#bench').files) dataTransfer.items.add(file);
    const began = performance.now();
    const surface = document.querySelector('main');
    surface.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    return new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (document.querySelector('[data-row="0"]') === null) return;
        observer.disconnect();
        // Once it is painted.
        requestAnimationFrame(() => {
          setTimeout(() => {
            resolve(performance.now() - began);
          });
        });
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
  });
  const said = await page.getByRole('region', { name: 'Summary' }).innerText();
  const counts = [truth.added, truth.removed, truth.changed];
  const isRight = counts.every((count) => said.includes(count.toLocaleString('en-US')));
  console.log(JSON.stringify({ right: isRight, figures: { drop: milliseconds / 1000 } }));
});
