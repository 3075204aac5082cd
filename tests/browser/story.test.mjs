// What the second edition of the page is for: the answer at the top of every screen, and people's stories told in a few
// actions, with the right headline after each of them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after as afterAll, describe, test } from 'node:test';
import { HOST, addHost, after, drop, example, open, openMatrix, originFiles, stop, verdicts } from './support.mjs';

afterAll(stop);

const corpus = (path) => new URL(`../corpora/${path}`, import.meta.url);
const file = (path) => ({ name: path.split('/').at(-1), buffer: readFileSync(corpus(path)) });
const headline = (page) => page.textContent('#answer');
/** The clock of the story; nothing else is set. */
const at = (seconds) => ({ before: `Date.now = () => ${seconds}000;` });
const paste = async (page, text) => {
  await page.fill('#failing', text);
  await after(page, () => page.press('#failing', 'Enter'));
};

const M1 =
  'The Common Name of the leaf certificate presented by the backend server does not match the Probe or Backend Setting hostname of the application gateway.';

describe('the example', () => {
  test('at 1440 x 900: at most 4 screens, 120 stops of the Tab key and 600 words before anything is opened', async () => {
    const { page, close } = await open('site', { width: 1440, height: 900 });
    await example(page);
    const { height, words, stops } = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let words = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement.checkVisibility({ visibilityProperty: true }) || node.parentElement.closest('option, script, style')) continue;
        words += node.data.trim().split(/\s+/).filter(Boolean).length;
      }
      const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
        (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility(),
      ).length;
      return { height: document.documentElement.scrollHeight, words, stops };
    });
    assert.ok(height <= 4 * 900, `${height} px`);
    assert.ok(words <= 600, `${words} words`);
    assert.ok(stops <= 120, `${stops} stops`);
    await close();
  });

  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [768, 1024],
    [390, 844],
    [320, 568],
  ]) {
    test(`at ${width} x ${height} the headline and the first step are in sight without scrolling`, async () => {
      const { page, close } = await open('site', { width, height });
      await example(page);
      // At the smallest size it is the first step's sentence, else all of it.
      const last = width === 320 ? '.step-text' : '.proof';
      const seen = await page.evaluate((selector) => {
        const box = (one) => document.querySelector(one).getBoundingClientRect();
        return {
          scrolled: scrollY,
          top: box('#answer').top,
          bottom: box(`[data-step] ${selector}`).bottom,
          covered: document.querySelector('.strip') !== null,
        };
      }, last);
      assert.equal(seen.scrolled, 0);
      assert.equal(seen.covered, false);
      assert.ok(seen.top >= 0 && seen.bottom <= height, JSON.stringify(seen));
      await close();
    });
  }

  test('the answer stays in one line while the rest is read, and leads back', async () => {
    const { page, close } = await open('file', { width: 768, height: 700 });
    await example(page);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForSelector('.strip');
    assert.match(await page.textContent('.strip'), /vm2/);
    await page.click('.strip button');
    await page.waitForSelector('.strip', { state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'answer');
    await close();
  });
});

