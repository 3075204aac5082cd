// The command of the package: what it prints, how it ends, and that it says what the page says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.env.CERTLENS_PACKAGE ?? 'dist/pkg');
const command = join(folder, 'cli.js');
const example = (name) => `www/example/${name}`;
const scenario = (name) => `tests/corpora/scenarios/${name}`;
const scratch = mkdtempSync(join(tmpdir(), 'certlens-command-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const certlens = (args, options = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  return { status, stdout, stderr };
};
const NOW = ['--now', '2026-11-23'];
const chain = join(scratch, 'fullchain.pem');
writeFileSync(chain, readFileSync(example('vm1.pem'), 'utf8') + readFileSync(example('issuing.pem'), 'utf8'));
const HOST = 'portal.northwind.example';
const now = ['--now', String(Date.parse('2026-11-23T12:00:00Z') / 1000)];

const exampleNow = () => {
  // The example's certificates are judged inside their own validity period.
  const { stdout } = certlens(['expires', chain, '--format', 'json', '--within', '1h', ...now]);
  return ['--now', String(JSON.parse(stdout).certificates[0].notAfter - 86_400 * 30)];
};

test('exit status 0: accepted by the systems asked for', () => {
  const result = certlens(['check', chain, '--trust', example('root.pem'), '--host', HOST, '--target', 'openssl,go', ...exampleNow()]);
  assert.equal(result.status, 0, result.stdout + result.stderr);
  assert.match(result.stdout, /accepted/);
  assert.equal(result.stderr, '');
});

test('exit status 1: refused, with the cause and what to do', () => {
  const result = certlens(['check', chain, '--trust', example('root.pem'), '--host', 'other.example', '--target', 'openssl', ...exampleNow()]);
  assert.equal(result.status, 1);
  assert.match(result.stdout, /refused/);
  assert.match(result.stdout, /What to do/);
  assert.match(result.stdout, /other\.example/);
});

test('exit status 2: cannot tell', () => {
  const nothing = join(scratch, 'nothing.txt');
  writeFileSync(nothing, 'no certificate here\n');
  assert.equal(certlens(['check', nothing, '--target', 'openssl', ...NOW]).status, 2);
});

test('exit status 3: wrong usage, said on standard error, nothing on standard output', () => {
  for (const [args, words] of [
    [[], /^$/],
    [['look', 'x'], /'look' is no call/],
    [['check'], /needs at least one file/],
    [['check', join(scratch, 'absent.pem')], /no such file/],
    [['check', chain, '--target', 'netscape'], /no such system/],
    [['check', chain, '--format', 'xml'], /--format is/],
    [['check', chain, '--password', 'secret'], /Unknown option '--password'/],
    [['check', chain, '--now', 'yesterday'], /--now yesterday/],
    [['check', chain, '--set', 'python.version=1'], /python\.version=1/],
    [['check', chain, '--host', 'x=y'], /the use after =/],
    [['check', '-', '-'], /only once/],
    [['explain'], /needs the error text/],
    [['expires', chain, '--within', 'soon'], /--within soon/],
    [['check', chain, '--password-env', 'CERTLENS_ABSENT'], /no such variable/],
  ]) {
    const result = certlens(args);
    assert.equal(result.status, 3, args.join(' '));
    assert.match(result.stderr, words, args.join(' '));
    if (args.length > 0) assert.equal(result.stdout, '', args.join(' '));
  }
});

test('standard input is a file like any other', () => {
  const args = ['--trust', example('root.pem'), '--host', HOST, '--target', 'openssl', '--format', 'json', ...exampleNow()];
  const piped = certlens(['check', '-', ...args], { input: readFileSync(chain) });
  assert.equal(piped.status, 0, piped.stderr);
  assert.equal(JSON.parse(piped.stdout).inputs[0].name, 'standard input');
});

test('a folder is walked in one order, and what is hidden is passed over', () => {
  const tree = join(scratch, 'tree');
  mkdirSync(join(tree, 'b/.git'), { recursive: true });
  for (const path of ['b/2.pem', 'b/1.pem', 'a.pem', '.hidden.pem', 'b/.git/3.pem']) writeFileSync(join(tree, path), readFileSync(chain));
  const { stdout } = certlens(['check', tree, '--format', 'json', ...NOW]);
  assert.deepEqual(
    JSON.parse(stdout).inputs.map((input) => input.name.slice(tree.length + 1)),
    ['a.pem', 'b/1.pem', 'b/2.pem'],
  );
});

test('a password comes from a file or the environment, and never stands in what is printed', () => {
  const pfx = join(scratch, 'listener.pfx');
  writeFileSync(pfx, Buffer.from(readFileSync(example('listener.pfx.txt'), 'utf8'), 'base64'));
  const file = join(scratch, 'password');
  writeFileSync(file, 'northwind1\n');
  for (const [args, env] of [
    [['--password-file', file], {}],
    [['--password-env', 'PFX_PASSWORD'], { PFX_PASSWORD: 'northwind1' }],
  ]) {
    const result = certlens(['check', pfx, '--format', 'json', ...NOW, ...args], { env: { ...process.env, ...env } });
    assert.equal(JSON.parse(result.stdout).inputs[0].password, 'accepted', result.stderr);
    assert.doesNotMatch(result.stdout, /northwind1/);
  }
  // A password that was meant for another file is not a wrong one for this.
  const other = { env: { ...process.env, PFX_PASSWORD: 'no' }, detached: true, input: '' };
  assert.equal(JSON.parse(certlens(['check', pfx, '--format', 'json', ...NOW, '--password-env', 'PFX_PASSWORD'], other).stdout).inputs[0].password, 'needed');
  assert.match(
    certlens(['check', pfx, ...NOW, '--password-env', 'PFX_PASSWORD'], other).stdout,
    /listener\.pfx: it is locked, and no password that was given opens it/,
  );
});

test('a password is asked for at a terminal, is not shown while it is typed, and opens what was locked', () => {
  const pfx = join(scratch, 'asked.pfx');
  writeFileSync(pfx, Buffer.from(readFileSync(example('listener.pfx.txt'), 'utf8'), 'base64'));
  const session = `import os,pty,sys
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
said = b""
while b"Password of" not in said: said += os.read(terminal, 4096)
os.write(terminal, b"northwind1\\n")
while True:
    try: more = os.read(terminal, 65536)
    except OSError: break
    if not more: break
    said += more
sys.stdout.buffer.write(said)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;
  const asked = spawnSync('python3', ['-c', session, process.execPath, command, 'check', pfx, '--format', 'json', ...NOW], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.match(asked.stdout, /Password of .*asked\.pfx: /, asked.stderr);
  assert.doesNotMatch(asked.stdout, /northwind1/);
  assert.match(asked.stdout, /"password": "accepted"/);
});

test('who reads may stop reading', () => {
  const { stdout, stderr } = spawnSync('bash', ['-c', '"$0" "$1" check "$2" --format json --now 2026-11-23 | head -n 1', process.execPath, command, chain], {
    encoding: 'utf8',
  });
  assert.equal(stdout.trim(), '{');
  assert.equal(stderr, '');
});

test('every format says the same; nothing from a file can act in it', () => {
  const args = ['check', scenario('middle-missing'), '--host', 'app.contoso.com', '--target', 'openssl,curl', ...NOW];
  const report = JSON.parse(certlens([...args, '--format', 'json']).stdout);
  const markdown = certlens([...args, '--format', 'markdown']).stdout;
  assert.match(markdown, /^# Certificate report/);
  const junit = certlens([...args, '--format', 'junit']).stdout;
  const refused = report.verdicts.filter((verdict) => verdict.outcome === 'rejected').length;
  assert.equal(junit.match(/<failure /g).length, refused);
  assert.match(junit, new RegExp(`<testsuites name="certlens" tests="${report.verdicts.length}" failures="${refused}"`));
  const hostile = join(scratch, 'hostile\u001B[31m<&">.pem');
  writeFileSync(hostile, readFileSync(chain));
  for (const format of ['text', 'markdown', 'junit']) {
    const { stdout } = certlens(['check', hostile, '--host', 'other.example', '--format', format, ...NOW]);
    assert.doesNotMatch(stdout, /[\u0000-\u0008\u000B-\u001F\u007F]/, format);
  }
});

test('width is kept, and colour only where it is wanted', () => {
  const args = ['check', scenario('middle-missing'), '--host', 'app.contoso.com', ...NOW];
  const plain = certlens([...args, '--width', '60']).stdout;
  const long = plain.split('\n').filter((line) => line.length > 60 && / /.test(line.trim()));
  // Commands are shown as they are, to be copied.
  assert.deepEqual(
    long.filter((line) => !/^ {7}\S/.test(line) && !/^ {2}(refused|cannot tell|accepted)/.test(line) && line.trim().includes(' ') && line.length > 100),
    [],
  );
  assert.doesNotMatch(plain, /\u001B/);
  assert.match(certlens([...args, '--colour', 'always']).stdout, /\u001B\[31m/);
});

test('expires: soonest first, within the time asked for', () => {
  const { status, stdout } = certlens(['expires', 'tests/corpora/scenarios', '--within', '30d', '--format', 'json', ...NOW]);
  assert.equal(status, 1);
  const { certificates } = JSON.parse(stdout);
  assert.deepEqual(
    certificates.map((one) => one.notAfter),
    certificates.map((one) => one.notAfter).toSorted((a, b) => a - b),
  );
  const limit = Date.parse('2026-11-23') / 1000 + 30 * 86_400;
  assert.deepEqual(
    certificates.map((one) => one.soon),
    certificates.map((one) => one.notAfter <= limit),
  );
  assert.equal(certlens(['expires', chain, '--within', '1h', ...exampleNow()]).status, 0);
});

test('explain: the error, whether the files explain it, and what to do', () => {
  const words = 'SSL certificate problem: unable to get local issuer certificate';
  const about = [scenario('middle-missing'), '--host', 'app.contoso.com', '--target', 'curl', ...NOW];
  const { status, stdout } = certlens(['explain', words, ...about]);
  assert.equal(status, 1);
  assert.ok(stdout.includes(`Error: ${words}`), stdout);
  assert.match(stdout, /Your files explain this error\./);
  assert.match(stdout, /What to do/);
  // An error that these files cannot give is not explained away.
  const other = certlens([
    'explain',
    'verify error:num=10:certificate has expired',
    scenario('middle-missing'),
    '--host',
    'app.contoso.com',
    '--target',
    'openssl',
    ...NOW,
  ]).stdout;
  assert.match(other, /Your files are refused too, but with another error\./);
  assert.match(certlens(['explain', 'the printer is out of paper', ...about]).stdout, /This error text is not known here\./);
});

test('systems lists what can be asked for and set', () => {
  const { status, stdout } = certlens(['systems']);
  assert.equal(status, 0);
  assert.match(stdout, /^azure-application-gateway-v2 /m);
  assert.match(stdout, /azure-application-gateway-v2\.trust: uploaded-roots, well-known-ca/);
});

test('a preset brings roots, systems and settings, and is refused field by field', () => {
  const path = join(scratch, 'preset.json');
  const preset = { certlens: 1, title: 'Northwind', roots: [{ name: 'Northwind Root', pem: readFileSync(example('root.pem'), 'utf8') }], systems: ['openssl'] };
  writeFileSync(path, JSON.stringify(preset));
  const result = certlens(['check', chain, '--host', HOST, '--preset', path, '--format', 'json', ...exampleNow()]);
  assert.equal(result.status, 0, result.stdout.slice(0, 500) + result.stderr);
  const report = JSON.parse(result.stdout);
  assert.deepEqual([...new Set(report.verdicts.map((verdict) => verdict.target))], ['openssl']);
  assert.equal(report.inputs.at(-1).name, 'preset: Northwind Root');
  // What came from the preset is marked as such.
  const markdown = certlens(['check', chain, '--host', HOST, '--preset', path, '--format', 'markdown', ...exampleNow()]).stdout;
  assert.match(markdown, /## Set beforehand by this edition\n\n- Edition: .*Northwind/);
  for (const [change, field] of [
    [{ certlens: 2 }, 'certlens'],
    [{ title: 7 }, 'title'],
    [{ roots: [{ name: 'x' }] }, 'roots[0].pem'],
    [{ systems: ['netscape'] }, 'systems[0]'],
    [{ settings: { openssl: { version: 'none' } } }, 'settings.openssl.version'],
    [{ colour: 'red' }, 'colour'],
  ]) {
    writeFileSync(path, JSON.stringify({ ...preset, ...change }));
    const refused = certlens(['check', chain, '--preset', path]);
    assert.equal(refused.status, 3);
    assert.ok(refused.stderr.includes(`\`${field}\``), refused.stderr);
  }
});

