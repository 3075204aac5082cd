// Times of the page in Chromium. `node benches/page.mjs FOLDER` (the folder with 10000.pem).
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FLAGS } from '../scripts/chromium.mjs';
import { serve } from '../scripts/serve.mjs';

const folder = process.argv[2];
const { chromium } = createRequire(new URL('../www/package.json', import.meta.url))('playwright-core');
const ROUNDS = 7;
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const row = (what, value, unit) => console.log(`${what.padEnd(58)} ${String(value).padStart(10)} ${unit}`);

const site = await serve('dist/site', 0);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
console.log(`\nChromium ${browser.version()}`);
const page = await browser.newPage();
// Watches from inside: when files arrive, when the first verdict stands in the document, and every long task.
await page.addInitScript(() => {
  window.watched = { began: 0, verdict: 0, long: [] };
  addEventListener(
    'change',
    (event) => {
      if (event.target.id === 'files') Object.assign(window.watched, { began: performance.now(), verdict: 0, wanted: '' });
    },
    true,
  );
  addEventListener(
    'keydown',
    (event) => {
      if (event.target.id === 'host' && event.key === 'Enter')
        Object.assign(window.watched, { began: performance.now(), verdict: 0, wanted: event.target.value });
    },
    true,
  );
  new PerformanceObserver((list) => window.watched.long.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask', buffered: true });
  addEventListener('DOMContentLoaded', () =>
    new MutationObserver(() => {
      const { wanted, verdict } = window.watched;
      const cell = wanted ? document.querySelector(`[data-verdict][data-host="${wanted}"]`) : document.querySelector('[data-cause-row]');
      if (!verdict && cell) window.watched.verdict = performance.now();
    }).observe(document.body, { subtree: true, childList: true, attributes: true }),
  );
});
const ready = () => page.waitForFunction(() => document.documentElement.dataset.state === 'ready');
const settled = () => page.waitForFunction(() => window.watched.verdict > 0 && document.documentElement.dataset.state === 'ready', null, { timeout: 60_000 });
const spent = () => page.evaluate(() => window.watched.verdict - window.watched.began);

const scenario = (name) => ['bundle.pem', 'root.cer', 'server.key'].map((file) => join('tests/corpora/scenarios', name, file));
const give = async (files) => {
  await page.setInputFiles('#files', files);
  await settled();
  return spent();
};
const takeBack = async () => {
  for (let left = await page.locator('[data-card]').count(); left > 0; left -= 1) {
    await page
      .locator('[data-card] [aria-label^="Remove "]')
      .first()
      .evaluate((button) => button.click());
    await page.waitForFunction((count) => document.querySelectorAll('[data-card]').length < count, left);
  }
  await ready();
};
const open = [];
const cold = [];
const warm = [];
const type = [];
for (let i = 0; i < ROUNDS; i += 1) {
  await page.goto(`http://127.0.0.1:${site.port}/`);
  await ready();
  open.push(await page.evaluate(() => performance.now()));
  cold.push(await give(scenario('right-chain')));
  await page.click('#matrix');
  await page.fill('#host', 'app.contoso.internal');
  await page.press('#host', 'Enter');
  await settled();
  type.push(await spent());
}
// Other files each time: the engine keeps what it found out about those it was given last.
await page.goto(`http://127.0.0.1:${site.port}/`);
await ready();
for (let i = 0; i < 2 * ROUNDS; i += 1) {
  const time = await give(scenario(i % 2 === 0 ? 'right-chain' : 'intermediate-missing'));
  if (i >= 4 && i % 2 === 0) warm.push(time);
  await takeBack();
}
row('navigation to ready (loopback)', median(open).toFixed(0), 'ms');
row('three-certificate chain and key, drop to first verdict, cold', median(cold).toFixed(0), 'ms');
row('  the same, warm (page and engine were used before)', median(warm).toFixed(0), 'ms');
row('a hostname entered to its verdict', median(type).toFixed(0), 'ms');

// A step that is taken as done, until what is left has been rehearsed anew: the list then has nothing open any more.
await page.goto(`http://127.0.0.1:${site.port}/`);
await ready();
await page.click('#example');
await page.waitForSelector('[data-assume]');
await ready();
const tick = [];
for (let i = 0; i < ROUNDS; i += 1) {
  for (const done of [true, false]) {
    const time = await page.evaluate(
      (wanted) =>
        new Promise((end) => {
          const answer = document.getElementById('answer').textContent;
          const start = performance.now();
          document.querySelector('[data-assume]').click();
          const look = () => (document.getElementById('answer').textContent === answer ? setTimeout(look) : end(wanted ? performance.now() - start : null));
          look();
        }),
      done,
    );
    if (time !== null) tick.push(time);
    await ready();
  }
}
row('a step taken as done to the next answer', median(tick).toFixed(0), 'ms');

await page.goto(`http://127.0.0.1:${site.port}/`);
await ready();
await page.evaluate(() => {
  window.watched.long.length = 0;
});
const began = performance.now();
await page.setInputFiles('#files', [join(folder, '10000.pem')]);
await page.waitForFunction(() => document.querySelector('[data-item-kind]') && document.documentElement.dataset.state === 'ready', null, { timeout: 120_000 });
row('10,000-certificate bundle, drop to ready', (performance.now() - began).toFixed(0), 'ms');
const long = await page.evaluate(() => window.watched.long);
row('  tasks over 50 ms on the main thread meanwhile', long.length, '');
row('  the longest of them', long.length ? Math.max(...long).toFixed(0) : '-', 'ms');
await browser.close();
site.close();