describe('the origin story, from an empty page', () => {
  test('error text, three files, one name: the right headline after each, and a step that is proven', async () => {
    const [, root, vm1, vm2] = originFiles();
    const { page, seen, close } = await open('file');
    await paste(page, M1);
    assert.match(await headline(page), /Azure Application Gateway v2.*drop the files/);
    assert.match(await page.textContent('[data-understood]'), /Azure Application Gateway v2: .*Common Name/);
    assert.equal(await page.locator('.chip').count(), 0, 'a sentence is no list of names');

    await drop(page, [root, vm1, vm2]);
    assert.equal((await page.locator('[data-observed="open"]').count()) > 0, true);
    assert.match(await headline(page), /Type the hostnames/);
    assert.equal(await page.locator('[data-party="gateway"]').count(), 1);
    assert.deepEqual(await page.$$eval('[data-party^="server "]', (all) => all.map((one) => one.dataset.server)), ['vm1', 'vm2']);

    await addHost(page, HOST);
    assert.match(await headline(page), /vm2 Unhealthy: .*portal\.northwind\.example.*vm2\.northwind\.internal/);
    assert.equal(await page.locator('.seen [data-observed="explained"]').count(), 1);
    assert.match(await page.textContent('.seen'), /exactly what your files explain/);
    assert.equal((await page.locator('.difference mark').count()) > 0, true, 'the labels that differ are marked');

    // The proof says what the tick then shows, and the tick can be taken back.
    const step = page.locator('[data-step]').first();
    const { turned, of } = await step.evaluate((node) => ({ ...node.dataset }));
    assert.ok(Number(turned) > 0);
    assert.equal(turned, of);
    const tick = page.locator('[data-assume]').first();
    await after(page, () => tick.check());
    assert.match(await headline(page), /will accept/);
    assert.match(await page.textContent('.assumed'), /1 step taken as done/);
    assert.equal(await page.locator('.step.done').count(), 1);
    const cells = await verdicts(page, '[data-target="azure-application-gateway-v2"][data-server="vm2"]');
    assert.deepEqual([...new Set(cells.map((cell) => cell.verdict))], ['accepted']);
    assert.equal(await page.locator('.seen [data-observed="explained"]').count(), 1, 'what was seen was seen before that');
    await after(page, () => tick.uncheck());
    assert.match(await headline(page), /vm2 Unhealthy/);
    assert.deepEqual(seen, { requests: [], policy: [], errors: [] });
    await close();
  });

  test('another door of the same step takes the place of the first', async () => {
    const { page, close } = await open('file');
    await example(page);
    await page.click('.doors > summary');
    const doors = page.locator('[data-assume]');
    await after(page, () => doors.nth(0).check());
    await after(page, () => doors.nth(1).check());
    assert.deepEqual(await doors.evaluateAll((all) => all.map((one) => one.checked)), [false, true, false]);
    assert.equal(await page.locator('.step.done').count(), 1);
    await close();
  });

  test('what was understood wrongly goes back into the field', async () => {
    const { page, close } = await open('file');
    await paste(page, M1);
    await page.click('[data-understood] >> text=Not so');
    await page.waitForSelector('.question');
    assert.equal(await page.inputValue('#failing'), M1);
    await close();
  });
});

