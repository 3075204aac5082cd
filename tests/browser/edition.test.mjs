// An organisation's own edition: made by the page and by the command, and what a hostile preset can do: nothing but show text.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, describe, test } from 'node:test';
import { serve } from '../../scripts/serve.mjs';
import { DIST, EDITIONS, HOST, addHost, after, drop, open, originFiles, stop, verdicts } from './support.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'certlens-edition-'));
afterAll(async () => {
  await stop();
  rmSync(scratch, { recursive: true, force: true });
});

const [listener, root, vm1, vm2] = originFiles();
const sum = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
const PRESET = {
  certlens: 1,
  title: 'Northwind Traders',
  help: ['Ask the platform team in channel certificates.'],
  roots: [{ name: 'Northwind Root', pem: root.buffer.toString() }],
  systems: ['openssl', 'go', 'chrome'],
  settings: { openssl: { version: '3' } },
  hostSuffixes: ['northwind.example'],
  mask: true,
  links: [{ text: 'Runbook', address: 'https://wiki.northwind.example/certificates' }],
};

/** Runs the customise command; resolves to the folder of the new edition. */
function customise(preset, name) {
  const file = join(scratch, `${name}.json`);
  const out = join(scratch, name);
  writeFileSync(file, typeof preset === 'string' ? preset : JSON.stringify(preset));
  return { out, ...spawnSync(process.execPath, [join(DIST, 'customise.mjs'), file, '--out', out], { encoding: 'utf8' }) };
}

const accepted = async (page, target) => (await verdicts(page, `[data-target="${target}"][data-host="${HOST}"]`)).map((cell) => cell.verdict);

for (const edition of EDITIONS) {
  describe(`${edition} edition`, () => {
    test('made by the command, it trusts the root, shows who made it, and keeps the privacy claim', async () => {
      const { status, stderr, out } = customise(PRESET, `northwind-${edition}`);
      assert.equal(status, 0, stderr);
      const site = edition === 'site' ? await serve(join(out, 'site'), 0) : null;
      const file = join(out, edition === 'site' ? 'site/index.html' : 'certlens.html');
      const { page, seen, close } = await open(edition, { url: site ? `http://127.0.0.1:${site.port}/` : `file://${file}` });
      const note = await page.textContent('#edition');
      for (const words of [
        'Edition of',
        'Northwind Traders',
        'Ask the platform team',
        'It trusts Northwind Root',
        'beside the public roots',
        '3 systems',
        'https://wiki.northwind.example/certificates',
      ])
        assert.ok(note.includes(words), words);
      assert.equal(await page.locator('#edition a').count(), 0);
      await drop(page, [vm1]);
      await addHost(page, HOST);
      for (const target of ['openssl', 'go', 'chrome']) assert.deepEqual(await accepted(page, target), ['accepted'], target);
      assert.equal((await verdicts(page, '[data-target="curl"]')).length, 0);
      assert.equal(await page.locator('[data-card]').count(), 1);
      assert.equal(await page.isChecked('#mask'), true);
      assert.equal(await page.textContent('#edition-sha256'), sum(file));
      assert.deepEqual(seen, { requests: [], policy: [], errors: [] });
      await after(page, () => page.click('#forget'));
      assert.match(await page.textContent('#edition'), /Northwind Traders/);
      await drop(page, [vm1]);
      await addHost(page, HOST);
      assert.deepEqual(await accepted(page, 'go'), ['accepted']);
      await close();
      site?.close();
    });
  });
}

test('the command writes fresh sums, and the page of everybody is left as it is', () => {
  const before = sum(join(DIST, 'certlens.html'));
  const { out } = customise(PRESET, 'sums');
  const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8');
  for (const path of ['certlens.html', 'site/index.html', 'site/certlens.html']) assert.ok(sums.includes(`${sum(join(out, path))}  ${path}\n`), path);
  assert.equal(sum(join(DIST, 'certlens.html')), before);
  // The policy and the programs are those of the page of everybody: only the data block differs.
  const block = /(<script type="application\/json" data-part="PRESET">)[^<]*/;
  assert.equal(readFileSync(join(out, 'certlens.html'), 'utf8').replace(block, '$1null'), readFileSync(join(DIST, 'certlens.html'), 'utf8'));
});

