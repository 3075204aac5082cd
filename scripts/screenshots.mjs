// Takes the pictures in docs/screenshots from dist/site: `node scripts/screenshots.mjs [FOLDER]`. Look at them. Where
// pngquant is installed (Debian: apt-get install pngquant) they are a third of the size.
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { open, settled, stop } from '../tests/browser/support.mjs';

const folder = process.argv[2] ?? 'docs/screenshots';
const SIZES = [
  [320, 720],
  [768, 1024],
  [1440, 900],
];

/** Name, and how to get there from the loaded example; `section` is scrolled to. */
const STATES = [
  { name: 'empty', example: false },
  { name: 'answer' },
  { name: 'systems', section: '#section-verdicts' },
  { name: 'chain', section: '#section-chain' },
  { name: 'names', section: '#section-names' },
  { name: 'findings', section: '#section-findings' },
  { name: 'servers', section: '#section-servers' },
  { name: 'downloads', section: '#section-downloads' },
  { name: 'certificate', section: '#section-certificates', click: '.certificate-row' },
  { name: 'privacy', section: '#policy' },
];

await mkdir(folder, { recursive: true });
for (const [width, height] of SIZES) {
  for (const dark of [false, true]) {
    const { page, close } = await open('site', { width, height, dark });
    for (const { name, example = true, section, click } of STATES) {
      if (example && !(await page.locator('#answer').count())) {
        await page.click('#example');
        await settled(page);
        await page.waitForSelector('#answer');
      }
      if (click) await page.locator(click).first().click();
      if (section)
        await page
          .locator(section)
          .first()
          .evaluate((node) => node.scrollIntoView({ block: 'start' }));
      else await page.evaluate(() => scrollTo(0, 0));
      await page.evaluate(() => document.activeElement.blur());
      await page.mouse.move(0, 0);
      const path = join(folder, `${name}-${width}-${dark ? 'dark' : 'light'}.png`);
      await page.screenshot({ path });
      spawnSync('pngquant', ['--force', '--ext', '.png', '--skip-if-larger', '--speed', '1', '--strip', '48', path]);
    }
    await close();
  }
}
await stop();
