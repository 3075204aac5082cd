// WCAG 2.2 AA as far as a program can tell, small screens, and a run without a mouse.
import assert from 'node:assert/strict';
import { after as afterAll, describe, test } from 'node:test';
import { AXE, HOST, addHost, after, drop, example, open, originFiles, stop, verdicts } from './support.mjs';

afterAll(stop);

async function violations(page) {
  // Injected by the debugger: the page's own policy would refuse it, as it should.
  await page.evaluate(AXE);
  // What a bar that sticks to the top happens to cover is no smaller for it.
  await page.evaluate(() => scrollTo(0, 0));
  return page.evaluate(async () => {
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
  });
}

/** Brings every kind of view onto the page. */
async function openEverything(page) {
  await page.click('[data-verdict="rejected"] button');
  await page.locator('button[aria-label^="Settings of"]').first().click();
  await page.click('text=My systems: all');
  await page.click('text=Paste text');
  // What is opened may hold more to open.
  for (let i = 0; i < 3; i += 1) {
    await page.locator('summary').evaluateAll((all) => all.forEach((one) => (one.parentElement.open = true)));
    await page.waitForTimeout(100);
  }
}

const STATES = {
  empty: async () => undefined,
  example: (page) => example(page),
  'everything open': async (page) => {
    await example(page);
    await openEverything(page);
  },
  bytes: async (page) => {
    await example(page);
    await page.click('.views >> text=Bytes');
    await page.waitForSelector('.tree-row');
  },
  compare: async (page) => {
    await example(page);
    await page.click('.views >> text=Compare');
  },
  locked: async (page) => {
    await drop(page, originFiles().slice(0, 1));
    await page.fill('input[type=password]', 'wrong');
    await after(page, () => page.press('input[type=password]', 'Enter'));
  },
};

for (const dark of [false, true]) {
  describe(dark ? 'dark' : 'light', () => {
    for (const [name, reach] of Object.entries(STATES)) {
      test(`axe finds nothing: ${name}`, async () => {
        const { page, close } = await open('file', { dark });
        await reach(page);
        assert.deepEqual(await violations(page), []);
        await close();
      });
    }
  });
}

for (const width of [320, 768]) {
  test(`nothing is cut off at ${width} px, and axe finds nothing there`, async () => {
    const { page, close } = await open('file', { width, height: 800 });
    await example(page);
    await openEverything(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    assert.deepEqual(await violations(page), []);
    await close();
  });
}

test('forced colours and reduced motion are respected', async () => {
  const { page, close } = await open('file', { forcedColors: 'active', reducedMotion: 'reduce' });
  await example(page);
  assert.deepEqual(await violations(page), []);
  const words = await page.$$eval('[data-verdict]', (cells) => cells.map((cell) => [cell.dataset.verdict, cell.textContent]));
  for (const [verdict, text] of words) assert.match(text, { accepted: /accepted/, rejected: /rejected/, undetermined: /cannot tell/, 'not-applicable': /not applicable/ }[verdict]);
  await close();
});

test('print shows the answer and every verdict, and no control', async () => {
  const { page, close } = await open('file');
  await example(page);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.isVisible('#answer'), true);
  assert.equal(await page.isVisible('.verdicts'), true);
  for (const control of ['#host', '.intake', '.contents-bar', '#forget']) assert.equal(await page.isVisible(control), false, control);
  await close();
});

test('the whole way without a mouse', async () => {
  const { page, close } = await open('file');
  /** Tab until an element that matches has focus. */
  const tabTo = async (selector, most = 200) => {
    for (let i = 0; i < most; i += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab does not reach ${selector}`);
  };
  const focused = () => page.evaluate(() => document.activeElement !== document.body && document.activeElement !== null);
  await tabTo('#example');
  await after(page, () => page.keyboard.press('Enter'));
  assert.equal(await focused(), true, 'focus is lost after loading the example');
  await tabTo('#host');
  await page.keyboard.type('vm2.northwind.internal');
  await after(page, () => page.keyboard.press('Enter'));
  assert.ok((await verdicts(page, '[data-host="vm2.northwind.internal"]')).length > 0);
  await after(page, () => page.keyboard.press('Backspace'));
  assert.equal(await page.locator('.chip').count(), 1);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'host');
  // A seat is chosen, a card removed: focus stays near.
  await tabTo('.mover');
  await after(page, () => page.keyboard.press('End'));
  await page.waitForTimeout(100);
  assert.equal(await focused(), true, 'focus is lost after moving a card');
  await tabTo('[aria-label^="Remove vm"]');
  await after(page, () => page.keyboard.press('Enter'));
  await page.waitForTimeout(100);
  assert.equal(await focused(), true, 'focus is lost after removing a card');
  await after(page, () => page.keyboard.press('Control+z'));
  assert.equal(await page.locator('[data-card]').count(), 5);
  // A verdict opens, a section is reached, a certificate chosen, its bytes walked.
  await tabTo('button.verdict');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict-detail');
  assert.equal(await focused(), true);
  await tabTo('.certificate-list');
  await page.keyboard.press('ArrowDown');
  await tabTo('.views button:nth-child(2)');
  await page.keyboard.press('Space');
  await page.waitForSelector('.tree-row');
  await tabTo('.tree');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('.tree-row[aria-selected=true]').count(), 1);
  await tabTo('#copy-report');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.toast');
  await close();
});

test('the answer is announced when it changes', async () => {
  const { page, close } = await open('file');
  await drop(page, originFiles().slice(1));
  await addHost(page, HOST);
  await page.waitForFunction(() => /vm2/.test(document.querySelector('#live[aria-live=polite]').textContent));
  await close();
});