test('the command names the field that is wrong, and writes nothing', () => {
  const {
    roots: [known],
  } = PRESET;
  for (const [preset, words] of [
    ['{', /the preset is not JSON/],
    [[], /the preset expected an object/],
    [{}, /`certlens` is missing/],
    [{ ...PRESET, roots: [{ pem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }] }, /`roots\[0\]\.pem` holds something else/],
    [
      {
        ...PRESET,
        roots: [
          known,
          { pem: `${known.pem}-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIPy5HkEnZXmOCWKlqhUDHC9Khmn4qbvhLs4tVpCDRr0d\n-----END PRIVATE KEY-----\n` },
        ],
      },
      /`roots\[1\]\.pem` holds something else/,
    ],
    [{ ...PRESET, systems: ['openssl', 'netscape'] }, /`systems\[1\]` is no system/],
    [{ ...PRESET, settings: { openssl: { strict: 'yes' } } }, /`settings\.openssl\.strict`/],
    [{ ...PRESET, hostSuffixes: ['https://x'] }, /`hostSuffixes\[0\]`/],
    [{ ...PRESET, script: 'x' }, /`script` is not a field/],
  ]) {
    const { status, stderr } = customise(preset, 'wrong');
    assert.equal(status, 1, stderr);
    assert.match(stderr, words);
  }
});

test('an edition made by the page is one file that trusts the root, and holds no key, password, name or other file', async () => {
  const { page, close } = await open('file');
  await drop(page, [root, vm2, listener]);
  await page.locator('[data-item-kind="pkcs12"] input[type=password]').fill('northwind1');
  await after(page, () => page.locator('[data-item-kind="pkcs12"] input[type=password]').press('Enter'));
  await addHost(page, 'secret-host.northwind.example');
  await page.click('#make-edition > summary');
  await page.fill('#edition-title', 'Northwind <b>');
  await page.fill('#edition-help', 'First line\nSecond line');
  await page.fill('#edition-suffixes', 'northwind.example');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-download="edition"]')]);
  assert.equal(download.suggestedFilename(), 'certlens-northwind-b.html');
  const file = join(scratch, 'made.html');
  await download.saveAs(file);
  await page.waitForFunction(() => /SHA-256 [0-9a-f]{64}/.test(document.querySelector('#make-edition [role=status]').textContent));
  assert.ok((await page.textContent('#make-edition [role=status]')).includes(sum(file)));
  await close();
  const text = readFileSync(file, 'utf8');
  assert.ok(!text.includes('secret-host'));
  // Nothing but the data block differs from this page.
  assert.equal(text.replace(/(data-part="PRESET">)[^<]*/, '$1null'), readFileSync(join(DIST, 'certlens.html'), 'utf8'));
  const preset = JSON.parse(/data-part="PRESET">([^<]*)</.exec(text)[1]);
  assert.deepEqual(Object.keys(preset).sort(), ['certlens', 'help', 'hostSuffixes', 'roots', 'title']);
  assert.equal(preset.roots.length, 1);
  assert.doesNotMatch(JSON.stringify(preset), /PRIVATE|northwind1|secret-host/);

  const made = await open('file', { url: `file://${file}` });
  assert.match(await made.page.textContent('#edition'), /Northwind <b>/);
  await drop(made.page, [vm1]);
  await addHost(made.page, HOST);
  assert.deepEqual(await accepted(made.page, 'openssl'), ['accepted']);
  assert.equal(await made.page.textContent('#edition-sha256'), sum(file));
  assert.deepEqual(made.seen, { requests: [], policy: [], errors: [] });
  const report = Promise.all([made.page.waitForEvent('download'), made.page.click('[data-download="report-markdown"]')]);
  const markdown = readFileSync(await (await report)[0].path(), 'utf8');
  assert.match(markdown, /## Set beforehand by this edition/);
  await made.close();
});