test('in a pipeline: packed, installed and run as README has it', () => {
  const run = (program, args, cwd) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const project = join(scratch, 'pipeline');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"private":true}');
  const packed = run('npm', ['pack', '--silent', '--pack-destination', project], folder);
  assert.equal(packed.status, 0, packed.stderr);
  const installed = run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', `./${packed.stdout.trim()}`], project);
  assert.equal(installed.status, 0, installed.stderr);
  const [from, to] = [example('root.pem'), scenario('right-chain/server.key')];
  writeFileSync(join(project, 'root.cer'), readFileSync(from));
  writeFileSync(join(project, 'fullchain.pem'), readFileSync(chain));
  writeFileSync(join(project, 'server.key'), readFileSync(to));
  const readme = readFileSync('README.md', 'utf8');
  const line = /^npx certlens (check .*)$/m.exec(readme)[1].replace('app.contoso.com', HOST);
  const checked = run('npx', ['--no-install', 'certlens', ...line.split(' '), '--format', 'junit', ...exampleNow()], project);
  // The key is another server's: nginx does not start with it.
  assert.equal(checked.status, 1, checked.stderr);
  assert.match(checked.stdout, /<testsuites name="certlens" tests="2" failures="2" errors="0" skipped="0">/);
  assert.match(checked.stdout, /<testcase classname="nginx-server"[^>]*>\s*<failure type="key-mismatch"/);
});

test('the package can be used from an own folder, by its name', async () => {
  const project = join(scratch, 'project');
  cpSync(folder, join(project, 'node_modules/certlens'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  const use = `import init, { inspect, catalog } from 'certlens'; await init();
    const report = inspect({ inputs: [], hosts: [], now: 0 }); console.log(report.engine.name, catalog().targets.length > 30);`;
  writeFileSync(join(project, 'use.js'), use);
  const { stdout, stderr } = spawnSync(process.execPath, ['use.js'], { cwd: project, encoding: 'utf8' });
  assert.equal(stdout, 'certlens true\n', stderr);
  // The way of browsers and of scripts that name the file: started by hand.
  const engine = await import(pathToFileURL(join(folder, 'certlens.js')).href);
  await engine.default({ module_or_path: readFileSync(join(folder, 'certlens_bg.wasm')) });
  assert.equal(engine.catalog().version, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version);
});
