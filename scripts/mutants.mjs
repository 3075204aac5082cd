// Puts small faults into a copy of the engine and sees that tests notice: `./build.sh mutants`.
//
//   node scripts/mutants.mjs [WORD,..] only those whose file, function or change has one of the words; of folders alone
//                                      (src/path,src/identity) nothing else is changed
//
// scripts/mutants puts every fault of the modules below behind a switch, so that the copy is compiled once. One process tries
// each on the requests of tests/decisions.rs that reach it (scripts/mutants/judge.rs); what makes no difference there is tried on
// the tests that reach it, quick ones first. Faults in constants stand in tests/mutants.tsv and take a compilation each. What no
// test notices is listed with its reason in tests/mutants-survivors.tsv; this fails where one survives that is not listed, and
// where a listed one is noticed or gone.
//
//   CERTLENS_MUTANTS_EVERY=8   every eighth only
//   CERTLENS_MUTANTS_JOBS=2    so many at a time
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is changed. */
const ALL = ['src/path', 'src/identity', 'src/rehearsal', 'src/rules', 'src/diagnosis/answer'];
/** Tests that judge; those of readers and of the page reach none of it that others do not. */
const TESTS = ['boundaries', 'answers', 'findings', 'gateway', 'handshakes', 'hostnames', 'paths', 'policies', 'rules', 'unsure', 'uploads'];
/** Recordings of real programs, of which the cases are run that reach a fault. */
const RECORDED = ['client-auth', 'handshakes', 'handshakes-odd', 'strictness', 'third-party-verdicts'];
/** Tests that take longer than this are left out, in seconds; of the recorded cases so many at once. */
const [SLOW, CASES] = [4, 60];
/** A fault is tried on so many requests. */
const REQUESTS = 48;

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'target/mutants');
const [tree, original] = [join(folder, 'tree'), join(folder, 'original')];
const word = process.argv[2] ?? '';
const MODULES = word.split(',').every((w) => w.startsWith('src/')) ? word.split(',') : ALL;
const chosenBy = (text) => word.split(',').some((w) => text.includes(w));
const every = Number(process.env.CERTLENS_MUTANTS_EVERY ?? 1);
const jobs = Number(process.env.CERTLENS_MUTANTS_JOBS ?? availableParallelism());
const began = Date.now();

function table(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));
}

