// Builds both editions of the page: `node www/build.mjs --package dist/pkg --out dist`.
//   dist/site/        index.html, certlens.js, certlens-engine.js, certlens.css: for a static host
//   dist/certlens.html  all of it in one file: for a double click
//   dist/SHA256SUMS
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const option = (name, standard) => {
  const at = process.argv.indexOf(`--${name}`);
  return resolve(at < 0 ? join(here, '..', standard) : process.argv[at + 1]);
};
const packageFolder = option('package', 'dist/pkg');
const out = option('out', 'dist');

const common = { bundle: true, minify: true, write: false, target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'warning', absWorkingDir: here };

async function script(entry, extra) {
  const result = await build({ ...common, format: 'iife', entryPoints: [join(here, 'src', entry)], ...extra });
  return result.outputFiles[0].text.trim();
}

const digest = (algorithm, text, encoding) => createHash(algorithm).update(text).digest(encoding);

/** The engine as a script: its code as a function of a port, so that a worker and the page can both run it. */
async function engineScript() {
  const code = await script('engine.ts', {
    alias: { 'certlens-package': join(packageFolder, 'certlens.js') },
    // The package would look for its wasm beside itself; here the bytes are always given.
    define: { 'import.meta.url': '"blob:"' },
    // Its own address is only a default for that search.
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const wasm = await readFile(join(packageFolder, 'certlens_bg.wasm'));
  // Deflated first: a third of the bytes of plain base64, and no slower to start.
  const packed = deflateRawSync(wasm, { level: 9, memLevel: 9 }).toString('base64');
  return `globalThis.certlensEngine=function(port){${code}};globalThis.certlensWasm="${packed}";`;
}

/** Text that may stand inside <script> or <style>. */
function inline(text, element) {
  if (text.toLowerCase().includes(`</${element}`) || text.includes('<!--') || text.includes('\r')) throw new Error(`the ${element} cannot be put inline`);
  return text;
}

const POLICY = (scripts, styles) =>
  [
    "default-src 'none'",
    `script-src ${scripts} 'wasm-unsafe-eval'`,
    `style-src ${styles}`,
    'worker-src blob:',
    'img-src data:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types certlens',
  ].join('; ');

/** Fills the holes of a template; a replacement text must not be read as a pattern. */
const fill = (template, pieces) => template.replace(/%%(\w+)%%/g, (hole, name) => pieces[name] ?? hole);

const html = await readFile(join(here, 'index.html'), 'utf8');
const style = (await build({ ...common, entryPoints: [join(here, 'src/styles.css')] })).outputFiles[0].text.trim();
const engine = await engineScript();

/** The page's program knows the document around it, so that it can put it together again and take its sum. */
const page = (template, edition) =>
  script('main.tsx', {
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.pem': 'text', '.txt': 'text' },
    define: { __TEMPLATE__: JSON.stringify(template).replaceAll('<', '\\u003c'), __EDITION__: JSON.stringify(edition) },
  });

async function oneFile() {
  const template = fill(html, {
    STYLE_TAG: '<style data-part="STYLE">%%STYLE%%</style>',
    PAGE_TAG: '<script data-part="PAGE">%%PAGE%%</script>',
    ENGINE_TAG: '<script data-part="ENGINE">%%ENGINE%%</script>',
  });
  const pieces = { STYLE: inline(style, 'style'), PAGE: inline(await page(template, 'file'), 'script'), ENGINE: inline(engine, 'script') };
  const sum = (text) => `'sha256-${digest('sha256', text, 'base64')}'`;
  const csp = POLICY(`${sum(pieces.PAGE)} ${sum(pieces.ENGINE)}`, sum(pieces.STYLE));
  return fill(template, { ...pieces, CSP: csp });
}

async function site() {
  const template = fill(html, {
    STYLE_TAG: '<link rel="stylesheet" href="certlens.css" data-part="STYLE" integrity="%%STYLE%%">',
    PAGE_TAG: '<script defer src="certlens.js" data-part="PAGE" integrity="%%PAGE%%"></script>',
    ENGINE_TAG: '<script defer src="certlens-engine.js" fetchpriority="low" data-part="ENGINE" integrity="%%ENGINE%%"></script>',
  });
  const files = { 'certlens.css': style, 'certlens.js': await page(template, 'site'), 'certlens-engine.js': engine };
  const sum = (name) => `sha384-${digest('sha384', files[name], 'base64')}`;
  const pieces = { STYLE: sum('certlens.css'), PAGE: sum('certlens.js'), ENGINE: sum('certlens-engine.js'), CSP: POLICY("'self'", "'self'") };
  return { 'index.html': fill(template, pieces), ...files };
}

await rm(join(out, 'site'), { recursive: true, force: true });
await mkdir(join(out, 'site'), { recursive: true });
const written = { 'certlens.html': await oneFile() };
for (const [name, text] of Object.entries(await site())) written[`site/${name}`] = text;
for (const [name, text] of Object.entries(written)) await writeFile(join(out, name), text);
const sums = Object.entries(written).map(([name, text]) => `${digest('sha256', text, 'hex')}  ${name}\n`);
await writeFile(join(out, 'SHA256SUMS'), sums.join(''));
console.log(Object.entries(written).map(([name, text]) => `${relative('.', join(out, name))} ${Buffer.byteLength(text)}`).join('\n'));