describe("other people's stories", () => {
  test('a gateway as JSON and its backend health: the parties, names and roots come from them', async () => {
    const folder = 'situations/cases/A01-cli-name-mismatch';
    const { page, close } = await open('file', at(1795867200));
    await drop(
      page,
      ['gateway.json', 'health.json', 'vm1.pem'].map((name) => file(`${folder}/${name}`)),
    );
    assert.match(await headline(page), /Application Gateway v2/);
    assert.match(await headline(page), /www\.contoso\.example/);
    assert.equal((await page.locator('[data-from-evidence="www.contoso.example"]').count()) > 0, true);
    assert.equal(await page.locator('[data-understood]').count(), 2);
    assert.equal((await page.locator('[data-observed="explained"]').count()) > 0, true);
    assert.equal(await page.locator('[data-party="gateway"]').count(), 1);
    const { turned, of } = await page
      .locator('[data-step]')
      .first()
      .evaluate((node) => ({ ...node.dataset }));
    assert.ok(Number(of) > 0 && Number(turned) > 0);
    await close();
  });

  test('v1 with last year’s certificate in its export, and its backend health', async () => {
    const folder = 'situations/cases/A09-v1-stale-auth-certificate';
    const { page, close } = await open('file', at(1795867200));
    await drop(
      page,
      ['agw-v1.json', 'health.json', 'server.crt'].map((name) => file(`${folder}/${name}`)),
    );
    assert.match(await headline(page), /Application Gateway v1/);
    assert.equal((await page.locator('[data-observed="explained"]').count()) > 0, true);
    assert.equal((await page.locator('[data-step][data-turned]').count()) > 0, true);
    await close();
  });

  test('the root before the intermediate, from the transcript of a client', async () => {
    const { page, close } = await open('file', at(1795867200));
    await drop(
      page,
      ['s_client.txt', 'DigiCertGlobalRootG2.cer'].map((name) => file(`stories/cases/a01/${name}`)),
    );
    await addHost(page, 'duckduckgo.com');
    assert.match(await headline(page), /wrong order/);
    assert.equal((await page.locator('[data-finding="chain-order-wrong"]').count()) > 0, true);
    await close();
  });

  test('only cert.pem is installed: git’s message, the file, the name', async () => {
    const { page, close } = await open('file', at(1772366400));
    await paste(page, 'server certificate verification failed. CAfile: none CRLfile: none');
    assert.match(await page.textContent('[data-understood]'), /GnuTLS/);
    await drop(page, [file('stories/cases/b15/cert.pem')]);
    await addHost(page, 'rust-lang.org');
    assert.equal(await page.locator('[data-cause="issuer-missing"]').count(), 1);
    await close();
  });

  test('Apache as a proxy, one issuing CA too many: its log line, the files, the name', async () => {
    const { page, close } = await open('file', at(1795867200));
    await paste(page, 'AH02040: Certificate Verification: Certificate Chain too long (chain has 2 certificates, but maximum allowed are only 1)');
    await drop(
      page,
      ['chain.pem', 'root.pem'].map((name) => file(`stories/cases/b45/${name}`)),
    );
    await addHost(page, 'app.contoso.internal');
    assert.equal(await page.locator('[data-cause="chain-too-long"]').count(), 1);
    assert.match(await page.textContent('[data-step]'), /SSLProxyVerifyDepth|depth/i);
    assert.equal(await page.locator('.seen [data-observed="explained"]').count(), 1);
    await close();
  });

  test('a PFX that a service refuses: one password for all that is locked', async () => {
    const { page, close } = await open('file', at(1795867200));
    await page.click('[data-topic="upload"]');
    assert.match(await page.textContent('.bring'), /Drop the PFX/);
    const pfx = file('stories/cases/a12/api.pfx');
    await drop(page, [pfx, { ...pfx, name: 'again.pfx' }]);
    assert.equal(await page.locator('input[type=password]').count(), 2);
    await page.locator('input[type=password]').first().fill('Passw0rd');
    await after(page, () => page.locator('input[type=password]').first().press('Enter'));
    assert.equal(await page.locator('input[type=password]').count(), 0, 'a password is tried on every locked file');
    assert.equal((await page.locator('[data-finding="pfx-encryption"]').count()) > 0, true);
    await close();
  });

  test('the shorter examples tell a whole story each', async () => {
    const { page, close } = await open('file');
    await after(page, () => page.click('[data-example="pfx"]'));
    assert.match(await headline(page), /will probably not take the file/);
    await after(page, () => page.locator('[data-assume]').first().check());
    assert.doesNotMatch(await headline(page), /not take/);
    await after(page, () => page.click('#forget'));
    await after(page, () => page.click('[data-example="key"]'));
    assert.match(await headline(page), /nginx .*will not start .*private key/);
    assert.match(await page.textContent('[data-step]'), /privkey-2026\.pem/);
    await after(page, () => page.locator('[data-assume]').first().check());
    assert.doesNotMatch(await headline(page), /will not start/);
    await close();
  });
});

test('verdicts by cause: one line for all that say the same, and the full table behind a button', async () => {
  const { page, close } = await open('file');
  await example(page);
  const first = page.locator('[data-cause-row]').first();
  assert.equal(await first.getAttribute('data-cause-row'), 'hostname-mismatch');
  const systems = Number(await first.getAttribute('data-count'));
  assert.ok(systems > 5);
  await first.locator('summary').click();
  await first.locator('.cause-systems').waitFor();
  assert.equal(await first.locator('.cause-systems > li').count(), systems);
  // The vendor's sentence, and no number that the vendor does not print.
  assert.doesNotMatch(await first.textContent(), /\bM1\b/);
  assert.match(await first.textContent(), /Common Name/);
  assert.equal(await page.locator('[data-verdict]').count(), 0);
  await openMatrix(page);
  assert.ok((await page.locator('[data-verdict]').count()) > 50);
  await page.fill('.matrix-search', 'firefox');
  assert.deepEqual([...new Set((await verdicts(page)).map((cell) => cell.target))], ['firefox']);
  await close();
});
