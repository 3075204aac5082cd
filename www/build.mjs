// Builds both editions of the page: `node www/build.mjs --package dist/pkg --out dist`.
//   dist/site/          index.html, assets/ (names with their sum), systems/, licences.txt, certlens.html: for a static host
//   dist/certlens.html  all of it in one file: for a double click
//   dist/hosting/       what makes a host send the headers that this page deserves
//   dist/customise.mjs  makes an organisation's own edition of both
//   dist/SHA256SUMS
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parts } from '../scripts/parts/ordinary.mjs';
import { codeAndData } from '../scripts/parts/wasm.mjs';
import { ASSETS, OFFLINE, hosting } from './headers.mjs';
import { knowledge } from './knowledge.mjs';

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

/**
 * Bytes as ASCII text, which browsers hold and pass over in one byte a character, and through which compression sees the
 * bytes: it costs 3 % on the line where base64 costs 35 %. The 90 most frequent bytes are one character each, themselves
 * where they are a character that may stand here; the others follow one of two escapes. The text begins with the two
 * escapes and what stands for each byte from 0 to 255 (engine.ts reads it).
 */
function asText(bytes) {
  // Nothing that HTML or the end of a comment would be made of, and no control.
  const characters = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).filter((char) => !'<*'.includes(char));
  const escapes = characters.splice(-2);
  const frequency = new Array(256).fill(0);
  for (const byte of bytes) frequency[byte] += 1;
  const order = [...frequency.keys()].sort((a, b) => frequency[b] - frequency[a] || a - b);
  // In byte order what stands for neighbours is alike, and easier to foresee.
  const [frequent, rare] = [order.slice(0, characters.length), order.slice(characters.length)].map((half) => half.sort((a, b) => a - b));
  const code = new Array(256);
  const free = new Set(characters);
  for (const byte of frequent) {
    const char = String.fromCharCode(byte);
    if (free.delete(char)) code[byte] = char;
  }
  const left = free.values();
  for (const byte of frequent) code[byte] ??= left.next().value;
  rare.forEach((byte, i) => (code[byte] = escapes[Math.floor(i / characters.length)] + characters[i % characters.length]));
  return escapes.join('') + code.join('') + Array.from(bytes, (byte) => code[byte]).join('');
}

/** The package's glue with a way to begin anew: by itself it makes one instance for ever. */
const glue = {
  name: 'glue',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]certlens\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!/^let .*\bwasm;$/m.test(text) || !/^let __wbg_init_promise;$/m.test(text))
        throw new Error('the package keeps its instance in another place than this knows');
      return { contents: `${text}\nexport function anew() { wasm = __wbg_init_promise = undefined; }\n`, loader: 'js' };
    }),
};

/** What one script carries at most, in bytes: browsers take a script in one go, and a slow phone takes a quarter of a second for the whole engine. */
const PIECE = 600_000;

/**
 * A module as scripts that put it into the list `name`, each piece a comment in a function, which the page reads from the
 * function's text: browsers build a literal character by character while the page waits, and pass over a comment in a fifth
 * of the time. Code and data are pieces of their own, which compression does better with.
 */
function pieces(name, module) {
  const cut = codeAndData(module).flatMap((bytes) => {
    const count = Math.ceil(bytes.length / PIECE);
    const size = Math.ceil(bytes.length / count);
    return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  });
  return cut.map((bytes, i) => `(globalThis.${name}??=[])[${i}]=()=>{/*${asText(bytes)}*/};`);
}

/**
 * The engine as scripts. The first of them begins with its code as a function of a port, so that a worker and the page can
 * both run it; then comes the part of its wasm that ordinary files need, and then the rest of the wasm.
 */
