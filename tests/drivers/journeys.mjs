// The core journeys, for any browser that a driver can open: from the first file to the ticket, in both editions.
//
// A driver starts with `start()` and offers: open(url), run(body, ...args) in the page, until(body, ...args), keys(selector,
// text) as the keyboard sends them, choose(selector, label) in a list, chooseFiles(selector, paths), close().
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DIST, EDITIONS, HOST, PFX_PASSWORD, address, originFiles, stop } from '../browser/support.mjs';

const READY = "return document.documentElement.dataset.state === 'ready'";
/** Opens the full table by a script: what is tested is not how. */
const TABLE = "const table = document.querySelector('#matrix[aria-expanded=false]'); if (table) table.click();";
const ORIGIN = `
  ${TABLE}
  const told = (check) => Object.fromEntries([...document.querySelectorAll(
    '[data-target="azure-application-gateway-v2"][data-check="' + check + '"]')].map((cell) => [cell.dataset.server, cell.dataset.verdict]));
  const wanted = JSON.stringify(['accepted', 'rejected', 'accepted']);
  return ['probe', 'traffic'].every((check) => { const by = told(check); return JSON.stringify([by.vm1, by.vm2, by.vm3]) === wanted; })`;
/** What the page hands to the browser to save: its name and its text. */
const CATCH_DOWNLOADS = `
  window.saved = [];
  const blobs = new Map();
  const own = window.URL.createObjectURL;
  window.URL.createObjectURL = (blob) => { const url = own.call(window.URL, blob); blobs.set(url, blob); return url; };
  window.HTMLAnchorElement.prototype.click = function () { const { download } = this; blobs.get(this.href).text().then((text) => window.saved.push([download, text])); };`;

/** Firefox gives a paste that it has not made itself no files; the event is otherwise the same. */
const PASTE =
  "const paste = new Event('paste', { bubbles: true, cancelable: true }); Object.defineProperty(paste, 'clipboardData', { value: data }); document.body.dispatchEvent(paste)";

const ENTER = '\uE007';
const ALT_UP = '\uE00A\uE013\uE000';