function run(command, parameters, options = {}) {
  const done = spawnSync(command, parameters, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (done.status !== 0) throw new Error(`${command} ${parameters.slice(0, 4).join(' ')}: ${done.stderr?.slice(-3000)}`);
  return done.stdout;
}

/** The copy: its sources its own, all else as it stands here. */
function copy() {
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  for (const shared of ['tests', 'data', 'examples', 'benches', 'build.rs', 'Cargo.lock', 'README.md', 'ARCHITECTURE.md', 'docs']) {
    symlinkSync(join(root, shared), join(tree, shared));
  }
  // Work may go on in the project meanwhile: what is changed is what was copied.
  rmSync(original, { recursive: true, force: true });
  rmSync(join(folder, 'so-far.tsv'), { force: true });
  cpSync(join(root, 'src'), join(original, 'src'), { recursive: true });
  cpSync(join(original, 'src'), join(tree, 'src'), { recursive: true });
  const manifest = readFileSync(join(root, 'Cargo.toml'), 'utf8');
  // Optimised a little: compiling takes longer, and all that is run afterwards a fraction.
  const bare = manifest.replace(/^\[lints\.rust\][\s\S]*?(?=^\[profile)/m, '');
  const quick = bare.replace(/\[profile\.dev\]\n.*\n/, '[profile.dev]\nopt-level = 1\ndebug = false\n');
  const judge = '\n[[test]]\nname = "judge"\npath = "judge.rs"\nharness = false\n';
  writeFileSync(join(tree, 'Cargo.toml'), quick + judge);
  // Vectors of others that lie beside the project lie beside the copy.
  const [beside, link] = [join(root, '../shared'), join(folder, 'shared')];
  if (existsSync(beside) && !existsSync(link)) symlinkSync(beside, link);
  // What the project's own tests have compiled of others serves the copy too.
  const compiled = join(root, 'target/debug');
  if (!existsSync(join(folder, 'target')) && existsSync(compiled)) {
    mkdirSync(join(folder, 'target'));
    spawnSync('cp', ['-al', compiled, join(folder, 'target/debug')]);
  }
  cpSync(join(root, 'scripts/mutants/switch.rs'), join(tree, 'src/mutant.rs'));
  cpSync(join(root, 'scripts/mutants/judge.rs'), join(tree, 'judge.rs'));
  const library = join(tree, 'src/lib.rs');
  const allowed = '#![allow(warnings, overflowing_literals, arithmetic_overflow, unconditional_panic)] ';
  writeFileSync(library, `${allowed}${readFileSync(library, 'utf8')}\n#[allow(missing_docs)]\npub mod mutant;\n`);
  const inspect = join(tree, 'src/inspect.rs');
  const entry = 'pub fn inspect(request: &Request) -> Report {';
  writeFileSync(inspect, readFileSync(inspect, 'utf8').replace(entry, `${entry} crate::mutant::case();`));
}

/** Rewrites the modules; `without` are numbers of mutants that do not compile. */
function rewrite(without) {
  const sources = MODULES.flatMap((module) => {
    const below = existsSync(join(original, module)) ? readdirSync(join(original, module), { recursive: true }) : [];
    return below.map((file) => join(module, file)).filter((file) => file.endsWith('.rs') && basename(file) !== 'tests.rs');
  }).sort();
  for (const file of sources) cpSync(join(original, file), join(tree, file));
  const list = join(folder, 'list.tsv');
  run(join(folder, 'tool/release/mutants'), [tree, list, [...without].join(','), ...sources]);
  const seen = new Map();
  return table(list).map(([number, file, line, name, change]) => {
    // What is the same twice in a function is told apart by its place among its likes.
    const base = [file, name, change].join('\t');
    const nth = (seen.get(base) ?? 0) + 1;
    seen.set(base, nth);
    return { number: Number(number), line: Number(line), file, name, change, key: nth === 1 ? base : `${base} #${nth}` };
  });
}

const ENV = { ...process.env, CARGO_TARGET_DIR: join(folder, 'target'), CARGO_INCREMENTAL: '0', RUST_BACKTRACE: '0' };
// Set, it makes tests fail whose data are elsewhere.
delete ENV.CI;

const cargo = (...parameters) =>
  spawnSync('cargo', [...parameters, '--locked', '--message-format=json'], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: ENV,
  });

const messages = (output) =>
  output
    .split('\n')
    .filter((l) => l.startsWith('{'))
    .map((l) => JSON.parse(l));

/** Leaves out what does not compile, until all that is left does. */
function compilable() {
  const without = new Set();
  for (let round = 0; round < 12; round += 1) {
    const mutants = rewrite(without);
    // As the tests want it: with other features of others it would be compiled again.
    const checked = cargo('test', '--no-run', '--test', 'judge');
    if (checked.status === 0) return { mutants, left: without.size, judge: messages(checked.stdout).find((m) => m.executable).executable };
    const before = without.size;
    const errors = messages(checked.stdout).filter((m) => m.message?.level === 'error' && m.message.spans?.length);
    for (const { message } of errors) {
      // Every mutant on the lines that the compiler names.
      for (const span of message.spans.filter((s) => s.is_primary)) {
        const lines = readFileSync(join(tree, span.file_name), 'utf8')
          .split('\n')
          .slice(span.line_start - 1, span.line_end);
        for (const [, number] of lines.join('\n').matchAll(/mutant::\w+\((\d+)[,)]/g)) without.add(Number(number));
      }
    }
    if (without.size === before)
      throw new Error(
        errors
          .map((e) => e.message.rendered)
          .join('\n')
          .slice(0, 4000) || checked.stderr.slice(-3000),
      );
    console.log(
      `${without.size} do not compile: ${errors
        .map((e) => e.message.message)
        .slice(0, 3)
        .join('; ')}`,
    );
  }
  throw new Error('no end of what does not compile');
}

/** Runs a test program; resolves with whether it passed, and how long it took. */
function attempt(test, env, seconds) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', 'ulimit -v 6000000; exec "$@"', 'sh', test.program, ...test.parameters], {
      cwd: tree,
      stdio: 'ignore',
      env: { ...ENV, ...test.env, ...env },
      detached: true,
    });
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), seconds * 1000);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ passed: code === 0, seconds: (performance.now() - started) / 1000 });
    });
  });
}

