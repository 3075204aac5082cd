// What the first edition of the page did wrong with other people's files, each held as it is right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, describe, test } from 'node:test';
import { DAY, certificate } from '../../www/forge.mjs';
import { HOST, addHost, after, card, drop, example, look, open, openMatrix, originFiles, settled, stop, unfold, verdicts } from './support.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'certlens-faults-'));
afterAll(async () => {
  await stop();
  rmSync(scratch, { recursive: true, force: true });
});

const file = (name, text) => ({ name, buffer: Buffer.from(text) });
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pemOf = (key) => key.privateKey.export({ type: 'pkcs8', format: 'pem' });
const root = pair();
const leafKey = pair();
let serial = 1;
/** A certificate for a name, of a CA of its own. */
function leaf(name, { key = leafKey, days = 90 } = {}) {
  serial += 1;
  return certificate({ serial, subject: name, issuer: 'Faults CA', key, issuerKey: root, from: Date.now() - DAY, days, names: [name] });
}

const scenario = (name, own) => file(own, readFileSync(new URL(`../corpora/scenarios/${name}/${own}`, import.meta.url)));
const headline = (page) => page.textContent('#answer');

describe('keys and requests', () => {
  test('a key alone is shown as what it is, and nothing is said of a bundle', async () => {
    const { page, close } = await open('file');
    await drop(page, [file('server.key', pemOf(leafKey))]);
    assert.doesNotMatch(await headline(page), /bundle|CA certificates/);
    const one = await card(page, 'server.key');
    assert.match(await one.textContent(), /1 key/);
    await one.locator('.look-link').click();
    assert.match(await page.textContent('.item-fields'), /P-256/);
    assert.match(await page.textContent('#same-key'), /nothing among your files/);
    await close();
  });

  test('a request is shown with its details and with the key that it was made with', async () => {
    writeFileSync(join(scratch, 'own.key'), pemOf(leafKey));
    execFileSync('openssl', ['req', '-new', '-key', join(scratch, 'own.key'), '-subj', '/CN=request.example', '-out', join(scratch, 'own.csr')]);
    const { page, close } = await open('file');
    await drop(page, [file('own.csr', readFileSync(join(scratch, 'own.csr'))), file('own.key', pemOf(leafKey)), file('other.key', pemOf(pair()))]);
    const one = await card(page, 'own.csr');
    assert.match(await one.textContent(), /1 request/);
    await one.locator('.look-link').click();
    const fields = await page.textContent('.item-fields');
    assert.match(fields, /request\.example/);
    assert.match(fields, /Same key as.*own\.key/s);
    assert.doesNotMatch(fields, /other\.key/);
    assert.equal(await page.locator('.look-tabs button').filter({ hasText: 'Private key' }).count(), 1);
    await page.click('#look-close');
    assert.equal(await page.locator('.answer.ok').count(), 0, 'a request without alternative names is not in order');
    await close();
  });

  test('a wrong key beside the right one: which is taken is said, and can be changed', async () => {
    const { page, close } = await open('file');
    await drop(page, [file('cert.pem', leaf('app.example')), file('right.key', pemOf(leafKey)), file('wrong.key', pemOf(pair()))]);
    await page.click('[data-assumption^="key"] summary');
    await openMatrix(page);
    assert.deepEqual(
      (await verdicts(page, '[data-target="nginx-server"]')).map((cell) => cell.verdict),
      ['accepted'],
    );
    await after(page, () => page.click('[data-assumption^="key"] .instead button'));
    assert.deepEqual(
      (await verdicts(page, '[data-target="nginx-server"]')).map((cell) => cell.verdict),
      ['rejected'],
    );
    assert.match(await page.textContent('.assumptions .changed'), /wrong\.key is in use/);
    await page.click('.assumptions .changed summary');
    await after(page, () => page.click('.assumptions .changed .instead button'));
    assert.deepEqual(
      (await verdicts(page, '[data-target="nginx-server"]')).map((cell) => cell.verdict),
      ['accepted'],
    );
    await close();
  });
});

