// Says what each source module weighs in the optimised engine, and what the download would lose without it.
//
//   node scripts/weigh.mjs [--wasm FILE] [--under certlens::evidence] [--depth 3]
//
// FILE is the compiler's output, which keeps the names of functions; it is optimised here as scripts/engine.sh does, with names.
// A function belongs to the module that its name stands in; generic code of the standard library, and data, to none.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { read } from './parts/wasm.mjs';

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const file = option('wasm', 'target/wasm32-unknown-unknown/release/certlens.wasm');
const under = option('under', 'certlens::evidence,certlens::capture,certlens::situation::from_evidence').split(',');
const depth = Number(option('depth', 3));

const features = ['simd', 'bulk-memory', 'sign-ext', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'multivalue'];
const work = mkdtempSync(join(tmpdir(), 'weigh-'));
const named = join(work, 'named.wasm');
const done = spawnSync('www/node_modules/.bin/wasm-opt', ['-O3', '-g', ...features.map((f) => `--enable-${f}`), '-o', named, file], { stdio: 'inherit' });
if (done.status !== 0) process.exit(1);
const { imports, bodies, names } = read(readFileSync(named));
rmSync(work, { recursive: true });

// `_ZN8certlens8evidence4yaml5parse17h0123456789abcdefE`, or a trait's method in angle brackets.
const readable = (mangled) => {
  const plain = mangled.replace(/^_?_ZN/, '').replace(/17h[0-9a-f]{16}E.*$/, '');
  const parts = [];
  for (let rest = plain; /^\d/.test(rest); ) {
    const length = parseInt(rest, 10);
    const start = String(length).length;
    parts.push(rest.slice(start, start + length));
    rest = rest.slice(start + length);
  }
  const name = (parts.length > 0 ? parts.join('::') : mangled)
    .replace(/\$LT\$/g, '<')
    .replace(/\$GT\$/g, '>')
    .replace(/\$RF\$/g, '&')
    .replace(/\$u20\$/g, ' ')
    .replace(/\$C\$/g, ',')
    .replace(/\$u7b\$/g, '{')
    .replace(/\$u7d\$/g, '}')
    .replace(/\$BP\$/g, '*')
    .replace(/\.\./g, '::');
  return name;
};
const homeOf = (name) => {
  const found = /certlens::[a-z0-9_:]*/.exec(name);
  return found ? found[0].replace(/::$/, '') : null;
};

const functions = bodies.map((body, i) => ({ body, name: readable(names.get(imports.length + i) ?? '') }));
const chosen = functions.filter((f) => under.some((u) => (homeOf(f.name) ?? '').startsWith(u)));
const brotli = (buffer) =>
  brotliCompressSync(buffer, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: buffer.length },
  }).length;
const code = (list) => Buffer.concat(list.map((f) => f.body));
const groups = new Map();
for (const f of chosen) {
  const key = homeOf(f.name)
    .split('::')
    .slice(1, depth + 1)
    .join('::');
  groups.set(key, [...(groups.get(key) ?? []), f]);
}
const all = code(functions);
const left = new Set(chosen);
const rest = code(functions.filter((f) => !left.has(f)));
const whole = brotli(all);
console.log(`code of all ${all.length} B raw, ${whole} B brotli`);
console.log(
  `code under ${under.join(', ')}: ${all.length - rest.length} B raw, ${whole - brotli(rest)} B brotli (what the download would lose), ${brotli(code(chosen))} B alone`,
);
const rows = [...groups].map(([key, list]) => ({ key, functions: list.length, raw: code(list).length, alone: brotli(code(list)) }));
rows.sort((a, b) => b.raw - a.raw);
for (const row of rows) console.log(`${String(row.raw).padStart(8)} ${String(row.alone).padStart(7)} ${String(row.functions).padStart(4)}  ${row.key}`);
if (process.argv.includes('--functions')) {
  for (const f of chosen.sort((a, b) => b.body.length - a.body.length).slice(0, Number(option('functions', 60))))
    console.log(String(f.body.length).padStart(8), f.name);
}
if (process.argv.includes('--rest')) {
  const other = new Map();
  for (const f of functions.filter((f) => !left.has(f))) {
    const key = (homeOf(f.name) ?? f.name.replace(/<|&/g, '').split('::')[0]).split('::').slice(0, 2).join('::');
    other.set(key, (other.get(key) ?? 0) + f.body.length);
  }
  for (const [key, raw] of [...other].sort((a, b) => b[1] - a[1]).slice(0, 60)) console.log(String(raw).padStart(8), key);
}