const spread = (all, most) => (all.length <= most ? all : Array.from({ length: most }, (_, k) => all[Math.floor((k * all.length) / most)]));

/**
 * The requests on which each mutant is tried: of those that reach it some for everything that happens in its function, the
 * rarest first, and others that lie far apart.
 */
function requests(judge, mutants) {
  const trace = join(folder, 'requests.tsv');
  run(judge, ['trace', trace], { cwd: tree, env: ENV });
  const rows = readFileSync(trace, 'utf8').split('\n').filter(Boolean);
  const read = rows
    .map((line) => line.split('\t'))
    .map(([, micros, , reached], n) => ({ n, micros: Number(micros), reached: reached.split(',').filter(Boolean) }));
  const by = new Map();
  // Quick ones first.
  for (const { n, reached } of read.sort((x, y) => x.micros - y.micros)) {
    for (const number of reached.map(Number)) {
      if (!by.has(number)) by.set(number, []);
      by.get(number).push(n);
    }
  }
  const reaching = ({ number }) => by.get(number) ?? [];
  const functions = new Map();
  for (const m of mutants) functions.set(`${m.file} ${m.name}`, [...(functions.get(`${m.file} ${m.name}`) ?? []), m]);
  for (const all of functions.values()) all.sort((x, y) => reaching(x).length - reaching(y).length);
  const sets = new Map();
  for (const mutant of mutants.filter((m) => reaching(m).length > 0)) {
    const mine = new Set(reaching(mutant));
    const beside = functions.get(`${mutant.file} ${mutant.name}`).flatMap((m) =>
      spread(
        reaching(m).filter((n) => mine.has(n)),
        3,
      ),
    );
    sets.set(mutant.number, [...new Set([...beside, ...spread([...mine], REQUESTS)])].slice(0, REQUESTS));
  }
  return { trace, sets };
}