describe('what comes first', () => {
  test('a locked PFX of the listener does not come before the missing name', async () => {
    const { page, close } = await open('file');
    await drop(page, originFiles());
    assert.match(await headline(page), /Type the hostnames/);
    await addHost(page, HOST);
    assert.match(await headline(page), /vm2/);
    await close();
  });

  test('where a password is what is missing, the answer leads to its field and says nothing else', async () => {
    const { page, close } = await open('file');
    await drop(page, originFiles().slice(0, 1));
    assert.match(await headline(page), /First unlock/);
    assert.equal(await page.locator('[data-step]').count(), 0);
    await page.click('.unlock button');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'password');
    await close();
  });

  test('of two wrong servers and a right one, the wrong ones are named', async () => {
    const { page, close } = await open('file');
    const [, own, vm1, vm2] = originFiles();
    await drop(page, [own, vm1, vm2, { ...vm2, name: 'vm4.pem' }]);
    await addHost(page, HOST);
    assert.match(await headline(page), /vm2 and vm4/);
    const steps = await page.locator('[data-step] .step-text').allTextContents();
    assert.match(steps[0], /Install on vm2.*as on vm1/);
    assert.ok(
      steps.every((text) => !/^(?:Or|Install on vm1)\b/.test(text)),
      steps.join('\n'),
    );
    await close();
  });

  test('one cause does not hide the next: each is a step', async () => {
    const { page, close } = await open('file');
    await drop(page, [file('a.pem', leaf('a.example', { days: 1 }))]);
    await page.click('[data-assumption="time"] summary');
    await page.fill('#evaluation-time', '2035-01-01');
    await after(page, () => page.press('#evaluation-time', 'Enter'));
    await addHost(page, 'b.example');
    const causes = await page.$$eval('[data-step]', (all) => all.map((one) => one.dataset.cause));
    assert.ok(new Set(causes).size >= 3, causes.join(', '));
    await close();
  });

  test('a message that the files do not explain is never answered with a green tick', async () => {
    const { page, close } = await open('file');
    await page.fill('#failing', 'SSL certificate problem: certificate has expired');
    await after(page, () => page.press('#failing', 'Enter'));
    await drop(page, [scenario('right-chain', 'bundle.pem'), scenario('right-chain', 'root.cer')]);
    await addHost(page, 'app.contoso.internal');
    assert.equal(await page.locator('.answer.ok').count(), 0);
    assert.equal(await page.locator('.seen [data-observed="contradicted"]').count(), 1);
    await close();
  });

  test('an error’s own name is a message, not a hostname', async () => {
    const { page, close } = await open('file');
    for (const [code, system] of [
      ['NET::ERR_CERT_COMMON_NAME_INVALID', 'Chrome'],
      ['SEC_ERROR_UNKNOWN_ISSUER', 'Firefox'],
      ['RemoteCertificateNameMismatch', '.NET'],
    ]) {
      await page.fill('#failing', code);
      await after(page, () => page.press('#failing', 'Enter'));
      assert.ok((await headline(page)).startsWith(`This is ${system}.`), await headline(page));
      assert.equal(await page.locator('.chip').count(), 0);
      await after(page, () => page.click('#forget'));
    }
    await close();
  });

  test('a message dropped as a file is a message, and no unreadable file', async () => {
    const { page, close } = await open('file');
    const text = 'x509: certificate is valid for a.example, not app.contoso.internal';
    await drop(page, [file('error.txt', text)]);
    assert.match(await headline(page), /This is Go. Now drop the files/);
    await drop(page, [scenario('right-chain', 'bundle.pem'), scenario('right-chain', 'root.cer')]);
    assert.doesNotMatch(await headline(page), /could not be read/);
    assert.equal(await page.locator('[data-finding="part-unreadable"]').count(), 0);
    await close();
  });
});

test('the certificate, its chain and its names are one click from the answer', async () => {
  for (const width of [390, 1440]) {
    const { page, close } = await open('file', { width, height: 844 });
    await example(page);
    await page.click('#section-answer .way button');
    assert.match(await page.textContent('dialog.look[open] #look-title'), /portal\.northwind\.example/);
    assert.match(await page.textContent('dialog.look[open] .certificate'), /vm2\.northwind\.internal/);
    await page.goBack();
    await page.waitForSelector('dialog.look[open]', { state: 'detached' });
    await page.click('[data-way="section-chain"]');
    await page.waitForSelector('#section-chain[open] .chain-svg');
    await page.click('[data-way="section-names"]');
    await page.waitForSelector('#section-names[open] mark');
    await close();
  }
});

