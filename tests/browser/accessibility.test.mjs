// WCAG 2.2 AA as far as a program can tell, small screens, and a run without a mouse.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after as afterAll, describe, test } from 'node:test';
import { AXE, HOST, addHost, after, card, drop, example, look, open, openMatrix, originFiles, stop, unfold, verdicts } from './support.mjs';

afterAll(stop);

async function violations(page) {
  // Injected by the debugger: the page's own policy would refuse it, as it should.
  await page.evaluate(AXE);
  // What a bar that sticks to the top happens to cover is no smaller for it.
  await page.evaluate(() => scrollTo(0, 0));
  return page.evaluate(async () => {
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.map(
      (one) =>
        `${one.id}: ${one.nodes
          .slice(0, 3)
          .map((node) => node.target.join(' '))
          .join(' | ')}`,
    );
  });
}

/** Brings every kind of view onto the page, apart from what lies over it. */
async function openEverything(page) {
  await openMatrix(page);
  await page.click('[data-verdict="rejected"] button');
  await page.locator('button[aria-label^="Settings of"]').first().click();
  // What is opened may hold more to open.
  for (let i = 0; i < 3; i += 1) {
    await page.locator('summary').evaluateAll((all) => all.forEach((one) => (one.parentElement.open = true)));
    await page.waitForTimeout(100);
  }
}

const scenario = (name) => {
  const folder = new URL(`../corpora/scenarios/${name}/`, import.meta.url);
  return readdirSync(folder).map((file) => ({ name: file, buffer: readFileSync(new URL(file, folder)) }));
};

/** Makes the engine say nothing any more, or fail. */
const silence = (page, body) => page.workers()[0].evaluate(`onmessage = () => { ${body} }`);