export function journeys(name, start) {
  let browser;
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certlens-origin-'));
    for (const { name: file, buffer } of originFiles()) await writeFile(join(folder, file), buffer);
    browser = await start();
  });
  after(async () => {
    await browser?.close();
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  const click = (selector) => browser.run('document.querySelector(arguments[0]).click()', selector);
  const count = (selector) => browser.run('return document.querySelectorAll(arguments[0]).length', selector);
  const cards = (n) => browser.until(`${READY} && document.querySelectorAll('[data-card]').length === arguments[0]`, n);
  const addHost = (text) => browser.keys('#host', text + ENTER);
  const verdict = (target, server, host, outcome) =>
    browser.until(
      `return document.querySelector('[data-target="' + arguments[0] + '"][data-server="' + arguments[1] + '"][data-host="' + arguments[2] + '"][data-verdict="' + arguments[3] + '"]') !== null`,
      target,
      server,
      host,
      outcome,
    );
  /** Files with the event that a file manager's drop or a paste ends in. */
  const hand = (kind, files) =>
    browser.run(
      `const data = new DataTransfer();
       for (const [name, base64] of arguments[1]) data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
       if (arguments[0] === 'paste') { ${PASTE} }
       else for (const type of ['dragenter', 'dragover', 'drop']) document.querySelector('header').dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))`,
      kind,
      files.map((file) => [file.name, file.buffer.toString('base64')]),
    );

  /** A folder as a drop describes it; drivers neither drop one nor choose one. Each file lies in a folder of its own. */
  const handFolder = (top, files) =>
    browser.run(
      `const leaf = (path, base64) => ({ isFile: true, isDirectory: false, name: path.split('/').pop(), fullPath: path,
         file: (done) => done(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], path.split('/').pop())) });
       const branch = (path, children) => ({ isFile: false, isDirectory: true, name: path.split('/').pop(), fullPath: path,
         createReader() { const batches = [...children.map((one) => [one]), []]; return { readEntries: (done) => done(batches.shift()) }; } });
       const top = '/' + arguments[0];
       const entry = branch(top, arguments[1].map(([name, base64]) => { const own = top + '/' + name.replace(/\\..*/, ''); return branch(own, [leaf(own + '/' + name, base64)]); }));
       const drop = new Event('drop', { bubbles: true, cancelable: true });
       Object.defineProperty(drop, 'dataTransfer', { value: { types: ['Files'], getData: () => '', files: [new File([], arguments[0])], items: [{ kind: 'file', webkitGetAsEntry: () => entry }] } });
       document.querySelector('header').dispatchEvent(drop)`,
      top,
      files.map((file) => [file.name, file.buffer.toString('base64')]),
    );

  for (const edition of EDITIONS) {
    const open = async () => {
      await browser.open(await address(edition));
      await browser.until(READY);
    };
    const example = async () => {
      await open();
      await click('#example');
      await browser.until(ORIGIN);
      await browser.until(READY);
    };

    describe(`${edition} edition in ${name}`, () => {
      test('the example gives the answer, without a request or a violation', async () => {
        await example();
        const answer = await browser.run("return document.getElementById('answer').textContent");
        assert.match(answer, /vm2/);
        assert.ok(answer.includes(HOST));
        assert.match(await browser.run("return document.querySelector('#policy .observed').textContent"), /0 transfers.*0 refused attempts.*in a worker/s);
      });

      test('files from the disk, with a wrong and the right password on the card', async () => {
        await open();
        await browser.chooseFiles(
          '#files',
          originFiles().map((file) => join(folder, file.name)),
        );
        await cards(5);
        await addHost(HOST);
        await browser.keys('input[type=password]', `wrong${ENTER}`);
        await browser.until("return document.querySelector('.password [role=alert]')?.textContent.includes('does not open')");
        await browser.keys('input[type=password]', PFX_PASSWORD + ENTER);
        await browser.until("return document.querySelector('input[type=password]') === null");
        await browser.until(ORIGIN);
      });

      test('files dropped on the page, files and text pasted into it', async () => {
        await open();
        const [, root, ...servers] = originFiles();
        await hand('drop', servers.slice(0, 2));
        await cards(2);
        await hand('paste', servers.slice(2));
        await cards(3);
        await browser.run(
          `const data = new DataTransfer();
           data.setData('text/plain', arguments[0]);
           ${PASTE}`,
          root.buffer.toString(),
        );
        await cards(4);
        await addHost(HOST);
        await browser.until(ORIGIN);
      });

      test('a folder is read with all that is in it', async () => {
        await open();
        await handFolder('story', originFiles());
        await cards(5);
        assert.deepEqual(
          await browser.run("return [...document.querySelectorAll('.server-name')].map((field) => field.value).filter((one) => /vm/.test(one))"),
          ['vm1', 'vm2', 'vm3'],
        );
      });

      test('a card is moved to another seat, and within its server, by keys', async () => {
        await open();
        await browser.chooseFiles(
          '#files',
          originFiles()
            .slice(2)
            .map((file) => join(folder, file.name)),
        );
        await cards(3);
        const own = "[aria-label='Where vm3.pem stands']";
        await click('[data-party="server vm3"] .card summary');
        await browser.choose(own, 'presented by server vm1');
        await browser.until("return [...document.querySelectorAll('.server-name')].map((field) => field.value).join() === 'vm1,vm2'");
        // Drivers that choose without a keyboard leave no focus to be kept: the card is opened again where it stands now.
        await browser.run("document.querySelectorAll('[data-card] > details').forEach((one) => (one.open = true))");
        await browser.keys(own, ALT_UP);
        await browser.until("return document.querySelector('.card-name').textContent === 'vm3.pem'");
      });

      test('a list, a URL and an international name; verdicts follow while a name is typed', async () => {
        await open();
        await browser.chooseFiles(
          '#files',
          originFiles()
            .slice(1, 3)
            .map((file) => join(folder, file.name)),
        );
        await cards(2);
        await browser.run(TABLE);
        await browser.keys('#host', 'vm1.northwind.internal');
        await verdict('openssl', 'server', 'vm1.northwind.internal', 'accepted');
        await browser.keys('#host', 'x');
        await verdict('openssl', 'server', 'vm1.northwind.internalx', 'rejected');
        await addHost('');
        await addHost(`https://${HOST}:8443/login?x=1`);
        await verdict('openssl', 'server', HOST, 'accepted');
        await addHost('bücher.example');
        await browser.until("return document.querySelector('.chips').textContent.includes('xn--bcher-kva.example')");
        await addHost('a.example, b.example;c.example');
        await browser.until("return document.querySelectorAll('.chip').length === 6");
      });

      test('a setting beside its target changes its verdict', async () => {
        await example();
        await browser.run(TABLE);
        await browser.until('return document.querySelector(\'button[aria-label^="Settings of Azure Application Gateway v2"]\') !== null');
        await click('button[aria-label^="Settings of Azure Application Gateway v2"]');
        await browser.until("return document.getElementById('azure-application-gateway-v2-validateSNI') !== null");
        await browser.run(
          "const field = document.getElementById('azure-application-gateway-v2-validateSNI'); field.value = 'false'; field.dispatchEvent(new Event('change', { bubbles: true }))",
        );
        await browser.until(
          "return [...document.querySelectorAll('[data-target=\"azure-application-gateway-v2\"][data-server=vm2]')].every((cell) => cell.dataset.verdict === 'accepted')",
        );
      });

      test('files are saved as they are named, and the report is masked on request', async () => {
        await example();
        await browser.run(CATCH_DOWNLOADS);
        await click('[data-download="bundle"][data-server="vm2"]');
        const [file, text] = await browser.until('return window.saved[0]');
        assert.match(file, /fullchain\.pem$/);
        assert.equal(text.match(/BEGIN CERTIFICATE/g).length, 2);
        await click('[data-download="report-markdown"]');
        const [, markdown] = await browser.until('return window.saved[1]');
        assert.ok(markdown.includes(HOST));
        await click('#mask');
        await click('[data-download="report-markdown"]');
        const [, masked] = await browser.until('return window.saved[2]');
        assert.match(masked, /Unhealthy/);
        assert.doesNotMatch(masked, /northwind|vm2/i);
        await click('[data-download="report-json"]');
        const [, json] = await browser.until('return window.saved[3]');
        assert.doesNotMatch(json, /northwind|vm2|PRIVATE KEY-----/i);
        JSON.parse(json);
      });

      test('what was removed comes back, and everything is forgotten', async () => {
        await example();
        await click("[aria-label='Remove vm2.pem']");
        await cards(4);
        await click('.toast .link');
        await cards(5);
        await browser.until(ORIGIN);
        await click('#forget');
        await browser.until(READY);
        assert.deepEqual(await Promise.all(['[data-card]', '.chip', '#answer'].map(count)), [0, 0, 0]);
        await click('#example');
        await browser.until(ORIGIN);
      });

      test('every attempt to send something is refused, on the page and in the engine', async () => {
        await open();
        await click('#try-network');
        await browser.until("return document.querySelectorAll('#attempts li').length === 5");
        assert.deepEqual(await browser.run("return [...document.querySelectorAll('#attempts li')].map((line) => line.dataset.refused)"), Array(5).fill('true'));
      });

      test('the sum it shows is the sum of the file', async () => {
        const shown = await browser.until("return document.getElementById('edition-sha256')?.textContent");
        const file = edition === 'file' ? 'certlens.html' : 'site/index.html';
        assert.equal(
          shown,
          createHash('sha256')
            .update(readFileSync(`${DIST}${file}`))
            .digest('hex'),
        );
      });

      if (edition === 'file') {
        test('an edition that it makes trusts the root, shows its sum, and refuses every attempt to send something', async () => {
          const [, root, vm1] = originFiles();
          await open();
          await hand('drop', [root]);
          await cards(1);
          await browser.run(CATCH_DOWNLOADS);
          await click('#make-edition > summary');
          await click('[data-download="edition"]');
          const [name, text] = await browser.until('return window.saved[0]');
          assert.equal(name, 'certlens-edition.html');
          const made = join(folder, 'edition.html');
          await writeFile(made, text);
          await browser.open(`file://${made}`);
          await browser.until(READY);
          await hand('drop', [vm1]);
          await cards(1);
          await addHost(HOST);
          await browser.run(TABLE);
          await browser.until(
            `${READY} && document.querySelector('[data-target="openssl"][data-host="' + arguments[0] + '"][data-verdict="accepted"]') !== null`,
            HOST,
          );
          const shown = await browser.until("return document.getElementById('edition-sha256')?.textContent");
          assert.equal(shown, createHash('sha256').update(text).digest('hex'));
          await click('#try-network');
          await browser.until("return document.querySelectorAll('#attempts li').length === 5");
          assert.deepEqual(
            await browser.run("return [...document.querySelectorAll('#attempts li')].map((line) => line.dataset.refused)"),
            Array(5).fill('true'),
          );
        });
      }
    });
  }
}
