// A bundle of 10,000 certificates: what it costs is measured by `./build.sh bench`, that it works is shown here.
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, test } from 'node:test';
import { open, originFiles, settled, stop, unfold } from './support.mjs';

afterAll(stop);

const MANY = 10_000;

/** The example's certificate with another serial number each: other certificates to every reader, if badly signed. */
function manyCertificates() {
  const pem = originFiles()[2].buffer.toString().split('-----END CERTIFICATE-----')[0];
  const der = Buffer.from(pem.replace(/-----.*?-----/g, ''), 'base64');
  // version [0] 3, then INTEGER tag and length: the serial number's last octets are counted up.
  const serial = der.indexOf(Buffer.from([0xa0, 0x03, 0x02, 0x01, 0x02, 0x02])) + 7;
  const parts = [];
  for (let i = 0; i < MANY; i += 1) {
    der.writeUInt32BE(i, serial + 8);
    parts.push(`-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`);
  }
  return Buffer.from(parts.join(''));
}

test(`${MANY} certificates: rows on demand, searchable, and an answer`, async () => {
  const path = join(tmpdir(), `certlens-${process.pid}-many.pem`);
  await writeFile(path, manyCertificates());
  const { page, seen, close } = await open('file');
  try {
    await page.setInputFiles('#files', path);
    await page.waitForSelector('#section-certificates', { timeout: 60_000 });
    await settled(page);
    assert.match(await page.textContent('#certificates-title'), /10000/);
    await unfold(page, 'section-certificates');
    assert.ok((await page.locator('.certificate-row').count()) < 60);
    await page.focus('.certificate-list');
    await page.keyboard.press('End');
    await page.waitForSelector(`.certificate-row[aria-selected=true][aria-posinset="${MANY}"]`);
    await page.fill('#inventory input[type=search]', 'northwind');
    await page.waitForSelector('text=10,000 matches of 10000');
    assert.deepEqual(seen.errors, []);
  } finally {
    await close();
    await rm(path);
  }
});
