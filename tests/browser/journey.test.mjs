// What a person with a 502 does, from the first drop to the ticket.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after as afterAll, beforeEach, describe, test } from 'node:test';
import {
  EDITIONS,
  HOST,
  PFX_PASSWORD,
  addHost,
  after,
  assertOrigin,
  assertVerdicts,
  card,
  drop,
  example,
  open,
  openMatrix,
  originFiles,
  settled,
  stop,
  unfold,
  verdicts,
} from './support.mjs';

afterAll(stop);

for (const edition of EDITIONS) {
  describe(`${edition} edition`, () => {
    test('one click on the example gives the whole answer', async () => {
      const { page, seen, close } = await open(edition);
      await example(page);
      await assertOrigin(page);
      assert.equal(await page.locator('[data-item-kind]').count(), 5);
      assert.equal((await page.locator('[data-finding="hostname-mismatch"][data-severity="error"]').count()) > 0, true);
      assert.deepEqual(seen.errors, []);
      await close();
    });

    test('the same by dropping the files, with the password on the card', async () => {
      const { page, close } = await open(edition);
      await drop(page, originFiles());
      await addHost(page, HOST);
      await assertVerdicts(page);
      const pfx = page.locator('[data-item-kind="pkcs12"]');
      await pfx.locator('input[type=password]').fill('wrong');
      await after(page, () => pfx.locator('input[type=password]').press('Enter'));
      assert.match(await pfx.textContent(), /password does not open this file/);
      await pfx.locator('input[type=password]').fill(PFX_PASSWORD);
      await after(page, () => pfx.locator('button[type=submit]').click());
      assert.equal(await pfx.locator('input[type=password]').count(), 0);
      assert.match(await pfx.locator('.mover').inputValue(), /listener/);
      await assertOrigin(page);
      await close();
    });
  });
}

