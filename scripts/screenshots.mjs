// Takes the pictures in docs/screenshots from dist/site: `node scripts/screenshots.mjs [FOLDER]`. Look at them. Where
// pngquant is installed (Debian: apt-get install pngquant) they are a third of the size.
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HOST, addHost, after, card, drop, example, look, open, openMatrix, originFiles, stop, unfold } from '../tests/browser/support.mjs';

const folder = process.argv[2] ?? 'docs/screenshots';
const SIZES = [
  [320, 720],
  [768, 1024],
  [1440, 900],
];

const M1 =
  'The Common Name of the leaf certificate presented by the backend server does not match the Probe or Backend Setting hostname of the application gateway.';
const files = originFiles();
const unfoldAt = async (page, id) => {
  await unfold(page, id);
  await page.locator(`#${id}`).evaluate((node) => node.scrollIntoView({ block: 'start' }));
};

/** Name, and how to get there from the page before it; `fresh` starts from an empty page. */
const STATES = [
  { name: 'empty', fresh: true },
  {
    name: 'understood',
    fresh: true,
    go: async (page) => {
      await page.fill('#failing', M1);
      await after(page, () => page.press('#failing', 'Enter'));
    },
  },
  { name: 'question', go: (page) => drop(page, files.slice(1, 4)) },
  { name: 'explained', go: (page) => addHost(page, HOST) },
  { name: 'answer', fresh: true, go: (page) => example(page) },
  { name: 'done', go: (page) => after(page, () => page.locator('[data-assume]').first().click()) },
  {
    name: 'situation',
    go: async (page) => {
      await after(page, () => page.locator('[data-assume]').first().click());
      await card(page, 'vm2.pem');
      await page.locator('#section-situation').evaluate((node) => node.scrollIntoView({ block: 'start' }));
    },
  },
  {
    name: 'causes',
    go: async (page) => {
      await page.locator('.cause-row summary').first().click();
      await page.locator('#section-verdicts').evaluate((node) => node.scrollIntoView({ block: 'start' }));
    },
  },
  {
    name: 'systems',
    go: async (page) => {
      await openMatrix(page);
      await page.locator('#section-verdicts').evaluate((node) => node.scrollIntoView({ block: 'start' }));
    },
  },
  { name: 'chain', go: (page) => unfoldAt(page, 'section-chain') },
  { name: 'names', go: (page) => unfoldAt(page, 'section-names') },
  {
    name: 'certificate',
    go: (page) => look(page, 'portal'),
    leave: async (page) => {
      await page.click('#look-close');
      await page.waitForSelector('dialog.look[open]', { state: 'detached' });
    },
  },
  { name: 'locked', fresh: true, go: (page) => drop(page, files.slice(0, 1)) },
  { name: 'privacy', fresh: true, go: (page) => page.locator('#policy').evaluate((node) => node.scrollIntoView({ block: 'start' })) },
];

await mkdir(folder, { recursive: true });
for (const [width, height] of SIZES) {
  for (const dark of [false, true]) {
    let one = null;
    for (const { name, fresh = false, go, leave } of STATES) {
      if (fresh) {
        await one?.close();
        one = await open('site', { width, height, dark });
      }
      const { page } = one;
      await go?.(page);
      await page.evaluate(() => document.activeElement.blur());
      await page.mouse.move(0, 0);
      await page.waitForTimeout(150);
      const path = join(folder, `${name}-${width}-${dark ? 'dark' : 'light'}.png`);
      await page.screenshot({ path });
      spawnSync('pngquant', ['--force', '--ext', '.png', '--skip-if-larger', '--speed', '1', '--strip', '48', path]);
      await leave?.(page);
    }
    await one.close();
  }
}
await stop();
