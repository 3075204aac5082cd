// A thousand files, as they lie on a machine that renews certificates for many services.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { estate } from '../../benches/estate.mjs';

const command = join(resolve(process.env.CERTLENS_PACKAGE ?? 'dist/pkg'), 'cli.js');
const scratch = mkdtempSync(join(tmpdir(), 'certlens-many-'));
const live = join(scratch, 'live');
const NOW = Date.parse('2026-11-23T12:00:00Z');
before(() => writeFileSync(join(scratch, 'root.cer'), estate(live, NOW).root));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the command; `seconds` is what it cost the processors, whatever else the machine does. */
function certlens(...args) {
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', process.execPath, command, ...args, '--now', String(NOW / 1000)];
  const { status, stdout, stderr } = spawnSync('bash', timed, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = stderr
    .trim()
    .split(/\s+/)
    .slice(-2)
    .reduce((sum, one) => sum + Number(one), 0);
  return { status, stdout, seconds };
}

test('what ends soon among 1,000 files, within three seconds of processor time', () => {
  const { status, stdout, seconds } = certlens('expires', '--within', '30d', '--format', 'json', live);
  assert.equal(status, 1);
  const { certificates } = JSON.parse(stdout);
  assert.equal(certificates.length, 254);
  // Services 60 to 79 of every 80 were issued 60 days ago or longer, for 90 days.
  assert.equal(certificates.filter((one) => one.soon).length, 60);
  assert.ok(seconds <= 3, `${seconds} s`);
});

test('1,000 files checked, every folder a server of its own, within three seconds of processor time', () => {
  const { status, stdout, seconds } = certlens('check', live, '--trust', join(scratch, 'root.cer'), '--target', 'nginx-server,java', '--format', 'json');
  assert.equal(status, 0);
  const report = JSON.parse(stdout);
  assert.equal(report.inputs.length, 1001);
  assert.equal(report.servers.length, 250);
  assert.equal(report.verdicts.filter((verdict) => verdict.outcome === 'accepted').length, 500);
  assert.ok(seconds <= 3, `${seconds} s`);
});
