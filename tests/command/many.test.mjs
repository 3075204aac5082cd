// A thousand files, as they lie on a machine that renews certificates for many services. What they cost is measured by
// benches/command.mjs: a limit in seconds would fail with the machine.
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

function certlens(...args) {
  return spawnSync(process.execPath, [command, ...args, '--now', String(NOW / 1000)], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

test('what ends soon among 1,000 files', () => {
  const { status, stdout } = certlens('expires', '--within', '30d', '--format', 'json', live);
  assert.equal(status, 1);
  const { certificates } = JSON.parse(stdout);
  assert.equal(certificates.length, 254);
  // Services 60 to 79 of every 80 were issued 60 days ago or longer, for 90 days.
  assert.equal(certificates.filter((one) => one.soon).length, 60);
});

test('1,000 files checked, every folder a server of its own', () => {
  const { status, stdout } = certlens('check', live, '--trust', join(scratch, 'root.cer'), '--target', 'nginx-server,java', '--format', 'json');
  assert.equal(status, 0);
  const report = JSON.parse(stdout);
  assert.equal(report.inputs.length, 1001);
  assert.equal(report.servers.length, 250);
  assert.equal(report.verdicts.filter((verdict) => verdict.outcome === 'accepted').length, 500);
});
