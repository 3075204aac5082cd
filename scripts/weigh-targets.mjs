// What each target adds to the download: the bytes that the data of all targets lose, brotli'd, when one is left out.
// Counted are the texts that ship (`catalog().targets` of the built package: names, settings, words, statements, sources); the
// knobs of a procedure are some tens of bytes of pointers and flags besides.
// node scripts/weigh-targets.mjs [--all] [package]; without --all those above 400 bytes: only the first of a family may be there.

import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const MOST = 400;
const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('--')) ?? 'dist/pkg';
const { catalog } = await import(pathToFileURL(resolve(folder, 'node.js')).href);
const { targets } = await catalog();
const strings = (value) => (typeof value === 'string' ? [value] : value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : []);
// A string that is written twice is one in the engine.
const weigh = (list) => {
  const text = Buffer.from([...new Set(list.flatMap(strings))].join('\n'));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  return brotliCompressSync(text, { params }).length;
};
const whole = weigh(targets);
const rows = targets.map((target) => ({ id: target.id, bytes: whole - weigh(targets.filter((other) => other !== target)) }));
rows.sort((a, b) => b.bytes - a.bytes);
const heavy = rows.filter(({ bytes }) => bytes > MOST);
console.log(`${targets.length} targets, ${whole} B brotli, ${Math.round(whole / targets.length)} B each on average`);
console.log(`median ${rows[Math.floor(rows.length / 2)].bytes} B; ${heavy.length} above ${MOST} B`);
for (const { id, bytes } of args.includes('--all') ? rows : heavy) console.log(String(bytes).padStart(6), id);
