// The command in the versions of Node.js that it is made for: the same answer, byte for byte.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const command = join(resolve(process.env.CERTLENS_PACKAGE ?? 'dist/pkg'), 'cli.js');
const nodes = process.env.CERTLENS_NODES ?? '';
const ARGS = ['check', 'tests/corpora/scenarios/middle-missing', '--host', 'app.contoso.com', '--format', 'json', '--now', '2026-11-23'];
const run = (node, args) => spawnSync(node, args, { encoding: 'utf8', maxBuffer: 1 << 28 });

for (const version of [20, 22, 24]) {
  const node = join(nodes, `node_modules/node${version}/bin/node`);
  test(`Node.js ${version}`, {
    skip: existsSync(node) ? false : `Node.js ${version} could not be had: its package is not in ${nodes || 'CERTLENS_NODES'}`,
  }, () => {
    assert.match(run(node, ['--version']).stdout, new RegExp(`^v${version}\\.`));
    const [here, there] = [run(process.execPath, [command, ...ARGS]), run(node, [command, ...ARGS])];
    assert.equal(there.stderr, '');
    assert.equal(there.status, 1);
    assert.equal(there.stdout, here.stdout);
    assert.equal(run(node, [command, 'check', '--password', 'x']).status, 3);
  });
}
