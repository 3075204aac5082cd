// An organisation's own edition, made by the page in Firefox and opened from a file there: it trusts the preset's root, shows
// its sum, and no way out of it is open.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DIST, HOST, originFiles } from '../browser/support.mjs';
import { firefox } from './marionette.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'certlens-firefox-edition-'));
let browser;
before(async () => {
  browser = await firefox();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const READY = "document.documentElement.dataset.state === 'ready'";
const [, root, vm1] = originFiles();
const drop = (files) =>
  browser.run(
    `const data = new DataTransfer();
     for (const [name, base64] of arguments[0]) data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
     for (const type of ['dragenter', 'dragover', 'drop']) document.querySelector('header').dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))`,
    files.map((file) => [file.name, file.buffer.toString('base64')]),
  );

test('an edition made by the page in Firefox trusts its root, shows its sum and lets nothing out', async () => {
  await browser.open(`file://${DIST}certlens.html`);
  await browser.until(`return ${READY}`);
  await browser.run(`
    window.saved = [];
    const blobs = new Map();
    const own = window.URL.createObjectURL;
    window.URL.createObjectURL = (blob) => { const url = own.call(window.URL, blob); blobs.set(url, blob); return url; };
    window.HTMLAnchorElement.prototype.click = function () { const { download } = this; blobs.get(this.href).text().then((text) => window.saved.push([download, text])); };`);
  await drop([root]);
  await browser.until(`return ${READY} && document.querySelectorAll('[data-card]').length === 1`);
  await browser.run(
    `for (let node = document.querySelector('#make-edition'); node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true`,
  );
  await browser.keys('#edition-title', 'Northwind');
  await browser.run(`document.querySelector('[data-download="edition"]').click()`);
  await browser.until(`return window.saved.length === 1`);
  const [[name, text]] = await browser.run('return window.saved');
  assert.equal(name, 'certlens-northwind.html');
  const file = join(scratch, name);
  writeFileSync(file, text);
  assert.doesNotMatch(text, /PRIVATE KEY-----\\n/);

  await browser.open(`file://${file}`);
  await browser.until(`return ${READY}`);
  assert.match(await browser.run(`return document.querySelector('#edition').textContent`), /It trusts .*Northwind/);
  await drop([vm1]);
  await browser.until(`return ${READY} && document.querySelectorAll('[data-card]').length === 1`);
  await browser.keys('#host', `${HOST}\uE007`);
  await browser.until(`return ${READY} && document.querySelector('#matrix') !== null`);
  await browser.run(`document.querySelector('#matrix[aria-expanded=false]')?.click()`);
  await browser.until(`return document.querySelector('[data-target="openssl"][data-host="${HOST}"][data-verdict="accepted"]') !== null`);
  const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
  await browser.until(`return document.querySelector('#edition-sha256')?.textContent === arguments[0]`, sum);
  const out = await browser.run(`
    const tried = async (go) => { try { await go(); return 'went out'; } catch { return 'refused'; } };
    return Promise.all([tried(() => fetch('https://certlens.invalid/')), tried(() => fetch('data:,x')), tried(() => new RTCPeerConnection()), tried(() => document.createElement('iframe'))]);`);
  assert.deepEqual(out, ['refused', 'refused', 'refused', 'refused']);
});