describe('a hostile preset', () => {
  const edition = async (preset) => {
    const file = join(scratch, 'hostile.html');
    const text = readFileSync(join(DIST, 'certlens.html'), 'utf8');
    const block = typeof preset === 'string' ? preset : JSON.stringify(preset).replaceAll('<', '\\u003c');
    writeFileSync(
      file,
      text.replace(/(data-part="PRESET">)null/, (_, open_) => `${open_}${block}`),
    );
    return open('file', { url: `file://${file}` });
  };

  test('shows as text whatever it says, in no link and no markup, and cannot speak as the page', async () => {
    const evil = '</script><img src=x onerror=alert(1)>\u202Egnp.exe \u0000';
    const { page, seen, close } = await edition({
      certlens: 1,
      title: evil,
      help: [evil, 'javascript:alert(1)'],
      links: [{ text: evil, address: 'javascript:alert(1)' }],
      roots: [{ name: evil, pem: root.buffer.toString() }],
    });
    assert.equal(await page.locator('#edition img, #edition a, #edition script').count(), 0);
    const note = await page.textContent('#edition');
    assert.match(note, /come from those who made it, not from Certlens/);
    assert.ok(note.includes('\\u{202E}') && !note.includes('\u202E'));
    // What it trusts is always said.
    assert.match(note, /It trusts/);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.policy, []);
    await close();
  });

  for (const [name, preset] of [
    ['not JSON', '{"certlens":1'],
    ['of another version', { certlens: 9 }],
    ['with a name of the language', '{"certlens":1,"settings":{"__proto__":{"polluted":true}}}'],
    ['with a list too long', { certlens: 1, help: Array(7).fill('x') }],
    ['with a text too long', { certlens: 1, title: 'x'.repeat(81) }],
  ]) {
    test(`${name}: nothing of it counts, and the page says which field`, async () => {
      const { page, close } = await edition(preset);
      assert.match(await page.textContent('#edition [role=alert]'), /cannot be read, so nothing of it counts/);
      assert.equal(await page.evaluate(() => ({}).polluted), undefined);
      await drop(page, [root, vm1]);
      await addHost(page, HOST);
      assert.deepEqual(await accepted(page, 'openssl'), ['accepted']);
      await close();
    });
  }

  test('with systems of another version: they are left out, and that is said', async () => {
    const { page, close } = await edition({ certlens: 1, systems: ['openssl', 'netscape'], settings: { openssl: { none: 1 } } });
    const alert = await page.textContent('#edition [role=alert]');
    assert.match(alert, /`systems\[1\]`/);
    assert.match(alert, /`settings\.openssl\.none`/);
    await drop(page, [root, vm1]);
    await addHost(page, HOST);
    assert.deepEqual(await accepted(page, 'openssl'), ['accepted']);
    assert.equal((await verdicts(page, '[data-target="go"]')).length, 0);
    await close();
  });
});

test('what stands beside the page is reached from it: the offline copy, the systems, the licences', async () => {
  const site = await serve(join(DIST, 'site'), 0);
  const { page, close } = await open('site', { url: `http://127.0.0.1:${site.port}/` });
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#offline')]);
  assert.equal(sum(await download.path()), sum(join(DIST, 'certlens.html')));
  for (const name of ['Systems and their errors', 'Licences']) {
    const href = await page.locator('#policy a', { hasText: name }).getAttribute('href');
    const answer = await fetch(`http://127.0.0.1:${site.port}/${href}`);
    assert.equal(answer.status, 200, name);
  }
  await close();
  site.close();
  const single = await open('file');
  await single.page.click('#licences > summary');
  await single.page.waitForSelector('#licences pre');
  assert.match(await single.page.textContent('#licences'), /x509-parser [\d.]+: /);
  await single.close();
});
