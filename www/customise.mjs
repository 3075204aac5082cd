// Makes an organisation's own edition of the built site and the single file, from a preset. It stands beside them:
//   node customise.mjs preset.json [--out DIR]
// It needs nothing but Node, changes one data block, and writes fresh sums.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultText, presetAgainst, presetBlock, readPreset } from './src/preset';

const BLOCK = /(<script type="application\/json" data-part="PRESET">)[^<]*(<\/script>)/;

function stop(message) {
  console.error(`customise: ${message}`);
  process.exit(1);
}

const args = process.argv.slice(2);
const at = args.indexOf('--out');
const out = resolve(at < 0 ? 'certlens-edition' : (args[at + 1] ?? stop('--out needs a folder')));
if (at >= 0) args.splice(at, 2);
const [file, ...more] = args;
if (file === undefined || more.length > 0) stop('usage: node customise.mjs preset.json [--out DIR]');

const here = dirname(fileURLToPath(import.meta.url));
let text;
try {
  text = readFileSync(file, 'utf8');
} catch {
  stop(`${file} cannot be read`);
}
const { preset, faults } = readPreset(text);
if (faults) stop(faults.map((fault) => `${file}: ${faultText(fault)}`).join('\ncustomise: '));

// The engine of the same build knows its systems, and whether a root can be read.
const engine = await import('./pkg/node.js');
const wrong = presetAgainst(preset, engine.catalog());
const inputs = preset.roots.map(({ pem }, i) => ({ name: `roots[${i}].pem`, bytes: new TextEncoder().encode(pem), seat: 'trust' }));
const report = engine.inspect({ inputs, hosts: [], targets: [], now: 0 });
preset.roots.forEach((_, i) => {
  const items = report.items.filter((item) => item.input === i);
  if (items.length === 0 || items.some((item) => item.certificate === null))
    wrong.push({ field: `roots[${i}].pem`, message: 'holds something else than certificates that can be read' });
});
if (wrong.length > 0) stop(wrong.map((fault) => `${file}: ${faultText(fault)}`).join('\ncustomise: '));

function walk(folder, below = '') {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? walk(folder, path) : [path];
  });
}

const block = presetBlock(text);
const edition = (document) => {
  if (!BLOCK.test(document)) stop('the built page has no block for a preset; is this the folder of the build?');
  return document.replace(BLOCK, (_, open, close) => `${open}${block}${close}`);
};
const files = { 'certlens.html': edition(readFileSync(join(here, 'certlens.html'), 'utf8')) };
for (const path of walk(join(here, 'site')).sort()) {
  const bytes = readFileSync(join(here, 'site', path));
  files[`site/${path}`] = path === 'index.html' || path === 'certlens.html' ? edition(bytes.toString('utf8')) : bytes;
}
for (const [path, content] of Object.entries(files)) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), content);
}
const sums = Object.entries(files).map(([path, content]) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`);
writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
console.log(`customise: wrote site/, certlens.html and SHA256SUMS to ${out}`);
