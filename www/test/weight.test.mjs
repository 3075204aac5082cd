// What has to be loaded: before the first verdict on ordinary files, in all, and for an organisation's own edition by those who
// have none.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

const BUDGET = 3 * 1024;
/** Bytes after Brotli, page and style included. */
const FIRST = 625_000;
const WHOLE = 1_040_000;
const STUBS = {
  'views/edition': 'export const EditionNote = () => null; export const MakeEdition = () => null;',
  preset:
    "export const readPreset = () => ({ preset: null, faults: null }); export const presetAgainst = () => []; export const fitPreset = (one) => one; export const faultText = () => ''; export const writePreset = () => ''; export const presetBlock = () => '';",
};

async function size(plugins) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../src/main.tsx', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.pem': 'text', '.txt': 'text' },
    define: { __TEMPLATE__: '""', __EDITION__: '"site"', __ENGINE__: 'null' },
    logLevel: 'error',
    plugins,
  });
  return brotliCompressSync(outputFiles[0].contents).length;
}

test('presets and the form that makes an edition cost at most 3 kB of the first load', async () => {
  const without = {
    name: 'without',
    setup: ({ onLoad }) => {
      for (const [name, contents] of Object.entries(STUBS)) onLoad({ filter: new RegExp(`/src/${name}\\.tsx?$`) }, () => ({ contents, loader: 'js' }));
    },
  };
  const [all, less] = [await size([]), await size([without])];
  assert.ok(all > less, 'the parts were found');
  assert.ok(all - less <= BUDGET, `${all - less} bytes`);
});

test('nothing of the knowledge pages, the licences or the offline copy is part of the first load', () => {
  const document = readFileSync(new URL('../index.html', import.meta.url), 'utf8');
  assert.doesNotMatch(document, /systems\/|licences|certlens\.html/);
});

test('what is loaded before the first verdict on PEM files, and in all, stays within its budget', () => {
  const site = new URL('../../dist/site/', import.meta.url);
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24 };
  const weigh = (name) => brotliCompressSync(readFileSync(new URL(name, site)), { params }).length;
  const weights = Object.fromEntries(
    ['index.html', ...readdirSync(new URL('assets/', site)).map((name) => `assets/${name}`)].map((name) => [name, weigh(name)]),
  );
  const sum = (wanted) => Object.entries(weights).reduce((all, [name, weight]) => all + (wanted(name) ? weight : 0), 0);
  const rest = (name) => name.startsWith('assets/certlens-rest-');
  assert.ok(Object.keys(weights).some(rest));
  const [before, all] = [sum((name) => !rest(name)), sum(() => true)];
  assert.ok(before <= FIRST, `${before} bytes before the first verdict`);
  assert.ok(all <= WHOLE, `${all} bytes in all`);
});
