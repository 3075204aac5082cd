// What `./build.sh data` makes of the lists that others publish.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { letters, logs, suffixes } from '../../scripts/data.mjs';

const lines = (path) =>
  readFileSync(new URL(`../../data/${path}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

test('the public suffix list becomes a tree, of its ICANN part', () => {
  const list = `// ===BEGIN ICANN DOMAINS===
// a comment
uk
co.uk
*.sch.uk
ck
*.ck
!www.ck
公司.cn
cn
*.nom.br
br
2000.hu
hu
a.b.zz
// ===END ICANN DOMAINS===
// ===BEGIN PRIVATE DOMAINS===
github.io
// ===END PRIVATE DOMAINS===`;
  assert.deepEqual(suffixes(list), ['br(*nom)', '+ck(!www)', 'cn(xn--55qx5d)', 'hu(2000)', 'uk(co *sch)', '?zz(?b(a))']);
});

test('of logs the first octets of the id are kept, and the name', () => {
  const log = (description, end, more = {}) => ({
    description,
    log_id: Buffer.alloc(32, description.length).toString('base64'),
    temporal_interval: { start_inclusive: '2020-01-01T00:00:00Z', end_exclusive: end },
    ...more,
  });
  const operators = [
    { logs: [log("DigiCert 'Sphinx2025h2' Log", '2026-01-01T00:00:00Z'), log('Old log', '2020-07-01T00:00:00Z')] },
    { tiled_logs: [log("Let's Encrypt 'Sycamore2026h1'", '2026-07-01T00:00:00Z'), log('A test', '2026-07-01T00:00:00Z', { log_type: 'test' })] },
    { logs: [{ description: 'without an end', log_id: '' }] },
  ];
  assert.deepEqual(logs({ operators }, '2024-01-01'), ['1b1b1b1b1b1b1b1b DigiCert Sphinx2025h2', "1e1e1e1e1e1e1e1e Let's Encrypt Sycamore2026h1"]);
});

test('what is carried has the form that the engine reads', () => {
  for (const line of lines('ct-logs.txt')) assert.match(line, /^[0-9a-f]{16} \S.*\S$/);
  assert.equal(new Set(lines('ct-logs.txt').map((line) => line.slice(0, 16))).size, lines('ct-logs.txt').length);
  for (const line of lines('public-suffixes.txt')) assert.match(line, /^[*+!?]?[a-z0-9-]+(\(.+\))?$/);
});

test('a mark makes one character of a letter', () => {
  const made = letters();
  const acute = made.find((line) => line.startsWith('\u0301'));
  assert.ok(acute.includes('eé') && acute.includes('cć') && !acute.includes('EÉ'));
  // What is composed once stays so; an older Node may not know the newest letters.
  for (const [mark, ...pairs] of lines('compositions.txt').map((line) => [...line])) {
    for (let i = 0; i < pairs.length; i += 2) {
      if (!/\p{Cn}/u.test(pairs[i + 1])) assert.equal((pairs[i] + mark).normalize('NFC'), pairs[i + 1]);
    }
  }
});
