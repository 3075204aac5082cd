// Completes the folder that wasm-bindgen made into an ES module package. `node scripts/package.mjs dist/pkg`
import { readFile, writeFile, copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const folder = process.argv[2];
const manifest = await readFile('Cargo.toml', 'utf8');
const field = (name) => new RegExp(`^${name} = "([^"]*)"`, 'm').exec(manifest)[1];
const description = {
  name: 'certlens',
  version: field('version'),
  description: field('description'),
  license: field('license'),
  type: 'module',
  main: 'certlens.js',
  types: 'certlens.d.ts',
  sideEffects: false,
  engines: { node: '>=20' },
  files: ['certlens.js', 'certlens_bg.wasm', 'certlens.d.ts', 'report.d.ts'],
};
await writeFile(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
await copyFile('www/src/report.d.ts', join(folder, 'report.d.ts'));
// The generated declarations name the contract's types; here they come from.
const declarations = await readFile(join(folder, 'certlens.d.ts'), 'utf8');
const names = ['Request', 'Report', 'Catalog', 'DerNode', 'Plan', 'Mended'].filter((n) => new RegExp(`\\b${n}\\b`).test(declarations));
await writeFile(join(folder, 'certlens.d.ts'), `import type { ${names.join(', ')} } from './report.js';\nexport type * from './report.js';\n\n${declarations}`);
await rm(join(folder, 'certlens_bg.wasm.d.ts'), { force: true });