async function engineScripts() {
  const code = await script('engine.ts', {
    alias: { 'certlens-package': join(packageFolder, 'certlens.js') },
    plugins: [glue],
    // The package would look for its wasm beside itself; here the bytes are always given.
    define: { 'import.meta.url': '"blob:"' },
    // Its own address is only a default for that search.
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const { first, rest } = await parts(packageFolder, { tolerant: bare });
  const [opening, ...others] = pieces('certlensFirst', first);
  return { engine: [`globalThis.certlensEngine=function(port){${code}};${opening}`, ...others], rest: pieces('certlensRest', rest) };
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
// `--bare` leaves out what stands beside the page: tests build it around engines that cannot answer.
const bare = process.argv.includes('--bare');
const { engine, rest } = await engineScripts();

/**
 * The page's program knows the document around it, so that it can put it together again and take its sum; and, where the
 * engine has files of its own, their sums.
 */
const page = (template, edition, engineFiles) =>
  script('main.tsx', {
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.pem': 'text', '.txt': 'text' },
    define: {
      __TEMPLATE__: JSON.stringify(template).replaceAll('<', '\\u003c'),
      __EDITION__: JSON.stringify(edition),
      __ENGINE__: JSON.stringify(engineFiles),
    },
  });

/** Texts of the licences of everything that is inside, and the list of it. */
const licences = bare ? '' : (await readFile(join(out, 'licences.txt'), 'utf8')).replaceAll('\r', '');

/** No preset: the edition of everybody. */
const PRESET = 'null';

async function oneFile() {
  const template = fill(html, {
    LICENCES_TAG: '<script type="text/plain" data-part="LICENCES">%%LICENCES%%</script>',
    STYLE_TAG: '<style data-part="STYLE">%%STYLE%%</style>',
    PAGE_TAG: '<script data-part="PAGE">%%PAGE%%</script>',
    ENGINE_TAG: '<script data-part="ENGINE">%%ENGINE%%</script>\n<script data-part="REST">%%REST%%</script>',
  });
  const pieces = {
    STYLE: inline(style, 'style'),
    PAGE: inline(await page(template, 'file', null), 'script'),
    ENGINE: inline(engine.join(''), 'script'),
    REST: inline(rest.join(''), 'script'),
    PRESET,
    LICENCES: inline(licences, 'script'),
  };
  const sum = (text) => `'sha256-${digest('sha256', text, 'base64')}'`;
  const csp = POLICY(`${sum(pieces.PAGE)} ${sum(pieces.ENGINE)} ${sum(pieces.REST)}`, sum(pieces.STYLE));
  return fill(template, { ...pieces, CSP: csp });
}

/** A name that holds the sum of what it names: caches may keep it for ever. */
const named = (name, text, ending) => `${ASSETS}/${name}-${digest('sha256', text, 'hex').slice(0, 12)}.${ending}`;

async function site(offline) {
  const files = { style: named('certlens', style, 'css') };
  const sum = (text) => `sha384-${digest('sha384', text, 'base64')}`;
  const part = (name, scripts) => scripts.map((text) => ({ file: named(name, text, 'js'), sum: sum(text), text }));
  const [first, others] = [part('certlens-engine', engine), part('certlens-rest', rest)];
  const known = (scripts) => scripts.map(({ file, sum }) => ({ file, sum }));
  const program = (template) => page(template, 'site', { first: known(first), rest: known(others) });
  const open = fill(html, {
    STYLE_TAG: `<link rel="stylesheet" href="${files.style}" data-part="STYLE" integrity="%%STYLE%%">`,
    PAGE_TAG: '<script defer src="%%PAGE_FILE%%" data-part="PAGE" integrity="%%PAGE%%"></script>',
    ENGINE_TAG: '',
    LICENCES_TAG: '',
  });
  // The program knows the document around it, and the document the name of the program: that name is left open in what the
  // program knows, and read from the element.
  const script = await program(open);
  const name = named('certlens', script, 'js');
  const policy = POLICY("'self'", "'self'");
  const pieces = { STYLE: sum(style), PAGE: sum(script), PAGE_FILE: name, CSP: policy, PRESET };
  const pages = bare ? {} : await knowledge(packageFolder, { policy, style: `../${files.style}`, integrity: sum(style) });
  return {
    policy,
    files: {
      'index.html': fill(open, pieces),
      [name]: script,
      ...Object.fromEntries([...first, ...others].map(({ file, text }) => [file, text])),
      [files.style]: style,
      [OFFLINE]: offline,
      'licences.txt': licences,
      ...pages,
    },
  };
}

for (const folder of ['site', 'hosting']) await rm(join(out, folder), { recursive: true, force: true });
const offline = await oneFile();
const { policy, files } = await site(offline);
const written = { 'certlens.html': offline };
for (const [name, text] of Object.entries(files)) written[`site/${name}`] = text;
for (const [name, text] of Object.entries(hosting(policy))) written[`hosting/${name}`] = text;
written['customise.mjs'] = (
  await build({
    ...common,
    minify: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    entryPoints: [join(here, 'customise.mjs')],
    external: ['./pkg/node.js'],
  })
).outputFiles[0].text;
for (const [name, text] of Object.entries(written)) {
  await mkdir(dirname(join(out, name)), { recursive: true });
  await writeFile(join(out, name), text);
}
const sums = Object.entries(written).map(([name, text]) => `${digest('sha256', text, 'hex')}  ${name}\n`);
await writeFile(join(out, 'SHA256SUMS'), sums.join(''));
const shown = Object.entries(written).filter(([name]) => !name.startsWith('site/systems/'));
console.log(shown.map(([name, text]) => `${relative('.', join(out, name))} ${Buffer.byteLength(text)}`).join('\n'));
