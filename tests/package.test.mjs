// The ES module package in Node: the contract's calls and shapes, and for every scenario the report that the native
// engine gives. `CERTLENS_PACKAGE` names another package than dist/pkg.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { faults, model } from '../scripts/contract.mjs';

const folder = resolve(process.env.CERTLENS_PACKAGE ?? 'dist/pkg');
const engine = await import(pathToFileURL(join(folder, 'certlens.js')));
await engine.default({ module_or_path: readFileSync(join(folder, 'certlens_bg.wasm')) });

const corpus = 'tests/corpora/scenarios';
const manifest = JSON.parse(readFileSync(join(corpus, 'manifest.json'), 'utf8'));
const now = Date.parse(manifest.eval_time) / 1000;
const seats = { bundle: 'server', key: 'server', 'trusted-root': 'trust', csr: 'ignore', crl: 'ignore' };

/** The request for a scenario, with paths in place of bytes. */
function request(scenario) {
  return {
    inputs: scenario.files.map(({ file, role, password }) => ({ name: file, path: join(corpus, file), seat: seats[role] ?? null, password: password ?? null })),
    hosts: (scenario.expected.hosts ?? []).map((h) => h.name),
    now,
  };
}
const withBytes = (r) => ({ ...r, inputs: r.inputs.map(({ path, ...input }) => ({ ...input, bytes: new Uint8Array(readFileSync(path)) })) });
/** What JSON makes of a report; byte arrays become lists, as they do natively. */
const plain = (value) => JSON.parse(JSON.stringify(value, (_, v) => (v instanceof Uint8Array ? [...v] : v)));

