// Commands in real shells: whatever a file or a certificate is called, a line runs the programs it names with the words
// that it shows, and nothing else.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DAY, certificate, ecKey } from '../../www/forge.mjs';

const { inspect } = await import(pathToFileURL(join(resolve(process.env.CERTLENS_PACKAGE ?? 'dist/pkg'), 'node.js')).href);
const scratch = mkdtempSync(join(tmpdir(), 'certlens-shells-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Stand-ins that write down what they were given instead of doing it. */
const programs = join(scratch, 'programs');
mkdirSync(programs);
const TOOLS = ['openssl', 'keytool', 'az', 'aws', 'kubectl', 'curl', 'awk', 'cat', 'sudo', 'certutil', 'gnutls-cli', 'update-ca-certificates', 'cp', 'date'];
for (const tool of TOOLS) {
  writeFileSync(join(programs, tool), `#!/bin/sh\nwords=$(printf '%s\\037' ${tool} "$@")\nprintf '%s\\036' "$words" >>"$CERTLENS_SAID"\n`);
  chmodSync(join(programs, tool), 0o755);
}

const HOSTILE = [
  '$(touch pwned)',
  '`touch pwned`',
  "'; touch pwned; '",
  '"; touch pwned; "',
  'a\ntouch pwned\n',
  'a;touch pwned',
  'a|touch pwned',
  'a&touch pwned&',
  'a>pwned',
  '-rf',
  '*',
  '~root',
  '%PATH%',
  '!touch!',
  '\u2018; touch pwned; \u2019',
  '\u202Eexe.mep',
  '{a,b}',
  '@(touch pwned)',
  '$env:PATH',
  'my server (1)',
];
const NOW = Date.parse('2026-11-23T12:00:00Z');
const root = ecKey();
const middle = ecKey();
const key = ecKey();
const from = NOW - 10 * DAY;

/** Every command that any report about these hostile names has. */
function commands(name) {
  const issuing = certificate({ serial: 2, subject: `CA ${name}`, issuer: `Root ${name}`, key: middle, issuerKey: root, from, days: 900, authority: true });
  const anchor = certificate({ serial: 1, subject: `Root ${name}`, issuer: `Root ${name}`, key: root, issuerKey: root, from, days: 900, authority: true });
  const leaf = (names) => certificate({ serial: 3, subject: name, issuer: `CA ${name}`, key, issuerKey: middle, from, days: 90, names });
  const input = (file, text, seat) => ({ name: file, bytes: new TextEncoder().encode(text), seat });
  const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const reports = [
    [
      [input(`${name}.pem`, issuing + leaf([name]), 'server'), input(`${name}.key`, pem, 'server'), input(`${name}.cer`, anchor, 'trust')],
      [name, `https://${name}/`],
    ],
    [[input(`${name}.pem`, leaf([name, 'app.example.com']), 'server'), input('root.cer', anchor, 'trust')], ['other.example.com']],
    [[input(`${name}.pem`, leaf(['*.example.com']) + issuing, 'server')], ['app.example.com']],
  ].map(([inputs, hosts]) => inspect({ inputs, hosts: hosts.map((one) => ({ name: one })), now: NOW / 1000 }));
  return reports.flatMap((report) => [
    ...report.answer.fixes.flatMap((fix) => fix.commands),
    ...report.repairs.flatMap((repair) => repair.commands),
    ...report.diagnosis.steps.flatMap((step) => step.commands),
  ]);
}
const all = HOSTILE.map((name) => [name, commands(name)]);

test('there are commands of every kind, and each says which shell it is for', () => {
  const every = all.flatMap(([, list]) => list);
  assert.ok(every.length > 500, `${every.length}`);
  for (const shell of ['posix', 'powershell', 'any'])
    assert.ok(
      every.some((command) => command.shell === shell),
      shell,
    );
  for (const { tool, shell } of every) {
    assert.equal(shell === 'powershell', tool === 'powershell');
    assert.equal(shell === '', ['nginx', 'apache', 'haproxy', 'envoy', 'python'].includes(tool), tool);
  }
  // Azure's come for both.
  for (const [name, list] of all)
    assert.equal(
      list.some(({ tool }) => tool === 'az'),
      list.some(({ text }) => text.includes('AzApplicationGateway')),
      name,
    );
});

test('only host names and usual file names reach a line', () => {
  for (const [name, list] of all) {
    for (const { text } of list) {
      assert.doesNotMatch(text, /touch pwned|[\u0000-\u0009\u000B-\u001F\u202E\u2018\u2019]|%PATH%|\$env:|!touch/, `${name}: ${text}`);
      if (name.includes('\n')) assert.doesNotMatch(text, /\n/);
    }
  }
  const mine = all.find(([name]) => name === 'my server (1)')[1];
  assert.ok(mine.some(({ text }) => text.includes("'my server (1).pem'")));
  assert.ok(all.find(([name]) => name === '$(touch pwned)')[1].some(({ text }) => /\bFILE\b/.test(text)));
});

/** Runs a line; answers with the words of every program that it ran. */
function run(shell, text, folder) {
  const said = join(folder, '.said');
  rmSync(said, { force: true });
  const env = { PATH: `${programs}${delimiter}${process.env.PATH}`, CERTLENS_SAID: said, HOME: folder };
  const { stderr, status } = spawnSync(shell, ['-c', text], { cwd: folder, env, encoding: 'utf8', input: '' });
  const words = existsSync(said)
    ? readFileSync(said, 'utf8')
        .split('\u001E')
        .filter((part) => part !== '')
        .map((part) => part.split('\u001F'))
    : [];
  return { words, stderr, status };
}

for (const shell of ['dash', 'bash']) {
  const there = spawnSync(shell, ['-c', ':']).status === 0;
  test(`every line in ${shell}`, { skip: there ? false : `${shell} is not here` }, () => {
    const folder = join(scratch, shell);
    mkdirSync(folder);
    const seen = new Set();
    for (const [name, list] of all) {
      for (const { text, shell: wanted, tool } of list) {
        if ((wanted !== 'posix' && wanted !== 'any') || seen.has(text)) continue;
        seen.add(text);
        const { words, stderr, status } = run(shell, text, folder);
        assert.equal(status, 0, `${name}: ${text}\n${stderr}`);
        const known = tool === 'sh' ? TOOLS : [tool, 'openssl'];
        for (const [program] of words) assert.ok(known.includes(program), `${name}: ${text} ran ${program}`);
        if (!text.startsWith('export ')) assert.ok(words.length > 0, text);
        // What is shown between quotes comes as one word, as it is shown.
        for (const [, quoted] of text.matchAll(/(?<=^|[ =])'([^']*)'(?= |$)/g))
          assert.ok(
            words.flat().some((word) => word.includes(quoted)),
            `${text}\n${JSON.stringify(words)}`,
          );
      }
      assert.ok(!readdirSync(folder).includes('pwned'), name);
    }
    assert.ok(seen.size > 30, `${seen.size}`);
  });
}

const pwsh = spawnSync('pwsh', ['-NoLogo', '-NoProfile', '-Command', 'exit 0']).status === 0;
test('every line in PowerShell', { skip: pwsh ? false : 'PowerShell could not be had: there is no pwsh on this machine' }, () => {
  // Its own parser says what the words of a line are.
  const parse = `$errors = $null; $null = [System.Management.Automation.Language.Parser]::ParseInput([Console]::In.ReadToEnd(), [ref]$null, [ref]$errors); if ($errors) { $errors | Out-String; exit 1 }`;
  for (const [name, list] of all) {
    for (const { text, shell } of list.filter((one) => one.shell === 'powershell' || one.shell === 'any')) {
      const { status, stdout } = spawnSync('pwsh', ['-NoLogo', '-NoProfile', '-Command', parse], { input: text, encoding: 'utf8' });
      assert.equal(status, 0, `${name}: ${shell}: ${text}\n${stdout}`);
    }
  }
});
