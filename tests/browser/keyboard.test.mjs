// The whole story by keys alone, in both editions: from the files to the ticket, with no example to start from.
import assert from 'node:assert/strict';
import { after as afterAll, test } from 'node:test';
import { EDITIONS, HOST, PFX_PASSWORD, assertOrigin, open, originFiles, settled, stop, verdicts } from './support.mjs';

afterAll(stop);

for (const edition of EDITIONS) {
  test(`files, password, names, seats, settings, verdicts, downloads, report, forget (${edition})`, async () => {
    const { page, seen, close } = await open(edition);
    const { keyboard } = page;
    // No pointer takes part: what a script would click is not reachable here.
    await page.evaluate(() => {
      for (const type of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(type, () => (globalThis.pointed = true), true);
    });
    /** Tab, or Shift+Tab, until an element that matches has focus, and its focus can be seen. */
    const tabTo = async (selector, key = 'Tab') => {
      for (let i = 0; i < 250; i += 1) {
        const at = await page.evaluate((wanted) => {
          const one = document.activeElement;
          return one?.matches(wanted) && { outline: getComputedStyle(one).outlineStyle, ...JSON.parse(JSON.stringify(one.getBoundingClientRect())) };
        }, selector);
        if (at) {
          assert.notEqual(at.outline, 'none', `the focus on ${selector} cannot be seen`);
          assert.ok(at.bottom > 0 && at.top < 900, `the focus on ${selector} is out of sight`);
          return;
        }
        await keyboard.press(key);
      }
      assert.fail(`${key} does not reach ${selector}`);
    };
    const answered = async () => {
      await page.waitForTimeout(60);
      await settled(page);
    };
    const focused = (what) =>
      page
        .evaluate(() => document.activeElement !== null && document.activeElement !== document.body)
        .then((kept) => assert.ok(kept, `focus is lost after ${what}`));

    // Asked for ahead of time: the browser has to be told before it would open a window of its own.
    const choosing = page.waitForEvent('filechooser', { timeout: 30_000 });
    await tabTo('.skip');
    await tabTo('button.primary');
    await keyboard.press('Enter');
    const chooser = await choosing;
    await chooser.setFiles(originFiles().map(({ name, buffer }) => ({ name, buffer, mimeType: 'application/octet-stream' })));
    await page.waitForFunction(() => document.querySelectorAll('[data-card]').length === 5);
    await answered();
    await focused('choosing files');

    await tabTo('#matrix');
    await keyboard.press('Enter');
    await tabTo('#host');
    await keyboard.type(HOST);
    await keyboard.press('Enter');
    await answered();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'host');

    await tabTo('input[type=password]');
    await keyboard.type('wrong');
    await keyboard.press('Enter');
    await answered();
    assert.equal(await page.evaluate(() => document.activeElement.type), 'password', 'a wrong password can be typed over');
    await keyboard.press('Control+a');
    await keyboard.type(PFX_PASSWORD);
    await keyboard.press('Enter');
    await page.waitForSelector('input[type=password]', { state: 'detached' });
    await answered();
    await assertOrigin(page);

    // A seat by the list's own keys, and back.
    await tabTo('[data-party="server vm3"] .card summary', 'Shift+Tab');
    await keyboard.press('Enter');
    const mover = '[aria-label="Where vm3.pem stands"]';
    await tabTo(mover);
    await keyboard.press('End');
    await answered();
    assert.equal((await verdicts(page, '[data-server="vm3"]')).length, 0);
    await page.waitForTimeout(100);
    await focused('moving a card');
    assert.equal(await page.evaluate((wanted) => document.activeElement.matches(wanted), mover), true, 'whoever moved a card keeps the focus');
    await keyboard.press('Home');
    await answered();
    assert.equal(await page.inputValue(mover), 'server vm3', 'the engine seats it again, as what it was');
    await page.waitForTimeout(100);
    await tabTo('[aria-label^="Remove vm3"]');
    await keyboard.press('Delete');
    await answered();
    assert.equal(await page.locator('[data-card]').count(), 4);
    await page.waitForTimeout(100);
    await focused('removing a card');
    await keyboard.press('Control+z');
    await answered();
    assert.equal(await page.locator('[data-card]').count(), 5);

    // A setting, a verdict with its source, a download, a certificate with its bytes.
    // The table is one stop; arrow keys move in it.
    const settings = 'button[aria-label^="Settings of Azure Application Gateway v2"]';
    await tabTo('button.verdict');
    for (let row = 0; row < 80 && !(await page.evaluate((wanted) => document.activeElement.matches(wanted), settings)); row += 1) {
      await keyboard.press('ArrowDown');
      await keyboard.press('Home');
    }
    await tabTo(settings);
    await keyboard.press('Enter');
    await tabTo('#azure-application-gateway-v2-validateSNI');
    await keyboard.type('off');
    await answered();
    assert.deepEqual(
      [...new Set((await verdicts(page, '[data-target="azure-application-gateway-v2"][data-server="vm2"]')).map((cell) => cell.verdict))],
      ['accepted'],
    );
    await keyboard.type('default');
    await answered();
    await tabTo(settings, 'Shift+Tab');
    await tabTo('[data-server="vm2"] button', 'ArrowRight');
    await tabTo('[data-verdict="rejected"] button', 'ArrowDown');
    await keyboard.press('Enter');
    await tabTo('.verdict-detail summary');
    await keyboard.press('Enter');
    await page.waitForSelector('.verdict-detail .sources li');
    await tabTo('#section-downloads > summary');
    await keyboard.press('Enter');
    await tabTo('[data-download="bundle"]');
    const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
    assert.match(download.suggestedFilename(), /fullchain\.pem$/);
    await focused('a download');
    await tabTo('#section-certificates > summary', 'Shift+Tab');
    await keyboard.press('Enter');
    await tabTo('.certificate-list');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await tabTo('.views button:nth-child(2)');
    await keyboard.press('Space');
    await page.waitForSelector('.tree-row');
    await tabTo('.tree');
    await keyboard.press('ArrowDown');
    assert.equal(await page.locator('.tree-row[aria-selected=true]').count(), 1);

    await keyboard.press('Escape');
    await page.waitForSelector('dialog.look[open]', { state: 'detached' });

    // The ticket, masked; then nothing is left.
    await tabTo('#mask');
    await keyboard.press('Space');
    await tabTo('[data-download="report-markdown"]', 'Shift+Tab');
    const [report] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
    assert.match(report.suggestedFilename(), /\.md$/);
    await tabTo('#forget', 'Shift+Tab');
    await keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('[data-card], .chip, #answer').length === 0);
    await settled(page);
    assert.equal(await page.evaluate(() => 'pointed' in globalThis), false);
    assert.deepEqual(seen, { requests: [], policy: [], errors: [] });
    await close();
  });
}
