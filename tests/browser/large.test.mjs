// A bundle of 10,000 certificates must not make the page stand still.
import assert from 'node:assert/strict';
import { after as afterAll, test } from 'node:test';
import { open, originFiles, settled, stop } from './support.mjs';

afterAll(stop);

const MANY = 10_000;
/** Milliseconds; the goal is 50 on an idle machine, and test machines are not idle. */
const LONGEST = Number(process.env.CERTLENS_LONGEST_TASK ?? 50);

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

test(`${MANY} certificates: no long task, rows on demand`, async () => {
  const { page, seen, close } = await open('file');
  await page.evaluate(() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask' });
  });
  const path = `${process.env.TMPDIR ?? '/tmp'}/certlens-${process.pid}-many.pem`;
  const { writeFile, rm } = await import('node:fs/promises');
  await writeFile(path, manyCertificates());
  const began = performance.now();
  await page.setInputFiles('#files', path);
  await page.waitForSelector('#section-certificates', { timeout: 60_000 });
  await settled(page);
  const took = performance.now() - began;
  await rm(path);
  assert.match(await page.textContent('#certificates-title'), /10000/);
  assert.ok((await page.locator('.certificate-row').count()) < 60);
  await page.focus('.certificate-list');
  await page.keyboard.press('End');
  await page.waitForTimeout(200);
  assert.equal(await page.locator('.certificate-row[aria-selected=true]').getAttribute('aria-posinset'), String(MANY));
  await page.fill('input[type=search]', 'northwind');
  await page.waitForTimeout(300);
  const tasks = await page.evaluate(() => tasks);
  const longest = Math.max(0, ...tasks);
  console.log(`# ${MANY} certificates: answer after ${Math.round(took)} ms, ${tasks.length} long tasks, the longest ${Math.round(longest)} ms`);
  assert.ok(longest <= LONGEST, `a task of ${Math.round(longest)} ms`);
  assert.deepEqual(seen.errors, []);
  await close();
});
