import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const format = await load('format');

test('characters that act or cannot be seen become escapes', () => {
  const cases = {
    'plain.example': 'plain.example',
    'b\u00fccher.example': 'bücher.example',
    'a\u202Egpj.exe': 'a\\u{202E}gpj.exe',
    'x\u2066y\u2069': 'x\\u{2066}y\\u{2069}',
    'line\nfeed\ttab\0nul\x1b[31m': 'line\\nfeed\\ttab\\0nul\\u{001B}[31m',
    'zero\u200Bwidth\uFEFF': 'zero\\u{200B}width\\u{FEFF}',
    'no\u00A0break': 'no\\u{00A0}break',
    'soft\u00ADhyphen': 'soft\\u{00AD}hyphen',
    'lone\uD800surrogate': 'lone\\u{D800}surrogate',
    'tag\u{E0041}': 'tag\\u{E0041}',
    'שלום.example': 'שלום.example',
    '日本.example': '日本.example',
  };
  for (const [value, shown] of Object.entries(cases)) assert.equal(format.visible(value), shown);
});

test('stacked combining marks are cut after three', () => {
  const shown = format.visible(`a${'\u0301'.repeat(50)}b`);
  assert.equal(shown, 'a\u0301\u0301\u0301\\u{034F}b');
});

test('long values keep both ends and never exceed the cap', () => {
  assert.equal(format.middle('abcdefghij', 10), 'abcdefghij');
  assert.equal(format.middle('abcdefghijk', 7), 'abcd…jk');
  const huge = 'x'.repeat(5_000_000);
  assert.equal(Array.from(format.middle(huge, 80)).length, 80);
  assert.ok(format.short(`${'\u202E'.repeat(10_000)}end`, 60).length <= 60);
  assert.equal(format.middle('😀'.repeat(20), 5), '😀😀😀…😀');
});

test('times are read and written as UTC', () => {
  assert.equal(format.parseTime('2027-03-15'), Date.UTC(2027, 2, 15) / 1000);
  assert.equal(format.parseTime(' 2027-3-5 9:07 '), Date.UTC(2027, 2, 5, 9, 7) / 1000);
  assert.equal(format.parseTime('2027-03-15T09:00:30Z'), Date.UTC(2027, 2, 15, 9, 0, 30) / 1000);
  for (const wrong of ['', 'tomorrow', '2027-02-30', '2027-13-01', '2027-01-01 24:00', '2027-01-01 10:60', '15.03.2027']) {
    assert.equal(format.parseTime(wrong), null, wrong);
  }
  assert.equal(format.time(Date.UTC(2027, 2, 15, 9) / 1000), '2027-03-15 09:00 UTC');
  assert.equal(format.time(1), '1970-01-01 00:00:01 UTC');
  assert.equal(format.time(1e18), '1000000000000000000 s');
  assert.equal(format.parseTime(format.time(1_800_000_000)), 1_800_000_000);
});

test('distances use the unit a person would', () => {
  const day = 86_400;
  assert.equal(format.distance(3 * day, 0), 'in 3 days');
  assert.equal(format.distance(0, day), '1 day ago');
  assert.equal(format.distance(45 * day, 0), 'in 45 days');
  assert.equal(format.distance(800 * day, 0), 'in 2 years');
  assert.equal(format.distance(0, 0), 'in 0 seconds');
});

test('a search for a fingerprint ignores its separators, a search for a name keeps them', () => {
  assert.equal(format.searchable('AB:cd:EF'), 'abcdef');
  assert.equal(format.searchable('ab cd ef'), 'abcdef');
  assert.equal(format.searchable(' App.Contoso.com '), 'app.contoso.com');
  assert.equal(format.colons('0aff'), '0A:FF');
});

test('a door that stands first begins no list', () => {
  const spans = (text) => [
    { text, form: 'plain' },
    { text: 'or', form: 'name' },
  ];
  assert.deepEqual(format.leading(spans('Or set the name to ')), spans('Set the name to '));
  for (const text of ['Order another for ', 'Set it, or leave ', '']) assert.deepEqual(format.leading(spans(text)), spans(text));
  assert.deepEqual(format.leading([{ text: 'Or not', form: 'name' }]), [{ text: 'Or not', form: 'name' }]);
});

test('lists and counts read as English', () => {
  assert.equal(format.list([]), '');
  assert.equal(format.list(['a', 'b', 'c']), 'a, b and c');
  assert.equal(format.count(1, 'match', 'matches'), '1 match');
  assert.equal(format.count(12345, 'match', 'matches'), '12,345 matches');
  assert.equal(format.size(999), '999 bytes');
  assert.equal(format.size(27_000_000), '27.0 MB');
});
