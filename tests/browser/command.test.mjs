// The page and the command are one: the same files, names and moment give the same JSON, byte for byte.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, test } from 'node:test';
import { DIST, HOST, addHost, drop, open, originFiles, stop } from './support.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'certlens-same-'));
afterAll(async () => {
  await stop();
  rmSync(scratch, { recursive: true, force: true });
});

for (const [name, masked] of [
  ['as it is', false],
  ['masked', true],
]) {
  test(`the report as JSON, ${name}`, async () => {
    const files = originFiles().filter((file) => ['northwind-root.cer', 'vm1.pem', 'vm2.pem'].includes(file.name));
    for (const file of files) writeFileSync(join(scratch, file.name), file.buffer);
    const { page, close } = await open('site');
    await drop(page, files);
    await addHost(page, HOST);
    if (masked) await page.evaluate(() => document.querySelector('#mask').checked || document.querySelector('#mask').click());
    const [download] = await Promise.all([page.waitForEvent('download'), page.evaluate(() => document.querySelector('[data-download="report-json"]').click())]);
    const said = readFileSync(await download.path(), 'utf8');
    await close();
    const { now } = JSON.parse(said);
    const args = ['check', ...files.map((file) => file.name), '--host', HOST, '--now', String(now), '--format', 'json', ...(masked ? ['--mask'] : [])];
    const { stdout, stderr } = spawnSync(process.execPath, [join(DIST, 'pkg/cli.js'), ...args], { cwd: scratch, encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(stderr, '');
    assert.ok(JSON.parse(said).verdicts.length > 50);
    // Said one by one first: two whole reports side by side tell nobody anything.
    for (const [field, value] of Object.entries(JSON.parse(said))) assert.deepEqual(JSON.parse(stdout)[field], value, field);
    assert.equal(stdout, said);
  });
}
