// Completes the folder that wasm-bindgen made into an ES module package with a command. `node scripts/package.mjs dist/pkg`
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = process.argv[2];
const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(join(root, 'www/package.json'));
const { build } = await import(pathToFileURL(require.resolve('esbuild')).href).then((module) => module.default ?? module);
const manifest = await readFile(join(root, 'Cargo.toml'), 'utf8');
const field = (name) => new RegExp(`^${name} = "([^"]*)"`, 'm').exec(manifest)[1];

/** Bundles a TypeScript file for Node; `external` stays an import. */
async function bundle(entry, outfile, external = []) {
  await build({
    entryPoints: [join(root, entry)],
    outfile: join(folder, outfile),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    alias: { 'certlens-engine': './node.js' },
    external: ['./node.js', ...external],
  });
}

const files = {
  'certlens.js': 'the engine for browsers and bundlers',
  'certlens.d.ts': '',
  'certlens_bg.wasm': '',
  'node.js': 'the same for Node, ready when imported',
  'node.d.ts': '',
  'report.d.ts': '',
  'cli.js': 'the command',
  'preset.schema.json': '',
  'README.md': '',
  'LICENSE-APACHE': '',
  'LICENSE-MIT': '',
};
const description = {
  name: 'certlens',
  version: field('version'),
  description: field('description'),
  keywords: ['x509', 'certificate', 'tls', 'pem', 'pkcs12', 'certificate-chain'],
  license: field('license'),
  type: 'module',
  main: './node.js',
  module: './certlens.js',
  types: './certlens.d.ts',
  bin: { certlens: 'cli.js' },
  exports: {
    '.': {
      node: { types: './node.d.ts', default: './node.js' },
      default: { types: './certlens.d.ts', default: './certlens.js' },
    },
    './certlens.js': { types: './certlens.d.ts', default: './certlens.js' },
    './certlens_bg.wasm': './certlens_bg.wasm',
    './preset.schema.json': './preset.schema.json',
    './package.json': './package.json',
  },
  // The start of the Node entry reads the wasm file; nothing else happens on import.
  sideEffects: ['./node.js', './cli.js'],
  engines: { node: '>=20' },
  publishConfig: { access: 'public', provenance: true },
  files: Object.keys(files),
};
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
await copyFile(join(root, 'www/src/report.d.ts'), join(folder, 'report.d.ts'));
for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) await copyFile(join(root, name), join(folder, name));
await copyFile(join(root, 'cli/README.md'), join(folder, 'README.md'));

// The generated declarations name the contract's types; here they come from.
const declarations = await readFile(join(folder, 'certlens.d.ts'), 'utf8');
const names = ['Request', 'Report', 'Diagnosed', 'Catalog', 'DerNode', 'Plan', 'Mended', 'Facts', 'Input'].filter((n) =>
  new RegExp(`\\b${n}\\b`).test(declarations),
);
await writeFile(join(folder, 'certlens.d.ts'), `import type { ${names.join(', ')} } from './report.js';\nexport type * from './report.js';\n\n${declarations}`);
await rm(join(folder, 'certlens_bg.wasm.d.ts'), { force: true });

// Node has no page that would have to be kept fluid: there the engine is ready when imported.
await writeFile(
  join(folder, 'node.js'),
  `import { readFileSync } from 'node:fs';
import { initSync } from './certlens.js';

initSync({ module: readFileSync(new URL('certlens_bg.wasm', import.meta.url)) });

export * from './certlens.js';
export { default } from './certlens.js';
`,
);
await writeFile(join(folder, 'node.d.ts'), "export * from './certlens.js';\nexport { default } from './certlens.js';\n");

await bundle('cli/main.ts', 'cli.js');
const command = await readFile(join(folder, 'cli.js'), 'utf8');
await writeFile(join(folder, 'cli.js'), `#!/usr/bin/env node\n${command}`);
await chmod(join(folder, 'cli.js'), 0o755);

// The published shape of a preset is the one that the page and the command go by.
await bundle('www/src/preset-schema.ts', 'preset.tmp.mjs');
const { PRESET_SCHEMA } = await import(pathToFileURL(join(folder, 'preset.tmp.mjs')).href);
await writeFile(join(folder, 'preset.schema.json'), `${JSON.stringify(PRESET_SCHEMA, null, 2)}\n`);
await rm(join(folder, 'preset.tmp.mjs'));
