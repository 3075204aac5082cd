// The start of the page on a slow line: `node benches/start.mjs`. Slow 4G as Lighthouse has it, and Brotli, as hosts send it.
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FLAGS } from '../scripts/chromium.mjs';
import { serve } from '../scripts/serve.mjs';

const { chromium } = createRequire(new URL('../www/package.json', import.meta.url))('playwright-core');
const ROUNDS = 5;
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const row = (what, value, unit) => console.log(`${what.padEnd(58)} ${String(value).padStart(10)} ${unit}`);

const site = await serve('dist/site', 0, { compressed: true });
// Compressed before anybody waits for it.
const assets = readdirSync('dist/site/assets').map((name) => `assets/${name}`);
for (const path of ['', ...assets]) await fetch(`http://127.0.0.1:${site.port}/${path}`, { headers: { 'accept-encoding': 'br' } }).then((r) => r.arrayBuffer());

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/** A first visit: when the page takes files, when its engine is ready, and the first verdict on files that were there at once. */
async function visit(files) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', SLOW_4G);
  await page.addInitScript(() => {
    window.seen = {};
    const look = () => {
      const now = performance.now();
      if (document.querySelector('#files')) window.seen.takes ??= now;
      if (document.documentElement.dataset.state === 'ready') window.seen.ready ??= now;
      if (document.querySelector('[data-cause-row]')) window.seen.verdict ??= now;
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(`http://127.0.0.1:${site.port}/`, { waitUntil: 'commit' });
  await page.waitForSelector('#files', { state: 'attached', timeout: 60_000 });
  if (files) await page.setInputFiles('#files', files);
  await page.waitForFunction((wanted) => window.seen[wanted], files ? 'verdict' : 'ready', { timeout: 60_000 });
  const seen = await page.evaluate(() => window.seen);
  await context.close();
  return seen;
}

const pem = ['bundle.pem', 'root.cer', 'server.key'].map((file) => join('tests/corpora/scenarios/right-chain', file));
console.log(`\nChromium ${browser.version()}, first visit on slow 4G (1.6 Mbit/s, 150 ms)`);
const opened = [];
const judged = [];
for (let i = 0; i < ROUNDS; i += 1) {
  opened.push(await visit(null));
  judged.push(await visit(pem));
}
row('navigation to a page that takes files', median(opened.map((seen) => seen.takes)).toFixed(0), 'ms');
row('  to an engine that is ready', median(opened.map((seen) => seen.ready)).toFixed(0), 'ms');
row('  to the first verdict on a chain in PEM', median(judged.map((seen) => seen.verdict)).toFixed(0), 'ms');
await browser.close();
site.close();