test('a moment is in UTC, and in local time while it has the focus; Esc takes that away', async () => {
  const { page, close } = await open('file', { timezoneId: 'Pacific/Auckland', locale: 'en-NZ' });
  await drop(page, [file('a.pem', leaf('a.example'))]);
  await look(page, 'a.example');
  const moment = page.locator('dialog .moment-of').first();
  const seconds = Number(await moment.getAttribute('data-time'));
  const shown = () => moment.locator('.hint-text').isVisible();
  assert.equal(await shown(), false);
  await moment.focus();
  assert.equal(await shown(), true);
  const expected = await page.evaluate((at) => new Date(at * 1000).toLocaleString(), seconds);
  assert.equal(await moment.locator('.hint-text').textContent(), `${expected} local time`);
  assert.ok((await moment.textContent()).startsWith(`${new Date(seconds * 1000).toISOString().slice(0, 10)} `), 'UTC comes first');
  await page.keyboard.press('Escape');
  assert.equal(await shown(), false);
  assert.equal(await page.locator('dialog.look[open]').count(), 1, 'the view stays');
  await close();
});

test('a word of the trade is explained where it stands', async () => {
  const { page, close } = await open('file');
  await example(page);
  const probe = page.locator('[data-party="gateway"] .term').filter({ hasText: 'probe' });
  assert.equal(await probe.locator('.hint-text').isVisible(), false);
  await probe.focus();
  assert.match(await probe.locator('.hint-text').textContent(), /whether a server behind it is healthy/);
  assert.equal(await probe.locator('.hint-text').isVisible(), true);
  await close();
});

test('how old the data of others are is said', async () => {
  const { page, close } = await open('file');
  await page.click('.evidence-of > summary');
  const carried = await page.$$eval('[data-carried]', (all) => all.map((one) => [one.dataset.carried, one.textContent]));
  assert.deepEqual(
    carried.map(([id]) => id),
    ['roots', 'suffixes', 'logs', 'letters'],
  );
  for (const [, text] of carried) assert.match(text, /\b20\d\d-\d\d-\d\d\b/);
  await close();
});

test('a file that is moved away and back by key is the server that it was', async () => {
  const { page, close } = await open('file');
  await drop(page, originFiles().slice(1));
  await addHost(page, HOST);
  const first = async () => [await headline(page), await page.textContent('[data-step] .step-text')];
  const before = await first();
  const one = await card(page, 'vm2.pem');
  await one.locator('.mover').focus();
  await after(page, () => page.keyboard.press('End'));
  assert.deepEqual(await page.$$eval('.server-name', (fields) => fields.map((field) => field.value)), ['vm1', 'vm3']);
  await after(page, () => page.keyboard.press('Home'));
  assert.deepEqual((await page.$$eval('.server-name', (fields) => fields.map((field) => field.value))).sort(), ['vm1', 'vm2', 'vm3']);
  assert.deepEqual(await first(), before);
  await close();
});

describe('names', () => {
  test('an unfinished name is never in red, and the finished one is', async () => {
    const { page, close } = await open('file');
    await drop(page, originFiles().slice(1, 3));
    await openMatrix(page);
    await page.focus('#host');
    await after(page, () => page.keyboard.type('portal.northwi'));
    assert.equal(await page.locator('.answer.error, .answer .difference').count(), 0);
    assert.equal((await page.locator('[data-verdict="rejected"][data-host="portal.northwi"]').count()) > 0, true, 'it is judged all along');
    const colours = await page.$$eval('[data-verdict="rejected"][data-host="portal.northwi"] button', (all) =>
      all.map((one) => one.className.includes('unfinished')),
    );
    assert.deepEqual([...new Set(colours)], [true]);
    const before = await page.textContent('#live');
    await page.keyboard.type('x');
    assert.equal(await page.textContent('#live'), before, 'the live region waits until typing rests');
    await after(page, () => page.keyboard.press('Enter'));
    assert.equal(await page.locator('.answer.error').count(), 1);
    await close();
  });

  test('a sentence is no list of names, wherever it is pasted', async () => {
    const { page, close } = await open('file');
    await drop(page, originFiles().slice(1, 3));
    await page.fill('#host', 'Hostname verification failed for the backend server');
    await after(page, () => page.press('#host', 'Enter'));
    assert.equal(await page.locator('.chip').count(), 0);
    await close();
  });

  test('names without a role: what the server is asked for is an assumption, and can be changed to what it has', async () => {
    const { page, close } = await open('file');
    const [, root, , vm2] = originFiles();
    await drop(page, [root, vm2]);
    for (const name of [HOST, 'vm2.northwind.internal', '10.1.2.4']) await addHost(page, name);
    assert.match(await page.textContent('[data-assumption="asked"]'), /asked for portal\.northwind\.example, vm2\.northwind\.internal and 10\.1\.2\.4/);
    await page.click('[data-assumption="asked"] summary');
    await after(page, () => page.click('[data-assumption="asked"] .instead button'));
    assert.equal(await page.locator('[data-step]').count(), 0);
    assert.match(await headline(page), /accept .* for vm2\.northwind\.internal: /);
    await close();
  });

  test('names have their roles in place: the probe’s question is answered at the gateway', async () => {
    const { page, close } = await open('file');
    await example(page);
    await page.click('[data-use="probe"] .slot-button');
    await page.keyboard.type('vm2.northwind.internal');
    await after(page, () => page.keyboard.press('Enter'));
    assert.match(await page.textContent('[data-party="gateway"] [data-use="probe"]'), /vm2\.northwind\.internal/);
    const cells = await verdicts(page, '[data-target="azure-application-gateway-v2"][data-server="vm2"][data-check="probe"]');
    assert.deepEqual(
      cells.map((cell) => [cell.host, cell.verdict]),
      [['vm2.northwind.internal', 'accepted']],
    );
    await close();
  });
});

