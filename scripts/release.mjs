// Packs a release out of dist: `node scripts/release.mjs dist`. The same build gives the same bytes.
//   dist/release/certlens-VERSION.zip     site, single file, package, hosting, customise command, licences, bill of materials
//   dist/release/certlens-VERSION.cdx.json
//   dist/release/SHA256SUMS
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';

const dist = process.argv[2];
const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(dist, 'pkg/package.json'), 'utf8'));
const name = `certlens-${version}`;

const files = (folder, below = '') =>
  readdirSync(join(folder, below))
    .sort()
    .flatMap((entry) => {
      const path = below === '' ? entry : `${below}/${entry}`;
      return statSync(join(folder, path)).isDirectory() ? files(folder, path) : [path];
    });

const contents = new Map();
for (const folder of ['site', 'pkg', 'hosting'])
  for (const path of files(join(dist, folder))) contents.set(`${folder}/${path}`, readFileSync(join(dist, folder, path)));
for (const file of ['certlens.html', 'customise.mjs', 'licences.txt', 'bom.cdx.json']) contents.set(file, readFileSync(join(dist, file)));
for (const file of ['LICENSE-APACHE', 'LICENSE-MIT', 'CHANGELOG.md', 'SECURITY.md']) contents.set(file, readFileSync(join(root, file)));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
contents.set('SHA256SUMS', Buffer.from([...contents].map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join('')));

/** A ZIP archive (APPNOTE 6.3): every entry deflated, all of one date, the first that the format knows. */
function zip(entries) {
  const DATE = 0x0021;
  const [UTF8, DEFLATE, UNIX] = [0x0800, 8, 3];
  const locals = [];
  const central = [];
  let offset = 0;
  for (const [path, bytes] of entries) {
    const label = Buffer.from(`${name}/${path}`);
    const packed = deflateRawSync(bytes, { level: 9 });
    const head = Buffer.alloc(26);
    [20, UTF8, DEFLATE, 0, DATE].forEach((value, i) => head.writeUInt16LE(value, 2 * i));
    [crc32(bytes), packed.length, bytes.length].forEach((value, i) => head.writeUInt32LE(value, 10 + 4 * i));
    head.writeUInt16LE(label.length, 22);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), head, label, packed);
    const rest = Buffer.alloc(14);
    // The command has to stay one that can be run.
    rest.writeUInt32LE(((path === 'pkg/cli.js' ? 0o100755 : 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, UNIX]), head, rest, label);
    offset += 4 + head.length + label.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const out = join(dist, 'release');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const made = { [`${name}.zip`]: zip([...contents]), [`${name}.cdx.json`]: contents.get('bom.cdx.json') };
for (const [file, bytes] of Object.entries(made)) writeFileSync(join(out, file), bytes);
writeFileSync(
  join(out, 'SHA256SUMS'),
  Object.entries(made)
    .map(([file, bytes]) => `${sha256(bytes)}  ${file}\n`)
    .join(''),
);
console.log(
  Object.entries(made)
    .map(([file, bytes]) => `${join(out, file)} ${bytes.length}`)
    .join('\n'),
);
