// What the engine takes for one file, in a process of its own: memory of WebAssembly never shrinks, so a second file would
// be measured by the first. `node benches/memory.mjs FILE` prints megabytes over the file's size.
import { readFileSync } from 'node:fs';
import engine, * as certlens from '../dist/pkg/certlens.js';

const { memory } = await engine({ module_or_path: readFileSync('dist/pkg/certlens_bg.wasm') });
const bytes = new Uint8Array(readFileSync(process.argv[2]));
certlens.inspect({ inputs: [{ name: 'bundle.pem', bytes }], hosts: ['www.example.com'], now: 1_795_000_000 });
console.log(((memory.buffer.byteLength - bytes.length) / 2 ** 20).toFixed(1));