const STATES = {
  empty: async () => undefined,
  'only a hostname': (page) => addHost(page, HOST),
  example: (page) => example(page),
  'everything open': async (page) => {
    await example(page);
    await openEverything(page);
  },
  'verdicts by cause, open': async (page) => {
    await example(page);
    await page.locator('.cause-row summary').evaluateAll((all) => all.forEach((one) => (one.parentElement.open = true)));
    await page.click('.cause-systems button');
  },
  'a step is done': async (page) => {
    await example(page);
    await after(page, () => page.locator('[data-assume]').first().check());
  },
  'an error text understood': async (page) => {
    await page.fill('#failing', 'SSL_ERROR_BAD_CERT_DOMAIN');
    await page.click('text=Browser warning');
    await page.fill('#failing', 'curl: (60) SSL: no alternative certificate subject name matches target host name');
    await after(page, () => page.press('#failing', 'Enter'));
    await page.waitForSelector('[data-understood]');
  },
  certificate: async (page) => {
    await example(page);
    await look(page, 'portal');
  },
  'a key of its own': async (page) => {
    await page.click('[data-example="key"]');
    await page.waitForSelector('#answer');
    const one = await card(page, 'privkey.pem');
    await one.locator('.look-link').click();
    await page.waitForSelector('.item-fields');
  },
  bytes: async (page) => {
    await example(page);
    await look(page, 'portal');
    await page.click('.views >> text=Bytes');
    await page.waitForSelector('.tree-row');
  },
  compare: async (page) => {
    await example(page);
    await look(page, 'portal');
    await page.click('.views >> text=What changed');
  },
  locked: (page) => drop(page, originFiles().slice(0, 1)),
  'wrong password': async (page) => {
    await drop(page, originFiles().slice(0, 1));
    await page.fill('input[type=password]', 'wrong');
    await after(page, () => page.press('input[type=password]', 'Enter'));
    assert.equal(await page.locator('input[type=password][aria-invalid=true]').count(), 1);
  },
  'a new password asked for': async (page) => {
    await example(page);
    await unfold(page, 'section-downloads');
    await page.locator('#section-downloads details:not([open]) > summary').evaluateAll((all) => all.forEach((one) => one.click()));
    await page.click('[data-download="pfx-modern"]');
  },
  'all in order': async (page) => {
    await drop(page, scenario('right-chain'));
    await addHost(page, 'app.contoso.internal');
    await page.waitForSelector('.answer.ok');
  },
  'no hostname yet': (page) => drop(page, scenario('right-chain')),
  'nothing recognised': (page) => drop(page, scenario('not-html')),
  'an empty file': (page) => drop(page, scenario('not-empty')),
  'an issuer is missing': (page) => drop(page, scenario('intermediate-missing')),
  'order is wrong': (page) => drop(page, scenario('scrambled-chain')),
  'names with roles, and names that are none': async (page) => {
    await example(page);
    for (const name of ['bücher.example', '10.0.0.5', 'no host', 'a.example']) await addHost(page, name);
    await after(page, () => page.locator('.chip').last().locator('select').selectOption('probe'));
  },
  'another time': async (page) => {
    await example(page);
    await page.click('[data-assumption="time"] summary');
    await page.fill('#evaluation-time', '2040-01-01');
    await after(page, () => page.press('#evaluation-time', 'Enter'));
  },
  'a time that is none': async (page) => {
    await example(page);
    await page.click('[data-assumption="time"] summary');
    await page.fill('#evaluation-time', 'tomorrow');
  },
  'something removed': async (page) => {
    await example(page);
    await card(page, 'vm2.pem');
    await after(page, () => page.click('[aria-label="Remove vm2.pem"]'));
    await page.waitForSelector('.toast');
  },
  'a search without a match': async (page) => {
    await example(page);
    await unfold(page, 'section-certificates');
    await page.fill('#inventory input[type=search]', 'nowhere to be found');
    await page.waitForSelector('text=0 matches');
  },
  'network tried': async (page) => {
    await page.click('#try-network');
    await page.waitForSelector('#attempts li');
  },
  working: async (page) => {
    await example(page);
    await silence(page, '');
    await page.fill('#host', 'x.example');
    await page.waitForSelector('.progress');
  },
  failed: async (page) => {
    await example(page);
    await silence(page, "throw new WebAssembly.RuntimeError('unreachable')");
    await page.fill('#host', 'x.example');
    await page.waitForSelector('.failure');
  },
  'dragged over': async (page) => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x.pem'));
      document.querySelector('main').dispatchEvent(new DragEvent('dragenter', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.waitForSelector('.drop-veil');
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

/** Text that lies on other text, text that is cut off with no way to it, and a page that scrolls sideways. */
function layoutFaults(page) {
  return page.evaluate(() => {
    const faults = [];
    if (document.documentElement.scrollWidth > innerWidth)
      faults.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} px in ${innerWidth}`);
    const apart = '.offscreen, .toast, .strip, .skip, option';
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const owner = node.parentElement;
      if (node.data.trim() === '' || owner.closest(apart) || !owner.checkVisibility()) continue;
      const boxes = [];
      for (let one = owner; one !== document.body; one = one.parentElement)
        if (getComputedStyle(one).overflowX !== 'visible') boxes.push(one.getBoundingClientRect());
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        // What has scrolled out of its own box, or behind an ellipsis, is not on the page.
        const l = Math.max(left, ...boxes.map((box) => box.left));
        const r = Math.min(right, ...boxes.map((box) => box.right));
        const t = Math.max(top, ...boxes.map((box) => box.top));
        const b = Math.min(bottom, ...boxes.map((box) => box.bottom));
        if (r - l < 2 || b - t < 2) continue;
        if (l < -1 || r > innerWidth + 1) faults.push(`out of the page: ${node.data.slice(0, 40)}`);
        // A glyph's box is taller than the glyph.
        const slack = (b - t) * 0.22;
        lines.push({ text: node.data.trim().slice(0, 30), owner, l: l + 1, r: r - 1, t: t + slack, b: b - slack });
      }
    }
    lines.sort((one, other) => one.t - other.t);
    for (let i = 0; i < lines.length; i += 1) {
      for (let k = i + 1; k < lines.length && lines[k].t < lines[i].b; k += 1) {
        // Text before an ellipsis counts twice in Chromium.
        if (lines[i].owner !== lines[k].owner && lines[i].l < lines[k].r && lines[k].l < lines[i].r)
          faults.push(`"${lines[i].text}" lies on "${lines[k].text}"`);
      }
    }
    for (const one of document.querySelectorAll('body *')) {
      if (one.closest(apart) || !one.checkVisibility() || !one.textContent.trim() || one.scrollWidth <= one.clientWidth + 1) continue;
      const { overflowX, textOverflow } = getComputedStyle(one);
      if (['hidden', 'clip'].includes(overflowX) && textOverflow !== 'ellipsis') faults.push(`cut off: ${one.className} ${one.textContent.slice(0, 40)}`);
    }
    return [...new Set(faults)];
  });
}

const ZOOMS = {
  'the page at 200 %': { options: { width: 640, height: 450, deviceScaleFactor: 2 }, act: async () => undefined },
  'the text alone at 200 %': { options: { width: 1280, height: 900 }, act: (page) => page.evaluate(() => (document.documentElement.style.fontSize = '200%')) },
  'the text alone at 200 %, narrow': {
    options: { width: 480, height: 900 },
    act: (page) => page.evaluate(() => (document.documentElement.style.fontSize = '200%')),
  },
  '4K': { options: { width: 3840, height: 2160 }, act: async () => undefined },
  'as it is': { options: { width: 1280, height: 900 }, act: async () => undefined },
};

for (const [name, { options, act }] of Object.entries(ZOOMS)) {
  test(`${name}: nothing is lost, nothing overlaps, nothing scrolls sideways`, async () => {
    const { page, close } = await open('file', options);
    await act(page);
    assert.deepEqual(await layoutFaults(page), []);
    await example(page);
    assert.deepEqual(await layoutFaults(page), []);
    await openEverything(page);
    await addHost(page, 'bücher.example');
    await addHost(page, 'a-very-long-name-of-a-host-that-does-not-end.department-of-redundancy.northwind.example');
    assert.deepEqual(await layoutFaults(page), []);
    await close();
  });
}

test('forced colours: status is told by shape and word, the chosen thing by an outline', async () => {
  const { page, close } = await open('file', { forcedColors: 'active' });
  await example(page);
  assert.deepEqual(await violations(page), []);
  await openMatrix(page);
  const words = await page.$$eval('[data-verdict]', (cells) => cells.map((cell) => [cell.dataset.verdict, cell.textContent]));
  for (const [verdict, text] of words)
    assert.match(text, { accepted: /works/, rejected: /fails/, undetermined: /cannot tell/, 'not-applicable': /not applicable/ }[verdict]);
  const shapes = await page.$$eval('[data-verdict]', (cells) => cells.map((cell) => [cell.dataset.verdict, cell.querySelector('svg')?.innerHTML]));
  const byVerdict = new Map(shapes);
  assert.ok(byVerdict.size >= 3);
  assert.equal(new Set(byVerdict.values()).size, byVerdict.size);
  // Whatever is marked as chosen by colour elsewhere has an outline here.
  await look(page, 'portal');
  await page.click('.views >> text=Bytes');
  await page.waitForSelector('.tree-row');
  for (const chosen of ['.certificate-row[aria-selected=true]', '.views [aria-pressed=true]', '.tree-row[aria-selected=true]']) {
    const { outlineStyle, outlineWidth } = await page.$eval(chosen, (node) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(node);
      return { outlineStyle, outlineWidth };
    });
    assert.deepEqual([outlineStyle, outlineWidth], ['solid', '2px'], chosen);
  }
  await page.click('#look-close');
  await page.waitForSelector('dialog.look[open]', { state: 'detached' });
  await unfold(page, 'section-timeline');
  await page.waitForSelector('.bar');
  assert.notEqual(
    await page.$eval('.bar', (bar) => getComputedStyle(bar).backgroundColor),
    await page.$eval('body', (body) => getComputedStyle(body).backgroundColor),
  );
  await close();
});

test('reduced motion: nothing turns, nothing glides', async () => {
  const { page, close } = await open('file', { reducedMotion: 'reduce' });
  await example(page);
  await silence(page, '');
  await page.fill('#host', 'x.example');
  await page.waitForSelector('.spinner');
  const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length);
  assert.equal(moving, 0);
  const jumped = await page.evaluate(() => {
    const seen = [];
    const own = Element.prototype.scrollIntoView;
    Element.prototype.scrollIntoView = function (options) {
      seen.push(options.behavior);
      own.call(this, options);
    };
    document.querySelector('.seal').click();
    return seen;
  });
  assert.deepEqual(jumped, ['auto']);
  await close();
});

test('print, in black and white, is the ticket: the answer with its commands, the verdicts by cause, and no control', async () => {
  const { page, close } = await open('file', { dark: true });
  await example(page);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  for (const shown of ['#answer', '.difference', '.steps', '.answer .command pre', '.cause > p', '.causes'])
    assert.equal(await page.locator(shown).first().isVisible(), true, shown);
  for (const control of [
    '#host',
    '.intake',
    '#matrix',
    '#forget',
    '#section-takeaway',
    '.search',
    '.mover',
    '.quiet',
    '.copy',
    '.answer input',
    '.party',
    '.folds',
  ]) {
    for (const one of await page.locator(control).all()) assert.equal(await one.isVisible(), false, control);
  }
  const coloured = await page.evaluate(() => {
    const grey = (colour) => {
      const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      return colour === 'none' || (r === g && g === b);
    };
    const found = new Set();
    for (const node of document.querySelectorAll('main *')) {
      if (!node.checkVisibility()) continue;
      const style = getComputedStyle(node);
      for (const property of ['color', 'fill', 'stroke', 'backgroundColor', 'borderTopColor', 'borderLeftColor'])
        if (!grey(style[property])) found.add(`${node.className.baseVal ?? node.className} ${property} ${style[property]}`);
    }
    return [...found];
  });
  assert.deepEqual(coloured, []);
  // Everything fits the sheet (A4 at 96 dpi, with margins): what a screen scrolls, paper cannot.
  await page.setViewportSize({ width: 718, height: 1000 });
  const cut = await page.$$eval('main *', (all) => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1).length);
  assert.equal(cut, 0);
  const sheets = await page.pdf({ format: 'A4' });
  assert.match(sheets.subarray(0, 5).toString(), /%PDF/);
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('.answer details[open]').count(), 0, 'the screen is as it was');
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
  await tabTo('#matrix');
  await page.keyboard.press('Enter');
  await tabTo('#host');
  await page.keyboard.type('vm2.northwind.internal');
  await after(page, () => page.keyboard.press('Enter'));
  assert.ok((await verdicts(page, '[data-host="vm2.northwind.internal"]')).length > 0);
  await after(page, () => page.keyboard.press('Backspace'));
  assert.equal(await page.locator('.chip').count(), 1);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'host');
  // A seat is chosen, a card removed: focus stays near.
  await tabTo('.card summary');
  await page.keyboard.press('Enter');
  await tabTo('.mover');
  await after(page, () => page.keyboard.press('End'));
  await page.waitForTimeout(100);
  assert.equal(await focused(), true, 'focus is lost after moving a card');
  await tabTo('[data-party="server vm1"] summary');
  await page.keyboard.press('Enter');
  await tabTo('[aria-label^="Remove vm"]');
  await after(page, () => page.keyboard.press('Enter'));
  await page.waitForTimeout(100);
  assert.equal(await focused(), true, 'focus is lost after removing a card');
  await after(page, () => page.keyboard.press('Control+z'));
  assert.equal(await page.locator('[data-card]').count(), 5);
  // A verdict opens, a section is reached, a certificate chosen, its bytes walked.
  await tabTo('button.verdict');
  // The table is one stop, and arrow keys move in it.
  const cell = () => page.evaluate(() => ({ ...document.activeElement.parentElement.dataset }));
  const began = await cell();
  assert.equal(await page.locator('.matrix table button[tabindex="0"]').count(), 1);
  await page.keyboard.press('ArrowRight');
  assert.notEqual((await cell()).server, began.server, 'the next server');
  await page.keyboard.press('ArrowLeft');
  assert.deepEqual(await cell(), began);
  await page.keyboard.press('ArrowDown');
  const below = await cell();
  assert.deepEqual([below.server, `${below.target} ${below.check}` === `${began.target} ${began.check}`], [began.server, false]);
  await page.keyboard.press('ArrowUp');
  assert.deepEqual(await cell(), began);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict-detail');
  assert.equal(await focused(), true);
  await tabTo('#section-certificates > summary');
  await page.keyboard.press('Enter');
  await tabTo('.certificate-list');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo('.views button:nth-child(2)');
  await page.keyboard.press('Space');
  await page.waitForSelector('.tree-row');
  await tabTo('.tree');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('.tree-row[aria-selected=true]').count(), 1);
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog.look[open]', { state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.className.includes('certificate-list')), true, 'the view gives the focus back');
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
