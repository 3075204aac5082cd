// How long the diagnosis takes in Chromium after a key was pressed: three servers of which two refuse, five hostnames of
// which one is typed on, forty targets. `node benches/diagnosis.mjs`; needs dist/pkg.
import { createRequire } from 'node:module';
import { FLAGS } from '../scripts/chromium.mjs';
import { serve } from '../scripts/serve.mjs';
import { DAY, certificate, ecKey } from '../www/forge.mjs';

const { chromium } = createRequire(new URL('../www/package.json', import.meta.url))('playwright-core');
const NOW = 1_795_435_200_000;
const KEYS = 15;
const TARGETS = 40;

function files() {
  const [rootKey, issuingKey] = [ecKey(), ecKey()];
  const at = NOW - 30 * DAY;
  const ca = (serial, subject, issuer, key, issuerKey) => certificate({ serial, subject, issuer, key, issuerKey, from: at, days: 3650, authority: true });
  const root = ca(1, 'Bench Root', 'Bench Root', rootKey, rootKey);
  const issuing = ca(2, 'Bench Issuing', 'Bench Root', issuingKey, rootKey);
  const server = (n) => {
    const name = `web${n}.bench.internal`;
    return (
      certificate({ serial: 10 + n, subject: name, issuer: 'Bench Issuing', key: ecKey(), issuerKey: issuingKey, from: at, days: 90, names: [name] }) + issuing
    );
  };
  const servers = [1, 2, 3].map((n) => ({ name: `web${n}.pem`, text: server(n), seat: 'server', server: `web${n}` }));
  return [...servers, { name: 'root.cer', text: root, seat: 'trust' }];
}

const site = await serve('dist/pkg', 0);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${site.port}/package.json`);
const times = await page.evaluate(
  async ({ files, now, keys, most }) => {
    const engine = await import('/certlens.js');
    await engine.default();
    const inputs = files.map(({ text, ...rest }) => ({ ...rest, bytes: new TextEncoder().encode(text) }));
    const targets = engine
      .catalog()
      .targets.slice(0, most)
      .map((target) => target.id);
    const names = ['web1', 'web2', 'web3', 'www'].map((name) => `${name}.bench.internal`);
    const all = { verdicts: [], diagnosis: [] };
    for (let i = 0; i < keys; i += 1) {
      // One letter more each time.
      const request = { inputs, hosts: [...names, `api${'x'.repeat(i)}.bench.internal`], targets, now };
      const began = performance.now();
      engine.verdicts(request);
      const said = performance.now();
      const { diagnosis } = engine.diagnose(request);
      const end = performance.now();
      if (!diagnosis.steps.length) throw new Error('nothing was diagnosed');
      // The first one finds the engine cold.
      if (i > 0) {
        all.verdicts.push(said - began);
        all.diagnosis.push(end - said);
      }
    }
    return all;
  },
  { files: files(), now: NOW / 1000, keys: KEYS, most: TARGETS },
);
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const row = (what, value) => console.log(`${what.padEnd(58)} ${value.toFixed(1).padStart(10)} ms`);
console.log(`\nChromium ${browser.version()}`);
row('a key pressed: three servers, five hosts, 40 targets: verdicts', median(times.verdicts));
row('  the diagnosis after that', median(times.diagnosis));
row('  the longest of them', Math.max(...times.diagnosis));
await browser.close();
site.close();
