// Where everything comes from and under which licence, by deny.toml and without a network: `node scripts/supply.mjs`.
// Rust: Cargo.lock (registry and sums), the licences of every crate, no crate twice in the engine. npm: the lock files.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(new URL(path, new URL('..', import.meta.url)), 'utf8');
const cargo = (...args) => execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });

const deny = read('deny.toml').replace(/^\s*#.*$/gm, '');
const strings = (name) => [...new RegExp(`^${name} = \\[([^\\]]*)\\]`, 'm').exec(deny)[1].matchAll(/"([^"]+)"/g)].map(([, one]) => one);
const ALLOWED = strings('allow');
const REGISTRIES = strings('allow-registry');

// Tools that run beside the page in tests, and are never part of it.
const TOOLS = { 'axe-core': 'MPL-2.0' };

/** Whether an SPDX expression can be met by what is allowed. */
export function meets(expression, allowed = ALLOWED) {
  const tokens = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const one = () => {
    if (tokens[at] === '(') {
      at += 1;
      const inner = any();
      at += 1;
      return inner;
    }
    let id = tokens[at++] ?? '';
    if (tokens[at] === 'WITH') {
      id = `${id} WITH ${tokens[at + 1]}`;
      at += 2;
    }
    return allowed.includes(id);
  };
  const all = () => {
    let met = one();
    while (tokens[at] === 'AND') {
      at += 1;
      met = one() && met;
    }
    return met;
  };
  const any = () => {
    let met = all();
    while (tokens[at] === 'OR') {
      at += 1;
      met = all() || met;
    }
    return met;
  };
  return any() && at === tokens.length;
}

/** Everything that deny.toml does not let in, one line each. */
function faults() {
  const found = [];
  for (const lock of ['Cargo.lock', 'fuzz/Cargo.lock']) {
    for (const block of read(lock).split('[[package]]').slice(1)) {
      const field = (name) => new RegExp(`^${name} = "([^"]*)"`, 'm').exec(block)?.[1];
      const [name, source] = [`${field('name')} ${field('version')}`, field('source')];
      if (source === undefined) continue;
      if (!REGISTRIES.includes(source.replace(/^registry\+/, ''))) found.push(`${lock}: ${name} comes from ${source}`);
      if (!/^[0-9a-f]{64}$/.test(field('checksum') ?? '')) found.push(`${lock}: ${name} has no sum`);
    }
  }

  const { packages, workspace_members: own } = JSON.parse(cargo('metadata', '--format-version', '1', '--locked'));
  for (const { id, name, version, license, dependencies } of packages) {
    if (!meets(license ?? '')) found.push(`${name} ${version} is under ${license ?? 'no licence'}`);
    if (own.includes(id)) for (const one of dependencies) if (one.req === '*') found.push(`${name} takes any version of ${one.name}`);
  }

  const tree = cargo('tree', '--locked', '--target', 'wasm32-unknown-unknown', '--edges', 'normal,no-proc-macro', '--prefix', 'none', '--format', '{p}');
  const inside = new Map();
  for (const line of new Set(tree.split('\n'))) {
    const [name, version] = line.split(' ');
    if (version) inside.set(name, new Set([...(inside.get(name) ?? []), version]));
  }
  for (const [name, all] of inside) if (all.size > 1) found.push(`${name} is in the engine as ${[...all].join(' and ')}`);

  for (const lock of ['www', 'benches/lighthouse', 'benches/peers'].map((folder) => `${folder}/package-lock.json`)) {
    for (const [path, { integrity, resolved, license, link }] of Object.entries(JSON.parse(read(lock)).packages)) {
      if (path === '' || link) continue;
      const name = path.replace(/^.*node_modules\//, '');
      if (!/^sha512-/.test(integrity ?? '')) found.push(`${lock}: ${name} has no sum`);
      if (resolved !== undefined) found.push(`${lock}: ${name} is tied to an address`);
      if (!meets(license ?? '') && TOOLS[name] !== license) found.push(`${lock}: ${name} is under ${license ?? 'no licence'}`);
    }
  }
  return { found, crates: packages.length, inside: inside.size };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { found, crates, inside } = faults();
  for (const one of found) console.error(one);
  console.log(`${crates} crates, ${inside} in the engine, ${found.length} faults`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