/** What notices of these mutants, `[request, column]` by number; what is not in it makes no difference to any request. */
async function judged(judge, { trace, sets }, mutants) {
  const found = new Map();
  const queue = mutants.filter((m) => sets.has(m.number));
  const began = performance.now();
  let tried = 0;
  const one = (some) =>
    new Promise((resolve) => {
      const child = spawn('/bin/sh', ['-c', 'ulimit -v 6000000; exec "$@"', 'sh', judge, 'try', trace], {
        cwd: tree,
        env: ENV,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      child.stdin.on('error', () => {});
      child.stdin.end(some.map((m) => `${m.number}\t${sets.get(m.number).join()}\n`).join(''));
      let answered = 0;
      let rest = '';
      child.stdout.on('data', (data) => {
        const lines = (rest + data).split('\n');
        rest = lines.pop();
        for (const line of lines) {
          const [number, request, column] = line.split('\t');
          if (request) found.set(Number(number), [request, column]);
          answered += 1;
          tried += 1;
          if (tried % 500 === 0) console.log(`${tried} of ${queue.length}, ${found.size} noticed, ${Math.round((performance.now() - began) / 1000)} s`);
        }
      });
      child.on('close', () => resolve(answered));
    });
  await Promise.all(
    Array.from({ length: jobs }, async (_, k) => {
      let mine = queue.filter((_, n) => n % jobs === k);
      while (mine.length > 0) {
        const answered = await one(mine);
        // The first without an answer ended the process.
        if (answered < mine.length) found.set(mine[answered].number, ['', 'ends']);
        mine = mine.slice(answered + 1);
      }
    }),
  );
  return found;
}

/** Every test by itself, and every corpus of recordings. */
function tests() {
  const built = cargo('test', '--no-run', '--lib', ...TESTS.flatMap((name) => ['--test', name]));
  if (built.status !== 0) throw new Error(built.stderr.slice(-3000));
  const programs = messages(built.stdout).filter((m) => m.executable && m.profile?.test);
  const all = [];
  for (const { executable, target } of programs) {
    const listed = run(executable, ['--list', '--format', 'terse'], { cwd: tree });
    for (const [, name] of listed.matchAll(/^(.+): test$/gm)) {
      if (target.kind.includes('test') || MODULES.some((m) => name.startsWith(m.slice(4).replaceAll('/', '::')))) {
        if (name === 'rehearsals_agree_with_recorded_handshakes') {
          for (const corpus of RECORDED)
            all.push({ name: corpus, program: executable, parameters: ['--exact', name], env: { CERTLENS_CORPUS: corpus }, corpus });
        } else {
          all.push({ name: `${target.name} ${name}`, test: name, program: executable, parameters: ['--exact', name], env: {} });
        }
      }
    }
  }
  return all;
}

/** Which mutants each test reaches, and of a corpus each case. */
async function traced(all) {
  const trace = join(folder, 'trace');
  const kept = [];
  for (const test of all) {
    rmSync(trace, { force: true });
    const { passed, seconds } = await attempt(test, { CERTLENS_MUTANT_TRACE: trace }, 300);
    if (!passed) throw new Error(`${test.name} fails before anything is changed`);
    const parts = existsSync(trace) ? readFileSync(trace, 'utf8').split('#\n') : [''];
    const numbers = parts.map((part) => part.split('\n').filter(Boolean).map(Number));
    if (test.corpus) {
      const count = JSON.parse(readFileSync(join(root, 'tests/corpora', test.corpus, 'cases.json'))).length;
      const cases = new Map();
      const shapes = new Map();
      numbers.slice(1).forEach((reached, n) => {
        const shape = reached.sort((a, b) => a - b).join();
        const round = Math.floor(n / count);
        // Of cases that reach the very same, the first four.
        const alike = (shapes.get(`${round} ${shape}`) ?? 0) + 1;
        shapes.set(`${round} ${shape}`, alike);
        if (alike > 4) return;
        for (const number of reached) cases.set(number, (cases.get(number) ?? new Set()).add(n % count));
      });
      kept.push({ ...test, seconds: 1, cases });
    } else if (seconds < SLOW) {
      kept.push({ ...test, seconds, reaches: new Set(numbers.flat()) });
    } else {
      console.log(`left out, ${seconds.toFixed(1)} s: ${test.name}`);
    }
  }
  return kept.sort((a, b) => a.seconds - b.seconds);
}

/** The program of tests that notices; null where none does, undefined where none reaches it. */
async function noticed(mutant, all) {
  const env = { CERTLENS_MUTANT: String(mutant.number) };
  const reaching = all.filter((test) => !test.cases && test.reaches.has(mutant.number));
  // The tests of a program in one process.
  for (const program of new Set(reaching.map((test) => test.program))) {
    const mine = reaching.filter((test) => test.program === program);
    const parameters = ['--exact', '--test-threads=1', ...mine.map((test) => test.test)];
    const { passed } = await attempt(
      { program, parameters, env: {} },
      env,
      Math.max(
        10,
        mine.reduce((sum, test) => sum + test.seconds * 20, 0),
      ),
    );
    if (!passed) return basename(program).replace(/-[0-9a-f]+$/, '');
  }
  const recorded = all.filter((test) => test.cases?.has(mutant.number));
  for (const test of recorded) {
    const cases = [...test.cases.get(mutant.number)];
    // Those far apart first: neighbours are alike.
    const step = Math.max(1, Math.ceil(cases.length / CASES));
    const apart = Array.from({ length: step }, (_, k) => cases.filter((_, n) => n % step === k));
    for (const some of apart.filter((s) => s.length > 0)) {
      const { passed } = await attempt(test, { ...env, CERTLENS_CASES: some.join() }, 120);
      if (!passed) return test.name;
    }
  }
  return reaching.length + recorded.length > 0 ? null : undefined;
}

/** Faults in constants: the copy is compiled anew for each. */
function named() {
  const failed = [];
  for (const [name, file, before, after] of table(join(root, 'tests/mutants.tsv')).filter((row) => chosenBy(row.join()))) {
    const path = join(tree, file);
    const source = readFileSync(path, 'utf8');
    if (!source.includes(before)) {
      failed.push(`no place: ${name}`);
      continue;
    }
    writeFileSync(
      path,
      source.replace(before, () => after),
    );
    const parameters = ['test', '-q', '--locked', '--test', 'boundaries', '--test', 'answers'];
    const done = spawnSync('cargo', parameters, { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28, env: ENV });
    if (/could not compile/.test(done.stderr)) throw new Error(done.stderr.slice(-2000));
    if (done.status === 0) failed.push(`survived: ${name}`);
    writeFileSync(path, source);
  }
  return failed;
}

mkdirSync(folder, { recursive: true });
run('cargo', ['build', '-q', '--release', '--locked', '--manifest-path', join(root, 'scripts/mutants/Cargo.toml'), '--target-dir', join(folder, 'tool')]);
copy();
const { mutants, left, judge } = compilable();
const chosen = mutants.filter((m) => chosenBy(m.key)).filter((_, n) => n % every === 0);
const seconds = () => Math.round((Date.now() - began) / 1000);
console.log(`${mutants.length} mutants (${left} do not compile), ${chosen.length} to try; compiled after ${seconds()} s`);
const found = await judged(judge, requests(judge, mutants), chosen);
const open = chosen.filter((m) => !found.has(m.number));
console.log(`${found.size} change what is decided on a request, ${open.length} do not; ${seconds()} s`);

const listed = new Map(table(join(root, 'tests/mutants-survivors.tsv')).map(([file, name, change, reason]) => [[file, name, change].join('\t'), reason]));
const by = new Map(chosen.filter((m) => found.has(m.number)).map((m) => [m.key, found.get(m.number).join(' ')]));
const survivors = [];
const all = open.length > 0 ? await traced(tests()) : [];
console.log(`${all.length} tests; ${seconds()} s`);
const queue = [...open];
await Promise.all(
  Array.from({ length: jobs }, async () => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const name = await noticed(mutant, all);
      if (name) by.set(mutant.key, name);
      else {
        survivors.push({ ...mutant, reached: name === null });
        appendFileSync(join(folder, 'so-far.tsv'), `${mutant.line}\t${name === null}\t${mutant.key}\n`);
      }
      const done = open.length - queue.length;
      if (done % 100 === 0) console.log(`${done} of ${open.length}, ${survivors.length} survive; ${seconds()} s`);
    }
  }),
);
survivors.sort((a, b) => a.number - b.number);
const text = survivors.map((m) => `${m.key}\t${m.line}\t${m.reached ? 'reached' : 'not reached'}\t${listed.get(m.key) ?? ''}\n`);
writeFileSync(join(folder, 'survivors.tsv'), text.join(''));
writeFileSync(join(folder, 'noticed.tsv'), [...by].map((row) => `${row.join('\t')}\n`).join(''));

const failed = every === 1 ? named() : [];
const known = new Set(chosen.map((m) => m.key));
for (const m of survivors.filter((m) => !listed.has(m.key)))
  failed.push(`survived${m.reached ? '' : ', not reached'}: ${m.file}:${m.line} ${m.name}: ${m.change}`);
if (word === '' && every === 1) {
  for (const key of listed.keys()) {
    if (!known.has(key)) failed.push(`listed, and gone: ${key.replaceAll('\t', ' ')}`);
    else if (by.has(key)) failed.push(`listed, and noticed: ${key.replaceAll('\t', ' ')}`);
  }
}
for (const line of failed) console.log(line);
console.log(
  `${chosen.length} tried, ${by.size} noticed, ${survivors.length} survive (${survivors.filter((m) => listed.has(m.key)).length} listed); ${seconds()} s`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
