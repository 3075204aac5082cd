// Which functions of the engine belong to its first part: those that run while ordinary PEM files are read and judged. It is
// not listed and not guessed: the engine is run over examples, with a mark in each function. It is a pure function, so the
// same engine gives the same answer every time. What is forgotten here costs a wait for the rest, and nothing else.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { marked, split } from './split.mjs';

const EXAMPLE = new URL('../../www/example/', import.meta.url);
const CORPORA = fileURLToPath(new URL('../../tests/corpora/', import.meta.url));
/** What people bring first: certificates and unencrypted keys in PEM, right or wrong in any way, and nothing in front. */
const ORDINARY = /^-----BEGIN (CERTIFICATE|(RSA |EC )?PRIVATE KEY)-----\r?\n(?!Proc-Type)/;
/** Algorithms that hardly anybody has, and damage that takes the second reader: they may wait. */
const RARE = [
  'chain-p521',
  'chain-ed25519',
  'chain-rsa-pss',
  'ca-bundle-150',
  'san-nul-byte',
  'bit-flip-in-signature',
  'bit-flip-in-san',
  'bit-flip-in-der-length',
];

/** Requests of the corpora in which every file is ordinary, and what each weighs: a story is one of many. */
export function* examples() {
  const json = (...path) => JSON.parse(readFileSync(join(CORPORA, ...path), 'utf8'));
  const input = (name, more, ...path) => ({ ...more, name, bytes: new Uint8Array(readFileSync(join(CORPORA, ...path))) });
  const ordinary = ({ inputs }) => inputs.length > 0 && inputs.every(({ bytes }) => ORDINARY.test(Buffer.from(bytes).toString('latin1')));
  const { eval_time: time, scenarios } = json('scenarios', 'manifest.json');
  for (const { id, files, expected } of scenarios) {
    const inputs = files.map(({ file }) => input(file.split('/')[1], {}, 'scenarios', file));
    const one = { inputs, hosts: (expected.hosts ?? []).map((host) => host.name), now: Date.parse(time) / 1000 };
    if (ordinary(one) && !RARE.includes(id)) yield { weight: 2, ...one };
  }
  for (const id of readdirSync(join(CORPORA, 'stories/cases')).sort()) {
    const { files, hosts, now } = json('stories/cases', id, 'case.json').request;
    const inputs = (files ?? []).map(({ file, name, ...rest }) => input(name, rest, 'stories/cases', id, file ?? name));
    const one = { inputs, hosts, now };
    if (ordinary(one)) yield { weight: 1, ...one };
  }
  // Several servers of one name.
  const servers = ['vm1', 'vm2', 'vm3'].map((name) => ({ name: `${name}.pem`, bytes: new Uint8Array(readFileSync(new URL(`${name}.pem`, EXAMPLE))) }));
  yield { weight: 2, inputs: servers, hosts: ['portal.northwind.example'], now: Date.UTC(2026, 11) / 1000 };
}

let copies = 0;

/**
 * Runs the package's engine over the examples: one entry a function, whether it belongs to the first part. What a single
 * story needs may wait; what runs once in an engine's life runs for all of them, and is seen in the first round alone.
 */
async function needed(packageFolder, bytes, tolerant) {
  // A copy of its own, new each time: whoever else imports the package gets an engine without marks, and what runs once in
  // an engine's life runs here.
  copies += 1;
  const engine = await import(`${pathToFileURL(join(packageFolder, 'certlens.js')).href}?marked=${copies}`);
  const { bytes: module, marks } = marked(bytes);
  const { memory } = engine.initSync({ module });
  const run = (work) => {
    try {
      work();
    } catch (error) {
      if (!tolerant) throw error;
    }
  };
  const ask = (one) => {
    // As the page asks: without a name, when files are dropped, and then as somebody types.
    const { inputs, hosts, now } = one;
    const asked = { inputs, hosts, now, targets: null, settings: {}, assume: [], passwords: [], observed: [], focus: null };
    run(() => engine.verdicts({ ...asked, hosts: [] }));
    run(() => engine.verdicts(asked));
  };
  const all = [...examples()];
  run(() => engine.catalog());
  all.forEach(ask);
  run(() => engine.forget());
  const ran = Uint8Array.from(marks(memory));
  const times = new Uint32Array(ran.length);
  for (const one of all) {
    marks(memory).fill(0);
    ask(one);
    marks(memory).forEach((mark, i) => (times[i] += mark * one.weight));
  }
  return Array.from(ran, (mark, i) => mark === 1 && times[i] !== 1);
}

/**
 * The two parts of a package's engine. `tolerant`: it may fail on the examples, as engines do that tests put faults into.
 */
export async function parts(packageFolder, { tolerant = false } = {}) {
  const bytes = readFileSync(join(packageFolder, 'certlens_bg.wasm'));
  return split(bytes, await needed(packageFolder, bytes, tolerant));
}
