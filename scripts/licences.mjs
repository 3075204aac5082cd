// Lists everything that is inside the page and the package, with the texts of its licences: `node scripts/licences.mjs OUT`
//   OUT/licences.txt    the texts, each once
//   OUT/bom.cdx.json    a bill of materials (CycloneDX 1.6), the same for the same commit
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const out = process.argv[2];
const root = fileURLToPath(new URL('..', import.meta.url));
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const cargo = (...args) => execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
const TARGET = ['wasm32-unknown-unknown'];

/** Crates that are compiled into the engine: without what only builds, tests or runs while others are compiled. */
function crates() {
  const tree = cargo('tree', '--locked', '--target', ...TARGET, '--edges', 'normal,no-proc-macro', '--prefix', 'none', '--format', '{p}');
  const inside = new Set(tree.split('\n').map((line) => line.split(' ').slice(0, 2).join(' ').replace(' v', ' ')));
  const metadata = JSON.parse(cargo('metadata', '--format-version', '1', '--locked', '--filter-platform', ...TARGET));
  return metadata.packages
    .filter(({ name, version, source }) => source !== null && inside.has(`${name} ${version}`))
    .map(({ name, version, license, manifest_path }) => ({ type: 'cargo', name, version, license: license ?? 'see the text', folder: dirname(manifest_path) }));
}

/** What the page's own script is built of. */
function npm() {
  const own = JSON.parse(readFileSync(join(root, 'www/package.json'), 'utf8'));
  return Object.keys(own.dependencies).map((name) => {
    const folder = join(root, 'www/node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { type: 'npm', name, version, license, folder };
  });
}

/** Data that others publish and that is compiled in, where it has a licence. */
const DATA = readFileSync(join(root, 'data/sources.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'))
  .map(([, name, date, revision, license, url]) => ({ name, license, note: `${revision}, ${date}, ${url}` }))
  .filter(({ license }) => license !== 'none');

/** The texts that count: of a choice that has MIT in it, that one. */
function texts({ folder, license }) {
  const all = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|unlicense)/i.test(file) && !/\.(rs|js|html)$/i.test(file));
  const mit = /\bMIT\b/.test(license) && !license.includes('AND') ? all.filter((file) => /mit/i.test(file)) : [];
  return (mit.length > 0 ? mit : all).sort().flatMap((file) => {
    try {
      return [{ file: basename(file), text: readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim() }];
    } catch {
      return [];
    }
  });
}

const parts = [...crates(), ...npm()].sort((a, b) => (`${a.type}${a.name}${a.version}` < `${b.type}${b.name}${b.version}` ? -1 : 1));
const byText = new Map();
for (const part of parts) {
  for (const { text } of texts(part)) {
    // The same text with other white space is the same licence.
    const key = sha256(text.replace(/\s+/g, ' '));
    const entry = byText.get(key) ?? { text, of: [] };
    entry.of.push(`${part.name} ${part.version}`);
    byText.set(key, entry);
  }
}
const manifest = readFileSync(join(root, 'Cargo.toml'), 'utf8');
const version = /^version = "([^"]*)"/m.exec(manifest)[1];
const rule = '-'.repeat(78);
const lines = [
  `Certlens ${version} is licensed under MIT or Apache-2.0, at your option. It contains:`,
  '',
  ...parts.map(({ name, version: own, license }) => `${name} ${own}: ${license}`),
  ...DATA.map(({ name, license, note }) => `${name}: ${license} (${note})`),
  '',
  'Texts of these licences:',
  ...[...byText.values()].flatMap(({ text, of }) => ['', rule, of.join(', '), rule, '', text]),
  '',
];
const component = ({ type, name, version: own, license }) => ({
  type: 'library',
  'bom-ref': `pkg:${type}/${name}@${own}`,
  name,
  version: own,
  purl: `pkg:${type}/${name}@${own}`,
  licenses: [{ expression: license.replaceAll('/', ' OR ') }],
});
const components = [
  ...parts.map(component),
  ...DATA.map(({ name, license }) => ({ type: 'data', 'bom-ref': name, name, licenses: [{ expression: license }] })),
];
const serial = sha256(JSON.stringify(components));
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  // Of the contents, not of chance: two builds of one commit give the same bytes.
  serialNumber: `urn:uuid:${serial.slice(0, 8)}-${serial.slice(8, 12)}-5${serial.slice(13, 16)}-8${serial.slice(17, 20)}-${serial.slice(20, 32)}`,
  version: 1,
  metadata: {
    component: { type: 'application', 'bom-ref': `pkg:cargo/certlens@${version}`, name: 'certlens', version, licenses: [{ expression: 'MIT OR Apache-2.0' }] },
  },
  components,
  dependencies: [{ ref: `pkg:cargo/certlens@${version}`, dependsOn: components.map((one) => one['bom-ref']) }],
};
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'licences.txt'), lines.join('\n'));
writeFileSync(join(out, 'bom.cdx.json'), `${JSON.stringify(bom, null, 2)}\n`);
