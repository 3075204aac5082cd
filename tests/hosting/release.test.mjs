// The release: everything inside, with its sums, usable from where it was unpacked, and the same twice.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const scratch = mkdtempSync(join(tmpdir(), 'certlens-release-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
const run = (command, args, options = {}) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
const { version } = JSON.parse(readFileSync(join(dist, 'pkg/package.json'), 'utf8'));
const archive = join(dist, 'release', `certlens-${version}.zip`);

test('two releases of one build are the same, and their sums are true', () => {
  run('node', ['scripts/release.mjs', 'dist'], { cwd: root });
  const first = sha256(archive);
  run('node', ['scripts/release.mjs', 'dist'], { cwd: root });
  assert.equal(sha256(archive), first);
  run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: join(dist, 'release') });
});

test('unpacked by another program, it holds everything, and its command and its customise command work', () => {
  run('python3', ['-c', 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])', archive, scratch]);
  const folder = join(scratch, `certlens-${version}`);
  for (const name of ['site', 'pkg', 'hosting', 'certlens.html', 'customise.mjs', 'licences.txt', 'bom.cdx.json', 'LICENSE-MIT', 'LICENSE-APACHE'])
    assert.ok(readdirSync(folder).includes(name), name);
  run('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: folder });
  assert.equal(run('node', [join(folder, 'pkg/cli.js'), 'version']), `certlens ${version}\n`);
  writeFileSync(join(folder, 'preset.json'), '{"certlens":1,"title":"Contoso"}');
  run('node', ['customise.mjs', 'preset.json'], { cwd: folder });
  assert.match(readFileSync(join(folder, 'certlens-edition/certlens.html'), 'utf8'), /data-part="PRESET">\{"certlens":1,"title":"Contoso"\}</);
});

test('the bill of materials names everything that is compiled in, each with a licence', () => {
  const bom = JSON.parse(readFileSync(join(dist, 'bom.cdx.json'), 'utf8'));
  assert.equal(bom.specVersion, '1.6');
  const names = bom.components.map((one) => one.name);
  for (const name of ['x509-parser', 'der-parser', 'wasm-bindgen', 'serde', 'p256', 'preact', 'Public Suffix List (the ICANN part)'])
    assert.ok(names.includes(name), name);
  for (const one of bom.components) assert.ok(one.licenses[0].expression.length > 2, one.name);
  // What only tests or builds is not inside.
  for (const name of ['criterion', 'rcgen', 'esbuild']) assert.ok(!names.includes(name), name);
  const licences = readFileSync(join(dist, 'licences.txt'), 'utf8');
  for (const one of bom.components.filter(({ version: own }) => own)) assert.ok(licences.includes(`${one.name} ${one.version}: `), one.name);
});

test('one version number, in one place', () => {
  const manifest = readFileSync(join(root, 'Cargo.toml'), 'utf8');
  assert.equal(/^version = "([^"]*)"/m.exec(manifest)[1], version);
  assert.equal(JSON.parse(readFileSync(join(root, 'www/package.json'), 'utf8')).version, undefined);
});

test('every page of a system and of an error is reachable, has no program, and names its words', () => {
  const site = join(dist, 'site');
  const index = readFileSync(join(site, 'systems/index.html'), 'utf8');
  const links = [...index.matchAll(/href="([^"#]+\.html)"/g)].map(([, href]) => href).filter((href) => !href.startsWith('../'));
  const pages = [...readdirSync(join(site, 'systems')), ...readdirSync(join(site, 'systems/errors')).map((name) => `errors/${name}`)].filter(
    (name) => name.endsWith('.html') && name !== 'index.html',
  );
  assert.deepEqual(links.toSorted(), pages.toSorted());
  for (const page of pages) {
    const text = readFileSync(join(site, 'systems', page), 'utf8');
    assert.doesNotMatch(text, /<script|javascript:|onload=/i, page);
    for (const [, href] of text.matchAll(/href="([^"]+)"/g))
      if (!href.startsWith('data:')) assert.ok(readFileSync(join(site, 'systems', page, '..', href)), `${page} ${href}`);
  }
  // What comes first, of what the programs' own recorded faults say: OpenSSL checks the name before signatures and dates, Go dates before the name.
  const order = (system) => [...readFileSync(join(site, `systems/${system}.html`), 'utf8').matchAll(/<li>(the [^<]*)<\/li>/g)].map(([, step]) => step);
  const before = (steps, ...wanted) =>
    assert.deepEqual(
      steps.filter((step) => wanted.includes(step)),
      wanted,
    );
  before(
    order('openssl'),
    'the root is not trusted',
    'the server certificate is for another purpose',
    'the server certificate has another name',
    'the signature does not verify',
  );
  before(
    order('go'),
    'the server certificate has expired',
    'the server certificate has another name',
    'the root is not trusted',
    'the server certificate is for another purpose',
  );
  // A text that is met in logs has a page too, and one that is not about certificates says so.
  assert.match(
    readFileSync(join(site, 'systems/errors/backendcertificatecnmismatchwithprobehostname.html'), 'utf8'),
    /The certificate is not for the name that is asked for/,
  );
  assert.match(readFileSync(join(site, 'systems/errors/cannot-connect-to-backend-server-check-whether-any-nsg.html'), 'utf8'), /not about certificates/);
  const known = readFileSync(join(site, 'systems/errors/unable-to-get-local-issuer-certificate.html'), 'utf8');
  assert.match(known, /<h1>unable to get local issuer certificate<\/h1>/);
  assert.match(known, /What to do/);
});
