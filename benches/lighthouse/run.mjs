// Lighthouse on dist/site, phone and desk: `node benches/lighthouse/run.mjs [ROUNDS]`. Prints the median scores and
// every audit that is not full. Fails where accessibility or best practices are not 100; times depend on the machine.
import lighthouse, { desktopConfig } from 'lighthouse';
import { launch } from 'chrome-launcher';
import { serve } from '../../scripts/serve.mjs';

const ROUNDS = Number(process.argv[2] ?? 3);
/** Lighthouse fetches robots.txt from within the page, and the page's own policy refuses that as it refuses everything. */
const REFUSED = ['robots-txt'];
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];

// Compressed, as hosts send it.
const site = await serve('dist/site', 0, { compressed: true });
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
});
let failed = false;
for (const [name, config] of [
  ['phone', undefined],
  ['desk', desktopConfig],
]) {
  const runs = [];
  for (let i = 0; i < ROUNDS; i += 1) runs.push((await lighthouse(`http://127.0.0.1:${site.port}/`, { port: chrome.port, logLevel: 'error' }, config)).lhr);
  runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
  const run = runs[runs.length >> 1];
  const scores = Object.values(run.categories).map(({ id, score }) => [id, Math.round(score * 100)]);
  console.log(`${name.padEnd(6)} ${scores.map(([id, score]) => `${id} ${score}`).join(', ')}`);
  console.log(`       ${TIMES.map((id) => `${id} ${run.audits[id].displayValue}`).join(', ')}`);
  for (const { id, auditRefs } of Object.values(run.categories)) {
    for (const { id: audit, weight } of auditRefs) {
      const { score, title } = run.audits[audit];
      if (weight === 0 || score === null || score >= 0.995) continue;
      console.log(`       ${id}: ${title} (${score})${REFUSED.includes(audit) ? ", refused by the page's policy" : ''}`);
    }
  }
  failed ||= scores.some(([id, score]) => ['accessibility', 'best-practices'].includes(id) && score < 100);
}
chrome.kill();
site.close();
process.exitCode = failed ? 1 : 0;
