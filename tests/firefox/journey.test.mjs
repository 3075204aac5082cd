// The core journeys in Firefox, both editions: the answer, the files from the disk, and the privacy claim.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DIST, EDITIONS, HOST, PFX_PASSWORD, address, originFiles, stop } from '../browser/support.mjs';
import { firefox } from './marionette.mjs';

let browser;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certlens-origin-'));
  for (const { name, buffer } of originFiles()) await writeFile(join(folder, name), buffer);
  browser = await firefox();
});
after(async () => {
  await browser?.close();
  await stop();
  await rm(folder, { recursive: true, force: true });
});

const READY = "return document.documentElement.dataset.state === 'ready'";
const ORIGIN = `
  const told = (check) => Object.fromEntries([...document.querySelectorAll(
    '[data-target="azure-application-gateway-v2"][data-check="' + check + '"]')].map((cell) => [cell.dataset.server, cell.dataset.verdict]));
  const wanted = JSON.stringify(['accepted', 'rejected', 'accepted']);
  return ['probe', 'traffic'].every((check) => { const by = told(check); return JSON.stringify([by.vm1, by.vm2, by.vm3]) === wanted; })`;

for (const edition of EDITIONS) {
  describe(`${edition} edition in Firefox`, () => {
    test('the example gives the answer, without a request or a violation', async () => {
      await browser.open(await address(edition));
      await browser.until(READY);
      await browser.run("document.getElementById('example').click()");
      await browser.until(ORIGIN);
      const answer = await browser.run("return document.getElementById('answer').textContent");
      assert.match(answer, /vm2/);
      assert.ok(answer.includes(HOST));
      const panel = await browser.run("return document.querySelector('#policy .observed').textContent");
      assert.match(panel, /0 transfers.*0 refused attempts.*in a worker/s);
    });

    test('files from the disk, with the password on the card', async () => {
      await browser.open(await address(edition));
      await browser.until(READY);
      await browser.chooseFiles('#files', originFiles().map(({ name }) => join(folder, name)));
      await browser.until("return document.querySelectorAll('[data-item-kind]').length === 5 && document.querySelector('input[type=password]') !== null");
      await browser.run(
        "const field = document.querySelector('input[type=password]'); field.value = arguments[0]; field.form.requestSubmit()",
        PFX_PASSWORD,
      );
      await browser.run(
        `const field = document.getElementById('host'); field.value = arguments[0];
         field.dispatchEvent(new InputEvent('input', { bubbles: true }));
         field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))`,
        HOST,
      );
      await browser.until(ORIGIN);
      assert.equal(await browser.run("return document.querySelectorAll('input[type=password]').length"), 0);
    });

    test('every attempt to send something is refused, on the page and in the engine', async () => {
      await browser.open(await address(edition));
      await browser.until(READY);
      await browser.run("document.getElementById('try-network').click()");
      await browser.until("return document.querySelectorAll('#attempts li').length === 5");
      assert.deepEqual(await browser.run("return [...document.querySelectorAll('#attempts li')].map((line) => line.dataset.refused)"), Array(5).fill('true'));
    });

    test('the sum it shows is the sum of the file', async () => {
      const shown = await browser.until("return document.getElementById('edition-sha256')?.textContent");
      const file = edition === 'file' ? 'certlens.html' : 'site/index.html';
      assert.equal(shown, createHash('sha256').update(readFileSync(`${DIST}${file}`)).digest('hex'));
    });
  });
}
