// The engine in its two parts: what the splitter makes is sound whatever it is told to put where, what ordinary files need is
// in the first part, and the same engine gives the same parts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parts } from '../../scripts/parts/ordinary.mjs';
import { marked, split } from '../../scripts/parts/split.mjs';

const PACKAGE = fileURLToPath(new URL('../../dist/pkg/', import.meta.url));
const CORPORA = fileURLToPath(new URL('../../tests/corpora/', import.meta.url));
const bytes = readFileSync(join(PACKAGE, 'certlens_bg.wasm'));
const scenarios = JSON.parse(readFileSync(join(CORPORA, 'scenarios/manifest.json'), 'utf8'));
const now = Date.parse(scenarios.eval_time) / 1000;
const request = ({ files, expected }) => ({
  inputs: files.map(({ file, password }) => ({
    name: file.split('/')[1],
    bytes: new Uint8Array(readFileSync(join(CORPORA, 'scenarios', file))),
    password: password ?? null,
  })),
  hosts: (expected.hosts ?? []).map((host) => host.name),
  now,
});

let copies = 0;
/** An engine of its own, of the wasm that is given. */
async function engine(module) {
  copies += 1;
  const own = await import(`${pathToFileURL(join(PACKAGE, 'certlens.js')).href}?${copies}`);
  return { ...own, instance: own.initSync({ module }) };
}
function complete({ instance }, rest) {
  new WebAssembly.Instance(new WebAssembly.Module(rest), { '': instance });
  instance.rest.value = 1;
}
const whole = await engine(bytes);
const own = await parts(PACKAGE);

test('the same engine gives the same parts, and both are smaller than the whole', async () => {
  const again = await parts(PACKAGE);
  assert.ok(own.first.equals(again.first) && own.rest.equals(again.rest));
  assert.ok(own.first.length < bytes.length && own.rest.length < bytes.length);
  // The table of roots and the phrases.
  assert.equal(own.later.length, 2);
  assert.ok(own.later.every((size) => size > 40_000));
});

/** Files that the first part is not run over when it is made: those of the page's example. */
test('the first part alone gives the verdicts on ordinary files', async () => {
  const { instance, ...first } = await engine(own.first);
  assert.deepEqual(first.catalog(), whole.catalog());
  const file = (name, more) => ({ name: `${name}.pem`, bytes: new Uint8Array(readFileSync(new URL(`../example/${name}.pem`, import.meta.url))), ...more });
  for (const names of [
    ['vm2', 'vm3', 'root'],
    ['vm1', 'issuing', 'root'],
    ['vm2', 'issuing'],
    ['vm3'],
    ['shop', 'shop-ca', 'shop-key'],
    ['shop', 'shop-old-key'],
  ]) {
    const asked = {
      inputs: names.map((name) => file(name)),
      hosts: ['portal.northwind.example', 'shop.northwind.example'],
      now: 1_796_000_000,
      settings: {},
      assume: [],
      passwords: [],
      observed: [],
    };
    assert.deepEqual(first.verdicts(asked), whole.verdicts(asked), names.join(' '));
  }
  assert.equal(instance.rest.value, 0);
});

test('what the first part lacks it says, for whatever is asked, and answers nothing else than the whole engine does', async () => {
  let missing = 0;
  let first = await engine(own.first);
  for (const one of scenarios.scenarios) {
    const asked = request(one);
    const expected = whole.verdicts(asked);
    let answer = expected;
    try {
      answer = first.verdicts(asked);
    } catch (error) {
      assert.ok(error instanceof WebAssembly.RuntimeError, `${one.id}: ${error}`);
      assert.equal(first.instance.rest.value, 2, one.id);
      missing += 1;
      first = await engine(own.first);
    }
    assert.deepEqual(answer, expected, one.id);
  }
  assert.ok(missing > 0 && missing < scenarios.scenarios.length / 2, `${missing} of ${scenarios.scenarios.length} need the rest`);
});

/** Splits that nobody would make, by chance, and with all or nothing in the rest; but an engine begins in its first part. */
async function arbitrary() {
  const { bytes: module, marks } = marked(bytes);
  const { instance } = await engine(module);
  const begins = Array.from(marks(instance.memory), (mark) => mark === 1);
  let seed = 20261128;
  const chance = () => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
  return [0, 0.1, 0.5, 0.9, 1].map((share) => begins.map((begin) => begin || chance() < share));
}

test('with the rest beside it, it is the whole engine, wherever it was cut', async () => {
  const pfx = JSON.parse(readFileSync(join(CORPORA, 'pfx/manifest.json'), 'utf8')).files.find(
    (one) => one.format === 'pkcs12' && one.expected.certs > 0 && one.password,
  );
  const asked = [
    ...['right-chain', 'chain-ed25519', 'pkcs7-der', 'key-pkcs8-encrypted', 'csr', 'crl-revoked', 'not-zip'].map((id) =>
      request(scenarios.scenarios.find((one) => one.id === id)),
    ),
    { inputs: [{ name: 'a.pfx', bytes: new Uint8Array(readFileSync(join(CORPORA, 'pfx', pfx.file))), password: pfx.password }], hosts: ['a.example'], now },
  ];
  const expected = asked.map((one) => whole.inspect(one));
  const cuts = [own, ...(await arbitrary()).map((needed) => split(bytes, needed))];
  for (const [i, { first, rest }] of cuts.entries()) {
    const joined = await engine(first);
    complete(joined, rest);
    assert.deepEqual(joined.catalog(), whole.catalog());
    asked.forEach((one, n) => assert.deepEqual(joined.inspect(one), expected[n], `cut ${i}, request ${n}`));
    assert.deepEqual(joined.derTree(asked[0].inputs[0].bytes), whole.derTree(asked[0].inputs[0].bytes));
  }
});
