// The privacy claim, tried: in both editions, on the page and where the engine runs.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after as afterAll, describe, test } from 'node:test';
import { DIST, EDITIONS, addHost, drop, example, look, open, openMatrix, originFiles, stop, unfold } from './support.mjs';

afterAll(stop);

const HERE = { file: 'certlens.html', site: 'site/index.html' };

for (const edition of EDITIONS) {
  describe(`${edition} edition`, () => {
    test('a whole session makes no request and no policy violation, and the address never changes', async () => {
      const { page, seen, close } = await open(edition);
      const address = page.url();
      await example(page);
      await openMatrix(page);
      await page.click('[data-verdict="rejected"] button');
      await look(page, 'portal');
      await page.click('.views >> text=Bytes');
      await page.waitForSelector('.tree-row');
      await page.click('#look-close');
      await page.waitForSelector('dialog.look[open]', { state: 'detached' });
      await addHost(page, 'https://other.northwind.example:8443/path');
      await drop(page, originFiles().slice(0, 1));
      for (const id of ['section-chain', 'section-names', 'section-timeline']) await unfold(page, id);
      assert.deepEqual(seen, { requests: [], policy: [], errors: [] });
      assert.equal(page.url(), address);
      assert.match(await page.textContent('#policy'), /0 transfers/);
      assert.match(await page.textContent('#policy'), /0 refused attempts/);
      await close();
    });

    test('the browser refuses every way out of the page', async () => {
      // The policy has to hold without what the page takes away as well.
      const before = () => {
        const own = Document.prototype.createElement;
        globalThis.make = (name) => own.call(document, name);
        globalThis.navigation.addEventListener = () => undefined;
      };
      const { page, seen, close } = await open(edition, { before });
      const outcome = await page.evaluate(async () => {
        const attempt = async (go) => {
          try {
            await go();
            return 'went out';
          } catch {
            return 'refused';
          }
        };
        const url = 'https://certlens.invalid/';
        const violated = (directive, go) =>
          new Promise((done) => {
            const timer = setTimeout(() => done('went out'), 3000);
            document.addEventListener('securitypolicyviolation', function heard(event) {
              if (!event.effectiveDirective.startsWith(directive)) return;
              document.removeEventListener('securitypolicyviolation', heard);
              clearTimeout(timer);
              done('refused');
            });
            go();
          });
        return {
          fetch: await attempt(() => fetch(url)),
          data: await attempt(() => fetch('data:,x')),
          request: await attempt(
            () =>
              new Promise((done, failed) => {
                const request = new XMLHttpRequest();
                request.onload = done;
                request.onerror = failed;
                request.open('GET', 'data:,x');
                request.send();
              }),
          ),
          socket: await violated('connect-src', () => {
            try {
              new WebSocket('wss://certlens.invalid/');
            } catch {}
          }),
          beacon: await violated('connect-src', () => navigator.sendBeacon(url, 'x')),
          image: await violated('img-src', () => (new Image().src = `${url}x.png`)),
          style: await violated('style-src', () => {
            const link = globalThis.make('link');
            link.rel = 'stylesheet';
            link.href = `${url}x.css`;
            document.head.append(link);
          }),
          frame: await violated('frame-src', () => {
            const frame = globalThis.make('iframe');
            frame.src = url;
            document.body.append(frame);
          }),
          form: await violated('form-action', () => {
            const form = document.createElement('form');
            form.action = url;
            document.body.append(form);
            form.submit();
          }),
        };
      });
      assert.deepEqual([...new Set(Object.values(outcome))], ['refused'], JSON.stringify(outcome));
      assert.deepEqual(seen.requests.filter((url) => url.includes('certlens.invalid')).length === 0 || seen.policy.length > 0, true);
      await close();
    });

    test('the engine runs in a worker, and the browser refuses its requests too', async () => {
      const { page, close } = await open(edition);
      await example(page);
      assert.equal(page.workers().length, 1);
      const worker = page.workers()[0];
      assert.match(worker.url(), /^blob:/);
      const outcome = await worker.evaluate(async () => {
        const attempt = (go) =>
          go().then(
            () => 'went out',
            () => 'refused',
          );
        return [await attempt(() => fetch('https://certlens.invalid/')), await attempt(() => fetch('data:,x'))];
      });
      assert.deepEqual(outcome, ['refused', 'refused']);
      await close();
    });

    test('text cannot become markup or program', async () => {
      const { page, close } = await open(edition);
      const outcome = await page.evaluate(() => {
        const attempt = (go) => {
          try {
            go();
            return 'done';
          } catch {
            return 'refused';
          }
        };
        return {
          innerHTML: attempt(() => (document.createElement('div').innerHTML = '<b>x</b>')),
          insert: attempt(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
          write: attempt(() => document.write('x')),
          timer: attempt(() => setTimeout('globalThis.x = 1')),
          handler: attempt(() => document.body.setAttribute('onclick', 'x()')),
          script: attempt(() => (document.createElement('script').text = 'window.x = 1')),
          worker: attempt(() => new Worker('blob:x')),
          policy: attempt(() => trustedTypes.createPolicy('another', {})),
        };
      });
      assert.deepEqual([...new Set(Object.values(outcome))], ['refused'], JSON.stringify(outcome));
      await close();
    });

    test('the panel shows refusals from page and engine, and counts them', async () => {
      const { page, close } = await open(edition);
      await page.click('#try-network');
      await page.waitForSelector('#attempts li');
      const refused = await page.$$eval('#attempts li', (lines) => lines.map((line) => line.dataset.refused));
      assert.equal(refused.length, 5);
      assert.deepEqual([...new Set(refused)], ['true']);
      await page.waitForFunction(() => /[1-9]\d* refused attempt/.test(document.querySelector('#policy').textContent));
      // The page's own test is no reason to distrust it: the seal stays as it was, however long one waits.
      await page.waitForTimeout(500);
      assert.equal(await page.getAttribute('.seal', 'data-clean'), 'true');
      assert.match(await page.textContent('.seal'), /Nothing left this page/);
      assert.equal(await page.locator('#policy .observed').first().locator('.glyph.warning').count(), 0);
      await close();
    });

    test('the sum it shows is the sum of the file', async () => {
      const { page, close } = await open(edition);
      const shown = await page.textContent('#edition-sha256');
      const sum = createHash('sha256')
        .update(readFileSync(`${DIST}${HERE[edition]}`))
        .digest('hex');
      assert.equal(shown, sum);
      assert.match(readFileSync(`${DIST}SHA256SUMS`, 'utf8'), new RegExp(sum));
      await close();
    });

    test('nothing is stored', async () => {
      const { page, close } = await open(edition);
      await example(page);
      const stored = await page.evaluate(async () => {
        const count = (name) => {
          try {
            return globalThis[name].length;
          } catch {
            return 0;
          }
        };
        const databases = await indexedDB.databases().catch(() => []);
        return [count('localStorage'), count('sessionStorage'), document.cookie.length, databases.length];
      });
      assert.deepEqual(stored, [0, 0, 0, 0]);
      await close();
    });
  });
}