test('a root inside the bundle is trusted alone, without splitting the file', async () => {
  const { page, close } = await open('file');
  const [, own, vm1] = originFiles();
  await drop(page, [file('bundle.pem', Buffer.concat([vm1.buffer, own.buffer]))]);
  await addHost(page, HOST);
  const openssl = async () => (await verdicts(page, '[data-target="openssl"]')).map((cell) => cell.verdict);
  assert.deepEqual(await openssl(), ['rejected']);
  const one = await card(page, 'bundle.pem');
  await after(page, () => one.locator('.apart').last().selectOption('trust'));
  assert.deepEqual(await openssl(), ['accepted']);
  await card(page, 'bundle.pem');
  await after(page, () => one.locator('.apart').last().selectOption(''));
  assert.deepEqual(await openssl(), ['rejected']);
  await close();
});

test('without Azure nobody speaks of Azure', async () => {
  const { page, close } = await open('file');
  await drop(page, [file('a.pem', leaf('a.example')), scenario('right-chain', 'root.cer')]);
  await addHost(page, 'a.example');
  assert.doesNotMatch(await page.textContent('.answer'), /Azure/);
  assert.equal(await page.locator('[data-party="gateway"]').count(), 0);
  await close();
});

test('what is in order is said in one line, and the page is quiet', async () => {
  const { page, close } = await open('file');
  await drop(page, [scenario('right-chain', 'bundle.pem'), scenario('right-chain', 'root.cer'), scenario('right-chain', 'server.key')]);
  await addHost(page, 'app.contoso.internal');
  await page.waitForSelector('.answer.ok');
  assert.equal(await page.locator('[data-step]').count(), 0);
  assert.equal(await page.locator('[data-finding]:visible').count(), 0);
  assert.equal(await page.locator('[data-cause-row]').first().getAttribute('data-outcome'), 'accepted', 'who accepts comes first');
  await close();
});

test('another time is marked at the top and beside the verdicts, until it is now again', async () => {
  const { page, close } = await open('file');
  await example(page);
  assert.equal(await page.locator('[data-moved]').count(), 0);
  await page.click('[data-assumption="time"] summary');
  await page.fill('#evaluation-time', '2035-01-01');
  await after(page, () => page.press('#evaluation-time', 'Enter'));
  assert.match(await page.textContent('[data-moved]'), /2035-01-01/);
  assert.match(await page.textContent('.moved-mark'), /2035-01-01/);
  await after(page, () => page.click('[data-moved] button'));
  assert.equal(await page.locator('[data-moved], .moved-mark').count(), 0);
  await close();
});

test('leaving asks once where keys or passwords would be lost, and else not', async () => {
  for (const [files, asks] of [
    [[file('server.key', pemOf(leafKey))], true],
    [[file('cert.pem', leaf('a.example'))], false],
  ]) {
    const { page, close } = await open('file');
    await drop(page, files);
    // Browsers ask only those who have touched the page.
    await page.click('#cards-title');
    let asked = false;
    page.on('dialog', (dialog) => {
      asked = dialog.type() === 'beforeunload';
      void dialog.accept();
    });
    await page.close({ runBeforeUnload: true });
    await new Promise((done) => setTimeout(done, 400));
    assert.equal(asked, asks);
    await close();
  }
});

