// Folders, dropped as a file manager drops them and chosen in the picker.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, before, test } from 'node:test';
import { EDITIONS, HOST, addHost, after, open, originFiles, settled, stop, verdicts } from './support.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certlens-folder-'));
  const [, root, ...servers] = originFiles();
  await mkdir(join(folder, 'story', 'trusted', 'deep'), { recursive: true });
  await writeFile(join(folder, 'story', 'trusted', 'deep', root.name), root.buffer);
  for (const { name, buffer } of servers) {
    const own = join(folder, 'story', name.replace('.pem', ''));
    await mkdir(own);
    await writeFile(join(own, 'fullchain.pem'), buffer);
  }
  // A folder hands out its entries a hundred at a time.
  await mkdir(join(folder, 'many'));
  for (let i = 0; i < 130; i += 1) await writeFile(join(folder, 'many', `${String(i).padStart(3, '0')}.pem`), root.buffer);
  await mkdir(join(folder, 'besides'));
  await writeFile(join(folder, 'besides', '.DS_Store'), Buffer.from('0000000142756431', 'hex'));
  await writeFile(join(folder, 'besides', 'manual.pdf'), '%PDF-1.7\n1 0 obj');
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

/** A drag from outside the browser, with paths of this machine. */
async function dropPaths(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
}

const names = (page) => page.$$eval('[data-card] .card-name', (cards) => cards.map((card) => card.textContent));

async function assertStory(page) {
  await addHost(page, HOST);
  const cells = await verdicts(page, `[data-target="openssl"][data-host="${HOST}"]`);
  assert.deepEqual(
    cells.map((cell) => cell.verdict),
    ['accepted', 'rejected', 'accepted'],
  );
  assert.deepEqual((await names(page)).sort(), [
    'story/trusted/deep/northwind-root.cer',
    'story/vm1/fullchain.pem',
    'story/vm2/fullchain.pem',
    'story/vm3/fullchain.pem',
  ]);
}

for (const edition of EDITIONS) {
  test(`a dropped folder is read with all that is in it (${edition})`, async () => {
    const { page, close } = await open(edition);
    await dropPaths(page, [join(folder, 'story')]);
    await page.waitForFunction(() => document.querySelectorAll('[data-card]').length === 4);
    await assertStory(page);
    await close();
  });

  test(`a folder is chosen in the picker (${edition})`, async () => {
    const { page, close } = await open(edition);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.click('text=Choose a folder')]);
    await after(page, () => chooser.setFiles(join(folder, 'story')));
    await page.waitForFunction(() => document.querySelectorAll('[data-card]').length === 4);
    await assertStory(page);
    await close();
  });
}

test('a folder of many files is read to its end, in order, and its cards are shown in part', async () => {
  const { page, close } = await open('site');
  await dropPaths(page, [join(folder, 'many')]);
  await page.waitForFunction(() => /130/.test(document.querySelector('#cards-title')?.textContent ?? ''));
  await settled(page);
  const shown = await names(page);
  assert.ok(shown.length < 130);
  assert.deepEqual(shown, [...shown].sort());
  await page.click('text=Show all 130');
  assert.equal((await names(page)).length, 130);
  await close();
});

test('what a folder holds besides is no error: litter is left out, documents are named in one quiet line', async () => {
  const { page, close } = await open('site');
  await dropPaths(page, [join(folder, 'story'), join(folder, 'besides')]);
  await page.waitForSelector('.toast');
  await settled(page);
  assert.match(await page.textContent('.toast'), /Left out .*\.DS_Store/);
  assert.match(await page.textContent('.bystanders'), /manual\.pdf/);
  assert.equal((await names(page)).filter((name) => /besides/.test(name)).length, 0);
  assert.equal(await page.locator('.problems').count(), 0);
  await addHost(page, HOST);
  assert.match(await page.textContent('#answer'), /vm2/);
  await after(page, () => page.click('.bystanders >> text=Leave out'));
  assert.equal(await page.locator('.bystanders').count(), 0);
  await close();
});

test('what is dragged over the page is announced, and leaves no trace when it goes away', async () => {
  const { page, close } = await open('site');
  /** The pointer passes over nested elements: each is entered before the one around it is left. */
  const pass = (events) =>
    page.evaluate((list) => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x.pem'));
      for (const [type, selector] of list)
        document.querySelector(selector).dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, events);
  await pass([
    ['dragenter', 'main'],
    ['dragenter', '.question'],
    ['dragleave', 'main'],
  ]);
  await page.waitForSelector('.drop-veil');
  await pass([['dragleave', '.question']]);
  await page.waitForSelector('.drop-veil', { state: 'detached' });
  assert.equal(await page.locator('[data-card]').count(), 0);
  await close();
});
