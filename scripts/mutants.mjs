// Puts the faults of tests/mutants.tsv into a copy of the engine, one at a time, and runs the tests that must notice:
//
//   node scripts/mutants.mjs [WORD]    only those whose name has the word
//
// Fails where one is not noticed, or no longer has a place in the source.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TESTS = ['boundaries', 'answers'];
const root = fileURLToPath(new URL('..', import.meta.url));
const copy = join(root, 'target/mutants');

const rows = readFileSync(join(root, 'tests/mutants.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'))
  .filter(([name]) => name.includes(process.argv[2] ?? ''));

rmSync(join(copy, 'src'), { recursive: true, force: true });
mkdirSync(copy, { recursive: true });
const tracked = execFileSync('git', ['ls-files', '-z', 'src', 'data', 'tests', 'examples', 'benches', 'build.rs', 'Cargo.toml', 'Cargo.lock'], {
  cwd: root,
  maxBuffer: 1 << 26,
});
execFileSync('tar', ['--null', '-T', '-', '-cf', join(copy, 'tree.tar')], { cwd: root, input: tracked });
execFileSync('tar', ['-xf', 'tree.tar'], { cwd: copy });

/** Whether the tests pass in the copy; throws where it does not compile. */
function passes() {
  const run = spawnSync('cargo', ['test', '-q', '--locked', ...TESTS.flatMap((name) => ['--test', name])], { cwd: copy, encoding: 'utf8' });
  if (/could not compile|error: no test target/.test(run.stderr)) throw new Error(run.stderr.slice(-2000));
  return run.status === 0;
}

if (!passes()) throw new Error('the tests fail before anything is changed');
let survived = 0;
for (const [name, file, before, after] of rows) {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  const began = Date.now();
  if (!source.includes(before)) {
    console.log(`no place  ${name}`);
    survived += 1;
    continue;
  }
  writeFileSync(
    path,
    source.replace(before, () => after),
  );
  const noticed = !passes();
  writeFileSync(path, source);
  console.log(`${noticed ? 'noticed ' : 'SURVIVED'}  ${name} (${Math.round((Date.now() - began) / 1000)} s)`);
  if (!noticed) survived += 1;
}
console.log(`${rows.length - survived} passed, ${survived} failed`);
process.exitCode = survived === 0 ? 0 : 1;
