// Values from files are text and nothing else, however they are written.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after as afterAll, test } from 'node:test';
import { EDITIONS, addHost, drop, look, open, openMatrix, stop, unfold } from './support.mjs';

afterAll(stop);

// A self-signed certificate whose names hold markup, script addresses, Markdown and a right-to-left override.
const hostile = readFileSync(new URL('fixtures/hostile.pem', import.meta.url));

/** The page's own links, the same whatever the files hold: to its answer, and to what lies beside it on its host. */
const OWN = { file: ['#page'], site: ['#page', 'certlens.html', 'systems/index.html', 'licences.txt'] };

for (const edition of EDITIONS) {
  test(`hostile names are inert (${edition})`, async () => {
    const { page, seen, close } = await open(edition);
    await drop(page, [
      { name: '<img src=x onerror="globalThis.pwned=1">\u202Egpj.pem', buffer: hostile },
      { name: `${'a'.repeat(4000)}.pem`, buffer: hostile },
    ]);
    await addHost(page, '<img/src=x/onerror=globalThis.pwned=1>');
    const showAll = () => page.locator('button.link:has-text("show all")').evaluateAll((all) => all.forEach((one) => one.click()));
    const openAll = () => page.locator('summary').evaluateAll((all) => all.forEach((one) => (one.parentElement.open = true)));
    await openMatrix(page);
    await page.locator('[data-verdict] button').first().click();
    for (const id of ['section-chain', 'section-names', 'section-timeline', 'section-certificates', 'section-findings']) await unfold(page, id);
    for (let i = 0; i < 3; i += 1) {
      await openAll();
      await page.waitForTimeout(50);
    }
    await look(page, 'evil');
    for (const view of ['Bytes', 'What changed', 'Fields']) await page.click(`.views >> text=${view}`);
    await openAll();
    await showAll();
    const found = await page.evaluate(() => ({
      pwned: 'pwned' in globalThis,
      pictures: document.querySelectorAll('#page img, #page script, #page svg svg, #page iframe').length,
      links: [...document.querySelectorAll('#page a[href]')].map((link) => link.getAttribute('href')),
      handlers: document.querySelectorAll('#page [onerror], #page [onload]').length,
      // biome-ignore lint/performance/useDomNodeTextContent: what is shown counts
      acting: /[\u202A-\u202E\u2066-\u2069\u0000-\u0008]/.test(document.body.innerText),
      attributes: [...document.querySelectorAll('#page *')].some((node) => [...node.attributes].some((one) => /[\u202A-\u202E]/.test(one.value))),
      wide: document.documentElement.scrollWidth > innerWidth,
    }));
    assert.deepEqual(found, { pwned: false, pictures: 0, links: OWN[edition], handlers: 0, acting: false, attributes: false, wide: false });
    assert.match(await page.textContent('dialog .certificate'), /evil\\u\{202E\}gpj\.exe/);
    assert.deepEqual(seen, { requests: [], policy: [], errors: [] });
    await close();
  });
}
