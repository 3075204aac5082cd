// Opens an edition of the built page in Chromium and keeps a record of everything that could tell of a leak.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FLAGS } from '../../scripts/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';

const require = createRequire(new URL('../../www/package.json', import.meta.url));
const { chromium } = require('playwright-core');

export const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const EXAMPLE = new URL('../../www/example/', import.meta.url);

if (!existsSync(`${DIST}certlens.html`)) throw new Error('dist/certlens.html is not there: run ./build.sh first');

let browser;
let server;

/** The rest of the engine, which is the page's own and comes once it is ready. */
export const REST = /\/assets\/certlens-rest-[0-9a-f]{12}\.js$/;

/** `file` or `site`. */
export const EDITIONS = ['file', 'site'];

export async function address(edition) {
  if (edition === 'file') return `file://${DIST}certlens.html`;
  server ??= await serve(`${DIST}site`, 0);
  return `http://127.0.0.1:${server.port}/`;
}

/**
 * A fresh page. `seen` collects requests after load, console lines about the policy, and page errors. `before` runs in the
 * page ahead of its own program, `url` is another copy of it, `state` is how far to wait.
 */
export async function open(
  edition,
  { width = 1280, height = 900, dark = false, before = undefined, prepare = undefined, url = undefined, state = 'ready', ...rest } = {},
) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', acceptDownloads: true, ...rest });
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  const seen = { requests: [], policy: [], errors: [] };
  let loaded = false;
  page.on('request', (request) => {
    if (loaded && !/^(blob|data):/.test(request.url()) && !REST.test(request.url())) seen.requests.push(request.url());
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Type/i.test(message.text())) seen.policy.push(message.text());
    else if (message.type() === 'error') seen.errors.push(message.text());
  });
  page.on('pageerror', (error) => seen.errors.push(error.message));
  if (before) await page.addInitScript(before);
  await prepare?.(page);
  await page.goto(url ?? (await address(edition)));
  await settled(page, state);
  loaded = true;
  return { page, seen, close: () => context.close() };
}

export async function stop() {
  await browser?.close();
  server?.close();
  browser = undefined;
  server = undefined;
}

/** Waits until the engine has said all it has to say. */
export async function settled(page, state = 'ready') {
  await page.waitForFunction((wanted) => document.documentElement.dataset.state === wanted, state, { timeout: 20_000 });
}

/** Does something, then waits for the verdicts that follow from it. */
export async function after(page, action) {
  await action();
  // The state turns to `working` before the next task; `ready` before that would be the old one.
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  await settled(page);
}

const text = (name) => readFileSync(new URL(name, EXAMPLE), 'utf8');

/** The origin story's files as a user has them on the desktop. */
export function originFiles() {
  const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  const issuing = text('issuing.pem');
  return [
    file('listener.pfx', Buffer.from(text('listener.pfx.txt'), 'base64')),
    file('northwind-root.cer', text('root.pem')),
    ...['vm1', 'vm2', 'vm3'].map((name) => file(`${name}.pem`, text(`${name}.pem`) + issuing)),
  ];
}

export const PFX_PASSWORD = 'northwind1';
export const HOST = 'portal.northwind.example';

/** Loads the example and waits for its answer. */
export async function example(page) {
  await after(page, () => page.click('#example'));
  await page.waitForSelector('#answer');
}

/** Drops files on the page as a file manager does. */
export async function drop(page, files) {
  const packed = files.map((one) => ({ name: one.name, base64: one.buffer.toString('base64') }));
  await after(page, () =>
    page.evaluate((list) => {
      const data = new DataTransfer();
      for (const { name, base64 } of list) data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      const target = document.querySelector('header');
      for (const type of ['dragenter', 'dragover', 'drop']) target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      return new Promise((done) => setTimeout(done, 100));
    }, packed),
  );
}

/** Types hostnames and waits for their verdicts: into their own field, or, while there is none, into the one question. */
export async function addHost(page, name) {
  const field = (await page.locator('#host').count()) > 0 ? '#host' : '#failing';
  await page.fill(field, name);
  await after(page, () => page.press(field, 'Enter'));
}

/** Opens the full table, whose cells exist only while it is open. */
export async function openMatrix(page) {
  const button = page.locator('#matrix[aria-expanded=false]');
  if (await button.count()) await button.click();
}

/** Opens a part of the page that lies folded. */
export async function unfold(page, id) {
  if (!(await page.evaluate((one) => document.getElementById(one)?.open ?? true, id))) await page.click(`#${id} > summary`);
}

/** A file's card, opened. */
export async function card(page, name) {
  const one = page.locator('[data-card]').filter({ has: page.locator('.card-name').getByText(name, { exact: true }) });
  if (
    !(await one
      .locator('details')
      .first()
      .evaluate((node) => node.open))
  )
    await one.locator('summary').first().click();
  return one;
}

/** Opens the list of certificates and one of them in a view of its own. */
export async function look(page, label) {
  await unfold(page, 'section-certificates');
  await page.locator('.certificate-row').filter({ hasText: label }).first().click();
  await page.waitForSelector('dialog.look[open] .certificate');
}

/** Verdict cells as plain objects. */
export async function verdicts(page, selector = '') {
  if ((await page.locator('#answer').count()) > 0) await openMatrix(page);
  return page.$$eval(`[data-verdict]${selector}`, (cells) => cells.map((cell) => ({ ...cell.dataset })));
}

/** vm2 is wrong, vm1 and vm3 are right: for the gateway, and for clients that go by RFC 9525. */
export async function assertVerdicts(page) {
  for (const check of ['probe', 'traffic']) {
    const cells = await verdicts(page, `[data-target="azure-application-gateway-v2"][data-check="${check}"]`);
    const outcome = Object.fromEntries(cells.map((cell) => [cell.server, cell.verdict]));
    assert.deepEqual([outcome.vm1, outcome.vm2, outcome.vm3], ['accepted', 'rejected', 'accepted'], check);
    assert.equal(cells.find((cell) => cell.server === 'vm2').code, 'M1');
  }
  for (const target of ['openssl', 'go', 'chrome']) {
    const cells = await verdicts(page, `[data-target="${target}"][data-host="${HOST}"]`);
    const outcome = Object.fromEntries(cells.map((cell) => [cell.server, cell.verdict]));
    assert.deepEqual([outcome.vm1, outcome.vm2, outcome.vm3], ['accepted', 'rejected', 'accepted'], target);
  }
}

/** The same, and the sentence on top says so. */
export async function assertOrigin(page) {
  await assertVerdicts(page);
  const answer = await page.textContent('#answer');
  assert.match(answer, /vm2/);
  assert.ok(answer.includes(HOST), answer);
}