test('the package gives the same report as the native engine, for every scenario', async () => {
  const requests = manifest.scenarios.map(request);
  const scratch = mkdtempSync(join(tmpdir(), 'certlens-'));
  try {
    writeFileSync(join(scratch, 'requests.json'), JSON.stringify(requests));
    const native = JSON.parse(
      execFileSync('cargo', ['run', '-q', '--locked', '--example', 'inspect', '--', join(scratch, 'requests.json')], { maxBuffer: 1 << 30 }),
    );
    for (const [i, r] of requests.entries()) {
      assert.deepEqual(plain(await engine.inspect(withBytes(r))), native[i], manifest.scenarios[i].id);
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

test('every report is of the types in report.d.ts, and so are the catalog, the tree of bytes and the files made', async () => {
  const types = model();
  assert.deepEqual(faults(types, 'Catalog', engine.catalog()), []);
  for (const scenario of manifest.scenarios) {
    const asked = withBytes(request(scenario));
    assert.deepEqual(faults(types, 'Request', asked), [], scenario.id);
    const report = await engine.inspect(asked);
    assert.deepEqual(faults(types, 'Report', report), [], scenario.id);
    assert.equal(report.now, now);
    for (const { sha256, der } of report.certificates.slice(0, 1)) assert.deepEqual(faults(types, 'DerNode', engine.derTree(der)), [], sha256);
    for (const { kind, server } of report.repairs.filter((repair) => !repair.hasKey).slice(0, 2)) {
      for (const file of (await engine.mend(asked, { kind, server })).files) assert.deepEqual(faults(types, 'MadeFile', file), [], `${scenario.id} ${kind}`);
    }
  }
});

test('so is every report on a story of support, with its evidence, what was seen and what would cure it', async () => {
  const types = model();
  const stories = 'tests/corpora/stories/cases';
  for (const id of readdirSync(stories)) {
    const { files, hosts, now: when, settings, targets, observed, focus } = JSON.parse(readFileSync(join(stories, id, 'case.json'), 'utf8')).request;
    const inputs = files.map(({ file, name, ...rest }) => ({ ...rest, name, bytes: new Uint8Array(readFileSync(join(stories, id, file ?? name))) }));
    const asked = {
      inputs,
      hosts,
      now: when,
      settings: settings ?? {},
      targets: targets ?? null,
      observed: (observed ?? []).filter((one) => typeof one === 'string'),
      focus: focus ?? null,
    };
    assert.deepEqual(faults(types, 'Request', asked), [], id);
    assert.deepEqual(faults(types, 'Report', await engine.inspect(asked)), [], id);
  }
});

test('a rejection always says why, and an acceptance has no code', async () => {
  for (const scenario of manifest.scenarios) {
    const report = await engine.inspect(withBytes(request(scenario)));
    for (const verdict of report.verdicts) {
      const where = `${scenario.id}: ${verdict.target} ${verdict.host}`;
      if (verdict.outcome === 'accepted') assert.equal(verdict.code, null, where);
      if (verdict.outcome === 'rejected') assert.ok(verdict.because.length > 0, `${where} ${verdict.code} has no finding`);
      for (const index of verdict.because) assert.ok(report.findings[index], where);
    }
  }
});

test('catalog: targets, rules, notes and sources', () => {
  const catalog = engine.catalog();
  const ids = catalog.targets.map((t) => t.id);
  for (const id of ['azure-application-gateway-v2', 'chrome', 'openssl', 'curl', 'java', 'go', 'nodejs', 'nginx-server']) assert.ok(ids.includes(id), id);
  assert.equal(new Set(ids).size, ids.length);
  for (const target of catalog.targets) assert.ok(target.sources.length + target.statements.length > 0, `${target.id} has no source`);
  assert.equal(new Set(catalog.rules.map((r) => r.id)).size, catalog.rules.length);
});

test('a request of the wrong shape throws and says which field', () => {
  assert.throws(() => engine.inspect({ hosts: [] }), /inputs/);
  assert.throws(() => engine.inspect({ inputs: [{ name: 'a' }], hosts: [] }), /bytes/);
});

test('derTree never fails and has absolute offsets', () => {
  const bytes = new Uint8Array(readFileSync(join(corpus, 'der-single', manifest.scenarios.find((s) => s.id === 'der-single').files[0].file.split('/')[1])));
  const tree = engine.derTree(bytes);
  assert.ok(JSON.stringify(tree, (_, v) => (typeof v === 'bigint' ? Number(v) : v)).includes('serialNumber'));
  for (const junk of [new Uint8Array(), new Uint8Array([0x30]), new Uint8Array(64).fill(0x30), new Uint8Array([0x30, 0x80, 0xff])])
    assert.ok(engine.derTree(junk));
});

/** Judges a corpus of cases in the form of stories with the package. */
function judged(corpus) {
  const out = join(mkdtempSync(join(tmpdir(), 'certlens-')), 'cases.json');
  try {
    execFileSync('node', ['tests/corpora/stories/judge.mjs', `tests/corpora/${corpus}/cases`, '--json', out], { stdio: 'pipe' });
  } catch {
    // Its exit status is 1 unless every case is wholly right; what it wrote is looked at.
  }
  return JSON.parse(readFileSync(out, 'utf8'));
}

const failed = ({ id, checks }) => checks.filter((c) => !c.ok).map((c) => `${id}: ${c.kind} ${c.text}`);

test('what people reported of malformed and oddly wrapped files is read and judged as it is', () => {
  const done = judged('reported');
  assert.equal(done.length, readdirSync('tests/corpora/reported/cases').length);
  assert.deepEqual(done.flatMap(failed), []);
});

/** Stories that are wholly right, at least; a build that does better raises it. */
const STORIES = 262;

test('support stories come out as they should, and every proof holds when it is rehearsed', () => {
  const done = judged('stories');
  const unproven = done.flatMap(({ id, checks }) => checks.filter((c) => c.kind === 'proof' && !c.ok).map((c) => `${id}: ${c.text}`));
  assert.deepEqual(unproven, []);
  const right = done.filter(({ checks }) => checks.every((c) => c.ok)).length;
  assert.ok(right >= STORIES, `${right} of ${done.length} stories are wholly right, ${STORIES} were`);
});
