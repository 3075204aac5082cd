// Renews the data that the engine carries: `./build.sh data [NAME[=FILE]...]`, the only command that asks the network, and
// it does so only when it is called. With `=FILE` a file at hand is read instead.
//
//   suffixes   data/public-suffixes.txt, of the Public Suffix List
//   logs       data/ct-logs.txt, of Google's list of all certificate transparency logs
//   letters    data/compositions.txt, of the Unicode tables in Node (no network)
//   roots      the crate webpki-root-certs in Cargo.lock: Mozilla's roots by way of the Common CA Database
//
// What was read and when stands in data/sources.txt, from where the catalog has it.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { domainToASCII, fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('..', import.meta.url);
const at = (path) => new URL(path, root);
const read = (path) => readFileSync(at(path), 'utf8');

/** The lines of comment at the start of a file, which say what it is and under which terms. */
const head = (path) =>
  read(path)
    .split('\n')
    .filter((line) => line.startsWith('#'));

// ---- the Public Suffix List

/** The tree that `src/identity/suffixes.rs` reads; see the head of the file. */
export function suffixes(list) {
  const [, icann] = /===BEGIN ICANN DOMAINS===([\s\S]*?)\/\/ ===END ICANN DOMAINS===/.exec(list);
  const tree = { children: new Map(), own: false, every: false, exception: false };
  for (const line of icann.split('\n')) {
    const rule = line.trim().split(/\s/)[0];
    if (rule === '' || rule.startsWith('//')) continue;
    // Only what is not ASCII is converted: a label of digits alone would be taken for an address.
    const ascii = (label) => (/^[\x21-\x7e]*$/.test(label) ? label : domainToASCII(label));
    const labels = rule.replace(/^!/, '').split('.').map(ascii).reverse();
    let node = tree;
    for (const label of labels) {
      if (label === '*') {
        node.every = true;
        break;
      }
      if (!node.children.has(label)) node.children.set(label, { children: new Map(), own: false, every: false, exception: false });
      node = node.children.get(label);
    }
    if (rule.startsWith('!')) node.exception = true;
    else if (labels.at(-1) !== '*') node.own = true;
  }
  const flag = ({ own, every, exception }) => (exception ? '!' : every ? (own ? '+' : '*') : own ? '' : '?');
  const sorted = (children) => [...children].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = ([label, node]) => `${flag(node)}${label}${node.children.size > 0 ? `(${sorted(node.children).map(text).join(' ')})` : ''}`;
  return sorted(tree.children).map(text);
}

// ---- logs of certificate transparency

/** First octets of each log's id, and its name; logs that take certificates which end after `since` alone. */
export function logs(list, since) {
  const all = list.operators.flatMap((operator) => [...(operator.logs ?? []), ...(operator.tiled_logs ?? [])]);
  const kept = all.filter((log) => log.temporal_interval && log.temporal_interval.end_exclusive > since && log.log_type !== 'test');
  const name = (text) => text.replace(/(^|\s)'([^']+)'(?=\s|$)/, '$1$2').replace(/ log$/i, '');
  return kept
    .map((log) => [Buffer.from(log.log_id, 'base64').toString('hex').slice(0, 16), name(log.description)])
    .sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map((row) => row.join(' '));
}

// ---- letters and their marks

/** A line a mark: the mark, then each letter with the character that both make. */
export function letters() {
  const marks = new Map();
  for (let code = 0x80; code < 0x110000; code += 1) {
    // Surrogates are no characters, Hangul is computed.
    if ((code >= 0xd800 && code < 0xe000) || (code >= 0xac00 && code < 0xd7a4)) continue;
    const both = String.fromCodePoint(code);
    const parts = [...both.normalize('NFD')];
    if (parts.length < 2) continue;
    const mark = parts.pop();
    const letter = parts.join('').normalize('NFC');
    if ([...letter].length !== 1 || (letter + mark).normalize('NFC') !== both) continue;
    // What Unicode has in upper case too is found by its lower case.
    const lower = both.toLowerCase();
    if (lower !== both && [...lower].length === 1 && (letter.toLowerCase() + mark).normalize('NFC') === lower) continue;
    if (!marks.has(mark)) marks.set(mark, []);
    marks.get(mark).push([letter, both]);
  }
  const byCode = ([a], [b]) => a.codePointAt(0) - b.codePointAt(0);
  return [...marks].sort(byCode).map(([mark, pairs]) => mark + pairs.sort(byCode).flat().join(''));
}

// ---- what was read, and when

/** Puts what was read into data/sources.txt. */
function note(id, date, revision) {
  const lines = read('data/sources.txt')
    .split('\n')
    .map((line) => {
      const fields = line.split('\t');
      return fields[0] === id ? [id, fields[1], date, revision, ...fields.slice(4)].join('\t') : line;
    });
  writeFileSync(at('data/sources.txt'), lines.join('\n'));
}

const today = () => new Date().toISOString().slice(0, 10);

async function text(file, address) {
  if (file) return readFileSync(file, 'utf8');
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer.text();
}

const write = (path, lines) => writeFileSync(at(path), `${[...head(path), ...lines].join('\n')}\n`);

const RENEW = {
  async suffixes(file) {
    const list = await text(file, 'https://publicsuffix.org/list/public_suffix_list.dat');
    write('data/public-suffixes.txt', suffixes(list));
    // The published file says which version it is; one from the repository does not.
    const [date, commit] = [/^\/\/ VERSION: (\d{4}-\d\d-\d\d)/m.exec(list)?.[1], /^\/\/ COMMIT: (\w{12})/m.exec(list)?.[1]];
    note('suffixes', date ?? today(), commit ?? 'not said');
  },
  async logs(file) {
    const list = JSON.parse(await text(file, 'https://www.gstatic.com/ct/log_list/v3/all_logs_list.json'));
    const date = list.log_list_timestamp.slice(0, 10);
    write('data/ct-logs.txt', logs(list, `${Number(date.slice(0, 4)) - 2}-01-01`));
    note('logs', date, list.version);
  },
  async letters() {
    write('data/compositions.txt', letters());
    note('letters', today(), `Unicode ${process.versions.unicode}`);
  },
  async roots() {
    execFileSync('cargo', ['update', '-p', 'webpki-root-certs'], { cwd: fileURLToPath(root), stdio: 'inherit' });
    const version = /name = "webpki-root-certs"\nversion = "([^"]*)"/.exec(read('Cargo.lock'))[1];
    if (!read('data/sources.txt').includes(`webpki-root-certs ${version}\t`)) note('roots', today(), `webpki-root-certs ${version}`);
  },
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const asked = process.argv.slice(2);
  for (const one of asked.length > 0 ? asked : Object.keys(RENEW)) {
    const [name, file] = one.split('=');
    if (!Object.hasOwn(RENEW, name)) throw new Error(`no data is called ${name}; there are ${Object.keys(RENEW).join(', ')}`);
    await RENEW[name](file);
    console.log(`renewed: ${name}`);
  }
}
