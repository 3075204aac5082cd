// What stays in the browser of what was entrusted to the page: after "Forget everything", after an undo ran out, after a
// download, and in the back/forward cache. Heap snapshots tell of texts, the buffers that files were read into of bytes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, describe, test } from 'node:test';
import { DAY, certificate } from '../../www/forge.mjs';
import { EDITIONS, addHost, after, drop, open, stop } from './support.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'certlens-forget-'));
afterAll(async () => {
  await stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** Nothing that the page or the browser says by itself. */
const PASSWORD = 'Quince-Harbour-7391';
const NEW_PASSWORD = 'Damson-Lantern-4418';
const HOST = 'forgotten-host.example';

const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keyPem = key.privateKey.export({ type: 'pkcs8', format: 'pem' });
const certificatePem = certificate({ serial: 9, subject: HOST, issuer: HOST, key, issuerKey: key, from: Date.now() - DAY, days: 90, names: [HOST] });
const file = (name, text) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
writeFileSync(join(scratch, 'key.pem'), keyPem);
writeFileSync(join(scratch, 'cert.pem'), certificatePem);
execFileSync('openssl', [
  'pkcs12',
  '-export',
  '-inkey',
  join(scratch, 'key.pem'),
  '-in',
  join(scratch, 'cert.pem'),
  '-passout',
  `pass:${PASSWORD}`,
  '-out',
  join(scratch, 'one.pfx'),
]);
const pfx = { ...file('one.pfx', ''), buffer: readFileSync(join(scratch, 'one.pfx')) };

const secret = Buffer.from(createPrivateKey(keyPem).export({ format: 'jwk' }).d, 'base64url');
/** The key as texts that programs make of it. */
const KEY = [secret.toString('base64'), secret.toString('hex'), secret.toString('base64url'), keyPem.split('\n')[1]];

/** Remembers the buffers that files were read into, and the order in which a worker was told to forget and ended. */
const BEFORE = () => {
  const read = Blob.prototype.arrayBuffer;
  globalThis.buffers = [];
  Blob.prototype.arrayBuffer = async function () {
    const buffer = await read.call(this);
    globalThis.buffers.push(buffer);
    return buffer;
  };
  globalThis.told = [];
  const { postMessage, terminate } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.call === 'forget') {
      globalThis.told.push('forget');
      this.addEventListener('message', (event) => event.data.id === message.id && globalThis.told.push('forgotten'));
    }
    return postMessage.call(this, message, ...rest);
  };
  Worker.prototype.terminate = function () {
    globalThis.told.push('ended');
    return terminate.call(this);
  };
};

async function heap(page) {
  const session = await page.context().newCDPSession(page);
  const chunks = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { captureNumericValue: false });
  await session.detach();
  return chunks.join('');
}

function assertAbsent(snapshot, texts, when) {
  for (const text of texts) assert.equal(snapshot.includes(text), false, `${when}: ${text}`);
}

const zeros = (page) => page.evaluate(() => globalThis.buffers.map((buffer) => new Uint8Array(buffer).every((byte) => byte === 0)));

async function unlock(page) {
  const field = page.locator('input[type=password]').first();
  await field.fill(PASSWORD);
  await after(page, () => field.press('Enter'));
}

for (const edition of EDITIONS) {
  describe(`${edition} edition`, () => {
    test('after "Forget everything" no password, no key, no name and no text of a file is left, and the engine has overwritten what it held', async () => {
      const { page, close } = await open(edition, { before: BEFORE });
      await drop(page, [pfx, file('server.key', keyPem), file('cert.pem', certificatePem)]);
      await unlock(page);
      await addHost(page, HOST);
      // The test can see what it looks for.
      assert.ok((await heap(page)).includes(PASSWORD));
      await after(page, () => page.click('#forget'));
      await page.waitForFunction(() => globalThis.told.includes('ended'));
      // One that was ended before could not have answered.
      assert.deepEqual((await page.evaluate(() => globalThis.told)).toSorted(), ['ended', 'forget', 'forgotten']);
      assert.deepEqual(await zeros(page), [true, true, true]);
      assertAbsent(await heap(page), [PASSWORD, HOST, ...KEY, certificatePem.split('\n')[1]], 'after forget');
      await close();
    });

    test('a file that was removed is overwritten once its undo has run out, and not before', async () => {
      const { page, close } = await open(edition, { before: BEFORE });
      await drop(page, [file('server.key', keyPem), file('cert.pem', certificatePem)]);
      await page.evaluate(() => document.querySelector('[data-card] [data-remove], [data-card] button[aria-label^="Remove"]').click());
      await page.waitForFunction(() => document.querySelectorAll('[data-card]').length === 1);
      assert.deepEqual(await zeros(page), [false, false]);
      await addHost(page, HOST);
      assert.equal((await zeros(page)).filter(Boolean).length, 1);
      await close();
    });

    test('after a download the new password and the key are gone from the page', async () => {
      const { page, close } = await open(edition, { before: BEFORE });
      await drop(page, [file('server.key', keyPem), file('cert.pem', certificatePem)]);
      await page
        .locator('[data-download="pfx-modern"]')
        .first()
        .evaluate((button) => {
          for (let node = button; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
          button.click();
        });
      const field = page.locator('form.password input').last();
      assert.equal(await field.getAttribute('type'), 'password');
      await field.fill(NEW_PASSWORD);
      const [download] = await Promise.all([page.waitForEvent('download'), field.press('Enter')]);
      const made = join(scratch, `made-${edition}.pfx`);
      await download.saveAs(made);
      assert.match(execFileSync('openssl', ['pkcs12', '-in', made, '-passin', `pass:${NEW_PASSWORD}`, '-noenc'], { encoding: 'utf8' }), /BEGIN PRIVATE KEY/);
      assertAbsent(await heap(page), [NEW_PASSWORD, ...KEY], 'after a download');
      await close();
    });

    test('the way back leads to an empty page', async () => {
      const { page, close } = await open(edition, { before: BEFORE });
      await drop(page, [file('server.key', keyPem), file('cert.pem', certificatePem)]);
      await page.evaluate(() => {
        // As a browser does when it keeps the page for the way back.
        dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      });
      await page.waitForFunction(() => document.querySelectorAll('[data-card]').length === 0);
      assert.deepEqual(await zeros(page), [true, true]);
      await page.goto('about:blank');
      await page.goBack();
      await page.waitForFunction(() => document.documentElement.dataset.state === 'ready');
      assert.equal(await page.locator('[data-card]').count(), 0);
      await close();
    });
  });
}