test('fifty hosts are fifty sites: an inventory, soonest expiry first, as CSV and as a calendar', async () => {
  const { page, close } = await open('file');
  const files = Array.from({ length: 50 }, (_, i) => file(`host-${i}.pem`, leaf(`host-${i}.site-${i}.example`, { key: pair(), days: 400 - 7 * i })));
  await drop(page, files);
  await settled(page);
  assert.match(await page.textContent('[data-assumption="sites-of-their-own"]'), /50 sites of their own/);
  assert.equal(await page.locator('#inventory').isVisible(), true);
  assert.match(await page.locator('.certificate-row').first().textContent(), /host-49/);
  await page.selectOption('.inventory-head select', 'name');
  assert.match(await page.locator('.certificate-row').first().textContent(), /host-0\./);
  const save = async (kind) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-download="${kind}"]`)]);
    return readFile(await download.path(), 'utf8');
  };
  const rows = (await save('inventory-csv')).trim().split('\r\n');
  assert.equal(rows.length, 51);
  assert.match(rows[1], /"host-49\.site-49\.example"/);
  const calendar = await save('inventory-ics');
  assert.equal(calendar.match(/BEGIN:VEVENT/g).length, 50);
  assert.ok(calendar.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
  await page.click('[data-assumption="sites-of-their-own"] summary');
  await after(page, () => page.click('[data-assumption="sites-of-their-own"] button'));
  assert.match(await page.textContent('.assumptions .changed'), /one pool/, 'because somebody said so');
  await page.click('[data-assumption="sites-of-their-own"] summary');
  await after(page, () => page.click('[data-assumption="sites-of-their-own"] button'));
  assert.match(await page.textContent('[data-assumption="sites-of-their-own"]'), /50 sites of their own/);
  await close();
});

test('a spreadsheet takes no name for a formula', async () => {
  const { page, close } = await open('file');
  await drop(page, [file('evil.pem', leaf('=cmd.example'))]);
  await unfold(page, 'section-certificates');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-download="inventory-csv"]')]);
  const text = await readFile(await download.path(), 'utf8');
  assert.match(text, /"'=cmd\.example"/);
  assert.doesNotMatch(text, /"=/);
  await close();
});

test('the ticket has at most 25 lines and says what to do; settings leave and come back without a certificate', async () => {
  const { page, close } = await open('file');
  await example(page);
  const save = async (kind) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-download="${kind}"]`)]);
    return readFile(await download.path(), 'utf8');
  };
  const ticket = await save('report-ticket');
  assert.ok(ticket.trimEnd().split('\n').length <= 25, ticket);
  for (const words of [/vm2/, /portal\.northwind\.example/, /What to do/, /SHA-256 [0-9a-f]{64}/, /1\. Install on/]) assert.match(ticket, words);
  assert.doesNotMatch(ticket, /\bM1\b/);
  await page.check('#mask');
  assert.doesNotMatch(await save('report-ticket'), /northwind|vm2/i);

  await page.click('[data-assumption="systems"] summary');
  await after(page, () => page.click('[data-set="azure"]'));
  await after(page, () => page.locator('.chip select').first().selectOption('probe'));
  const settings = await save('settings');
  assert.doesNotMatch(settings, /BEGIN|northwind1/);
  await after(page, () => page.click('#forget'));
  await drop(page, [originFiles()[2], file('certlens-settings.json', settings)]);
  assert.equal(await page.locator('[data-card]').count(), 1);
  assert.match(await page.textContent('[data-assumption="systems"]'), /Azure/);
  assert.equal(await page.locator('.chip select').first().inputValue(), 'probe');
  await close();
});

test('old against renewed: what changed is a view of its own', async () => {
  const { page, close } = await open('file');
  await drop(page, [file('old.pem', leaf('app.example', { days: 30 })), file('new.pem', leaf('app.example', { key: pair(), days: 200 }))]);
  await look(page, 'app.example');
  await page.click('.views >> text=What changed');
  const text = await page.locator('.compare tr.differs').allTextContents();
  assert.ok(text.some((line) => /Not after/.test(line)));
  assert.ok(text.some((line) => /SPKI/.test(line)));
  await close();
});

test('colours follow the system unless the reader chooses; the keys are listed', async () => {
  const { page, close } = await open('file', { dark: true });
  const paper = () => page.$eval('body', (body) => getComputedStyle(body).backgroundColor);
  const dark = await paper();
  await page.selectOption('#theme', 'light');
  assert.notEqual(await paper(), dark);
  await page.selectOption('#theme', 'dark');
  assert.equal(await paper(), dark);
  await page.locator('.question > h2').click();
  await page.keyboard.press('?');
  await page.waitForSelector('#help[open] .keys');
  await close();
});
