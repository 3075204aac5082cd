// What an organisation's own edition adds to the first load of the site, for everybody who has none.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const BUDGET = 3 * 1024;
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