test('the field for a name stays the same element when the first answer comes', async () => {
  const { page, close } = await open('file', {
    before: () => {
      new MutationObserver((_, observer) => {
        const field = document.querySelector('#host');
        if (!field) return;
        globalThis.first = { field, answered: document.querySelector('#answer') !== null };
        field.focus();
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    },
  });
  await drop(page, originFiles());
  assert.equal(await page.evaluate(() => globalThis.first.answered), false);
  assert.equal(await page.evaluate(() => globalThis.first.field === document.activeElement), true);
  await close();
});

describe('what the page does', () => {
  let page;
  let close;
  beforeEach(async () => {
    await close?.();
    ({ page, close } = await open('file'));
  });

  test('files come by the picker, too', async () => {
    await after(page, () => page.setInputFiles('#files', originFiles().slice(2)));
    assert.deepEqual(await page.$$eval('.server-name', (fields) => fields.map((field) => field.value)), ['vm1', 'vm2', 'vm3']);
  });

  test('text can be pasted anywhere, and into a field made for it', async () => {
    const [, root, vm1] = originFiles();
    await after(page, () =>
      page.evaluate((text) => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      }, vm1.buffer.toString()),
    );
    assert.equal(await page.locator('[data-item-kind="certificate"]').count(), 1);
    await page.fill('#failing', root.buffer.toString());
    await after(page, () => page.click('.field >> text=Read'));
    assert.equal(await page.locator('[data-item-kind="certificate"]').count(), 2);
    // A certificate pasted into the hostname field is a file as well.
    await after(page, () =>
      page.evaluate((text) => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        document.getElementById('host').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      }, originFiles()[3].buffer.toString()),
    );
    assert.equal(await page.locator('[data-item-kind]').count(), 3);
  });

  test('verdicts follow while a hostname is typed', async () => {
    await drop(page, originFiles().slice(1));
    await openMatrix(page);
    await page.focus('#host');
    await after(page, () => page.keyboard.type('vm2.northwind.internal'));
    const cell = '[data-target="openssl"][data-server="vm2"]';
    await page.waitForSelector(`${cell}[data-host="vm2.northwind.internal"][data-verdict="accepted"]`);
    await after(page, () => page.keyboard.type('x'));
    await page.waitForSelector(`${cell}[data-host="vm2.northwind.internalx"][data-verdict="rejected"]`);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'host');
  });

  test('a list, a URL and an international name are understood', async () => {
    await drop(page, originFiles().slice(1, 3));
    await addHost(page, `https://${HOST}:8443/login?x=1`);
    await addHost(page, 'bücher.example');
    await addHost(page, 'a.example, b.example;c.example');
    assert.equal(await page.locator('.chip').count(), 5);
    assert.ok((await verdicts(page, `[data-host="${HOST}"]`)).length > 0);
    const text = await page.textContent('.chips');
    assert.match(text, /xn--bcher-kva\.example/);
    assert.match(text, /bücher\.example/);
  });

  test('a host used for the probe only changes what the probe asks for', async () => {
    await example(page);
    await page.fill('#host', 'vm2.northwind.internal');
    await after(page, () => page.press('#host', 'Enter'));
    await after(page, () => page.locator('.chip').nth(1).locator('select').selectOption('probe'));
    const cells = await verdicts(page, '[data-target="azure-application-gateway-v2"][data-server="vm2"]');
    const by = Object.fromEntries(cells.map((cell) => [cell.check, [cell.host, cell.verdict]]));
    assert.deepEqual(by.probe, ['vm2.northwind.internal', 'accepted']);
    assert.deepEqual(by.traffic, [HOST, 'rejected']);
  });

  test('a setting beside its target changes its verdict', async () => {
    await example(page);
    await openMatrix(page);
    await page.click('button[aria-label^="Settings of Azure Application Gateway v2"]');
    await after(page, () => page.selectOption('#azure-application-gateway-v2-validateSNI', 'false'));
    const cells = await verdicts(page, '[data-target="azure-application-gateway-v2"][data-server="vm2"]');
    assert.deepEqual([...new Set(cells.map((cell) => cell.verdict))], ['accepted']);
  });

  test('"my systems" leaves the others out', async () => {
    await example(page);
    await page.click('[data-assumption="systems"] summary');
    const [height, room] = await page.locator('.target-filter').evaluate((node) => [node.getBoundingClientRect().height, innerHeight]);
    assert.ok(height <= room, `the chooser is ${height} px of ${room}`);
    await after(page, () => page.locator('.target-filter').locator('text=None').click());
    await page.fill('.target-filter input[type=search]', 'openssl');
    const found = await page.$$eval('.choices input', (all) => all.map((one) => one.value));
    // By its own name, and by what it is built with.
    assert.ok(found.includes('openssl') && found.includes('curl'), found.join(', '));
    assert.ok(!found.includes('chrome') && !found.includes('java'), found.join(', '));
    await after(page, () => page.click('.choices input[value="openssl"]'));
    assert.deepEqual([...new Set((await verdicts(page)).map((cell) => cell.target))], ['openssl']);
    await page.fill('.target-filter input[type=search]', '');
    await after(page, () => page.click('[data-set="browsers"]'));
    assert.deepEqual([...new Set((await verdicts(page)).map((cell) => cell.target))].sort(), ['chrome', 'firefox', 'safari']);
    assert.match(await page.textContent('[data-assumption="systems"] summary'), /Browsers/);
  });

  test('a cell opens to message, evidence and source', async () => {
    await example(page);
    await openMatrix(page);
    await page.click('[data-target="azure-application-gateway-v2"][data-verdict="rejected"] button');
    const text = await page.textContent('.verdict-detail');
    assert.match(text, /Common Name/);
    assert.match(text, /vm2\.northwind\.internal/);
    await page.locator('.verdict-detail summary').last().click();
    await page.waitForSelector('.verdict-detail .sources li');
    await page.click('[data-target="azure-application-gateway-v2"][data-verdict="rejected"] button');
    assert.equal(await page.locator('.verdict-detail').count(), 0);
  });

  test('the evaluation time can be typed and moved', async () => {
    await example(page);
    await page.click('[data-assumption="time"] summary');
    await page.fill('#evaluation-time', '2035-01-01');
    await after(page, () => page.press('#evaluation-time', 'Enter'));
    const expired = await verdicts(page, '[data-target="openssl"][data-server="vm1"]');
    assert.deepEqual(
      expired.map((cell) => [cell.verdict, cell.code]),
      [['rejected', '10']],
    );
    await after(page, () => page.click('.moment button'));
    assert.equal((await verdicts(page, '[data-target="openssl"][data-server="vm1"]'))[0].verdict, 'accepted');
    await unfold(page, 'section-timeline');
    await page.focus('.handle');
    await after(page, () => page.keyboard.press('End'));
    assert.equal((await verdicts(page, '[data-target="openssl"][data-server="vm1"]'))[0].verdict, 'rejected');
  });

  test('a card can be moved to another server and seat, by list, by drag and by key', async () => {
    await drop(page, originFiles().slice(1));
    const vm3 = await card(page, 'vm3.pem');
    await after(page, () => vm3.locator('.mover').selectOption('server vm1'));
    assert.deepEqual(await page.$$eval('.server-name', (fields) => fields.map((field) => field.value)), ['vm1', 'vm2']);
    await after(page, () => vm3.locator('.mover').press('Alt+ArrowUp'));
    assert.deepEqual(await page.locator('[data-party="server vm1"] .card-name').allTextContents(), ['vm3.pem', 'vm1.pem']);
    await page.setViewportSize({ width: 1280, height: 1800 });
    await after(page, () => vm3.locator('.card-name').dragTo(page.locator('[data-party="client"] .party-title')));
    assert.equal(await vm3.locator('.mover').inputValue(), 'trust');
    await card(page, 'vm3.pem');
    await after(page, () => vm3.locator('.mover').selectOption('ignore'));
    assert.equal(await vm3.locator('.mover').inputValue(), 'ignore');
  });

  test('a server can be given another name', async () => {
    await drop(page, originFiles().slice(1));
    await page.locator('.server-name').nth(1).fill('backend-b');
    await after(page, () => page.locator('.server-name').nth(1).press('Enter'));
    assert.ok((await verdicts(page, '[data-server="backend-b"]')).length > 0 || (await page.locator('.server-name').nth(1).inputValue()) === 'backend-b');
  });

  test('what is removed can be brought back', async () => {
    await example(page);
    await card(page, 'vm2.pem');
    await after(page, () => page.click('[aria-label="Remove vm2.pem"]'));
    assert.equal(await page.locator('[data-card]').count(), 4);
    assert.equal((await verdicts(page, '[data-server="vm2"]')).length, 0);
    await after(page, () => page.click('.toast >> text=Undo'));
    assert.equal(await page.locator('[data-card]').count(), 5);
    assert.ok((await verdicts(page, '[data-server="vm2"]')).length > 0);
  });

  test('what comes back is as it was: its password, its place and its seat', async () => {
    await drop(page, originFiles());
    await page.fill('input[type=password]', PFX_PASSWORD);
    await after(page, () => page.press('input[type=password]', 'Enter'));
    await addHost(page, HOST);
    await card(page, 'vm1.pem');
    await after(page, () => page.locator('[aria-label="Where vm1.pem stands"]').selectOption('server vm2'));
    const look = () =>
      page.$$eval('[data-card]', (cards) =>
        cards.map((card) => [card.querySelector('.card-name').textContent, card.querySelector('.mover').value, card.dataset.itemKind]),
      );
    const before = await look();
    for (const name of ['listener.pfx', 'vm1.pem']) {
      await card(page, name);
      await after(page, () => page.click(`[aria-label="Remove ${name}"]`));
      assert.equal(await page.locator('[data-card]').count(), 4);
      await after(page, () => page.keyboard.press('Control+z'));
      assert.deepEqual(await look(), before);
    }
    assert.equal(await page.locator('input[type=password]').count(), 0);
    // A name that was removed comes back the same way; a later change makes the offer go away.
    await after(page, () => page.click(`[aria-label="Remove ${HOST}"]`));
    assert.equal(await page.locator('.chip').count(), 0);
    await after(page, () => page.click('.toast >> text=Undo'));
    assert.equal(await page.locator('.chip').count(), 1);
    await card(page, 'vm1.pem');
    await after(page, () => page.click('[aria-label="Remove vm1.pem"]'));
    await addHost(page, 'b.example');
    assert.equal(await page.locator('.toast').count(), 0);
  });

  test('files can be downloaded, and hold what they say', async () => {
    await example(page);
    await unfold(page, 'section-downloads');
    await page.locator('#section-downloads details:not([open]) > summary').evaluateAll((all) => all.forEach((one) => one.click()));
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-download="bundle"][data-server="vm1"]')]);
    const text = await readFile(await download.path(), 'utf8');
    assert.equal(text.match(/BEGIN CERTIFICATE/g).length, 2);
    assert.doesNotMatch(text, /PRIVATE KEY/);
    const [root] = await Promise.all([page.waitForEvent('download'), page.locator('[data-download="root-cer"]').first().click()]);
    assert.match(root.suggestedFilename(), /\.cer$/);
  });

  test('a PFX is made anew under another password, and opens with it', async () => {
    await example(page);
    await unfold(page, 'section-downloads');
    await page.locator('#section-downloads details:not([open]) > summary').evaluateAll((all) => all.forEach((one) => one.click()));
    await page.click('[data-download="pfx-modern"]');
    await page.fill('input[id^="new-password-pfx-modern"]', 'another1');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.password button:has-text("Save")')]);
    const buffer = await readFile(await download.path());
    await after(page, () => page.click('#forget'));
    await drop(page, [{ name: 'again.pfx', buffer }]);
    await page.fill('input[type=password]', 'another1');
    await after(page, () => page.press('input[type=password]', 'Enter'));
    assert.equal(await page.locator('input[type=password]').count(), 0);
    assert.match(await page.textContent('[data-item-kind="pkcs12"]'), /Private keys/);
  });

  test('the report leaves as Markdown and JSON, masked on request, and never with a password or key', async () => {
    await example(page);
    const save = async (kind) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-download="${kind}"]`)]);
      return readFile(await download.path(), 'utf8');
    };
    const markdown = await save('report-markdown');
    assert.match(markdown, /portal\.northwind\.example/);
    const json = JSON.parse(await save('report-json'));
    assert.equal(
      json.servers.some((server) => server.id === 'vm2'),
      true,
    );
    await page.check('#mask');
    for (const text of [await save('report-markdown'), await save('report-json')]) {
      assert.doesNotMatch(text, /northwind|vm2\.pem/i);
    }
    for (const text of [markdown, JSON.stringify(json)]) {
      assert.ok(!text.includes(PFX_PASSWORD));
      assert.doesNotMatch(text, /PRIVATE KEY-----/);
    }
  });

  test('everything can be forgotten', async () => {
    await example(page);
    const [before] = page.workers();
    await after(page, () => page.click('#forget'));
    assert.equal(await page.locator('[data-card]').count(), 0);
    assert.equal(await page.locator('.chip').count(), 0);
    assert.equal(await page.locator('#answer').count(), 0);
    assert.notEqual(page.workers()[0], before);
    await example(page);
    await assertOrigin(page);
  });

  test('search finds a certificate by its fingerprint; its view has its chain beside it, and the bytes follow the tree both ways', async () => {
    await example(page);
    await unfold(page, 'section-certificates');
    // The list narrows in slices, not within the key press.
    const onlyOne = () => page.waitForFunction(() => document.querySelectorAll('.certificate-row').length === 1);
    await page.fill('#inventory input[type=search]', 'vm3.northwind');
    await onlyOne();
    await page.click('.certificate-row');
    const sum = (await page.locator('dt:text-is("SHA-256") + dd .value').textContent()).trim();
    assert.ok((await page.locator('.look-tabs button').count()) >= 3);
    await page.locator('.look-tabs button').filter({ hasText: 'intermediate' }).click();
    assert.match(await page.textContent('#look-title'), /Issuing/);
    // Back closes the view, and the page below is as it was.
    await page.goBack();
    await page.waitForSelector('dialog.look[open]', { state: 'detached' });
    assert.equal(await page.locator('[data-card]').count(), 5);
    await page.fill('#inventory input[type=search]', sum);
    await onlyOne();
    await page.click('.certificate-row');
    await page.click('.views >> text=Bytes');
    await page.waitForSelector('.tree-row');
    await page.focus('.tree');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const offset = await page.locator('.hex-bytes .cursor').count();
    assert.equal(offset, 1);
    await page.locator('.hex-bytes span').nth(5).click();
    assert.equal(await page.locator('.tree-row[aria-selected=true]').count(), 1);
    await page.click('.views >> text=What changed');
    assert.ok((await page.locator('.compare tr.differs').count()) > 0);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog.look[open]', { state: 'detached' });
  });

  test('work can be stopped', async () => {
    await example(page);
    await page.workers()[0].evaluate(() => {
      onmessage = () => undefined;
    });
    await page.fill('#host', 'slow.example');
    await page.waitForSelector('.progress');
    await page.click('.progress button');
    await settled(page);
    assert.equal(await page.locator('[data-card]').count(), 5);
    await after(page, () => page.press('#host', 'Enter'));
    assert.ok((await verdicts(page, '[data-host="slow.example"]')).length > 0);
  });

  test('reading can be stopped before there is an answer, and taken up again', async () => {
    await page.workers()[0].evaluate(() => {
      onmessage = () => undefined;
    });
    await page.setInputFiles('#files', originFiles().slice(1));
    await page.waitForSelector('.progress');
    assert.match(await page.textContent('.progress'), /4 files/);
    await page.click('.progress button');
    await settled(page);
    assert.equal(await page.locator('#answer').count(), 0);
    assert.equal(await page.locator('[data-card]').count(), 4);
    await after(page, () => page.click('text=Read the files'));
    await page.waitForSelector('#answer');
  });
});
