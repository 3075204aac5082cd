// Replaces the names in a report by placeholders, the same one for the same name, so that it can go into a public
// ticket. Only values are masked: the engine's sentences and words are constants, and stay as they are.

import type { Certificate, Report, Request } from './report';

/** Fields that hold the engine's own words, never a value from a file or a field of the page. */
const CONSTANT = new Set(
  (
    'title message why gateway fix explanation reason when seatReason setting tool shell section url field format password seat kind stringType oid type role anchor names ' +
    'keyIds signature faults check outcome target confidence rule severity form repair code algorithm curve signatureAlgorithm keyUsage extendedKeyUsage version notChecked ' +
    'passed undetermined notApplicable'
  ).split(' '),
);
/** Fields that tell which certificate it is, name or no name, or that hold a name in pieces. */
const IDENTIFYING = new Set(['labels', 'sha256', 'sha1', 'spkiSha256', 'serial', 'subjectKeyId', 'authorityKeyId', 'keyId']);
/** A value that is nothing but octets: a fingerprint, a serial number, a key identifier. */
const OCTETS = /^(?:[0-9a-f]{2}:?){8,}$/i;
/** A value with an address or a distinguished name in it. */
const TELLING = /=|:\/\/|@|\.\p{L}/u;
const WORD = /[\p{L}\p{N}]+/gu;
/** Servers that the engine names itself. */
const UNNAMED = /^(?:server|listener|client)$/;

/** Names are the same when their words are: a file's name is often a subject's with other separators. */
function key(text: string): string {
  return (text.toLowerCase().match(WORD) ?? []).join(' ');
}

/** Every name that comes from the user's files and fields; public roots keep theirs. */
function placeholders(report: Report, request: Request): Map<string, string> {
  const known = new Map<string, string>();
  const counts: Record<string, number> = {};
  const add = (kind: string, ...forms: (string | null | undefined)[]) => {
    const keys = forms.map((form) => key(form ?? '')).filter((one) => one !== '');
    const before = keys.map((one) => known.get(one)).find((one) => one !== undefined);
    if (keys.length === 0) return;
    const made = before ?? `${kind}-${(counts[kind] = (counts[kind] ?? 0) + 1)}`;
    for (const one of keys) if (!known.has(one)) known.set(one, made);
  };
  const guess = (value: string | null, ...forms: string[]) => {
    if (value !== null)
      add(
        /^[\d.]+$|^[\da-f:]*:[\da-f:]*$/i.test(value) ? 'address' : value.includes('@') ? 'mail' : /^\S+\.\S+$/.test(value) ? 'host' : 'name',
        value,
        ...forms,
      );
  };
  for (const host of report.hosts) add(host.kind === 'ip' ? 'address' : 'host', host.name, host.unicode, host.typed);
  for (const { host } of report.verdicts) guess(host);
  for (const { id } of report.servers) if (!UNNAMED.test(id)) add('server', id);
  for (const { name } of request.inputs) {
    const parts = name.split(/[/\\]/);
    add('file', name);
    for (const part of parts) add('file', part, part.replace(/(.)\.[^.]*$/, '$1'));
  }
  /** A list of names, or the parts of a distinguished name. */
  const guessEach = (value: string) => {
    for (const part of value.split(/(?<!\\)[,+]\s*/)) if (!/^C=/i.test(part)) guess(part.replace(/^[A-Z\d.]+=/i, ''));
  };
  const certificate = (one: Certificate) => {
    // Files that can be made are named after it, in fewer characters.
    guess(one.label, one.label.slice(0, 60).replace(/[^\w.-]/g, '_'));
    for (const part of [...one.subjectParts, ...one.issuerParts]) if (part.label !== 'C') guess(part.value);
    for (const name of one.subjectAltNames) guess(name.value);
    for (const address of one.caIssuers) guess(address);
    for (const { value } of one.extensions.flatMap((extension) => extension.fields)) if (TELLING.test(value)) guess(value);
  };
  for (const one of report.certificates) if (!one.mozillaRoot) certificate(one);
  for (const { alias, facts } of report.items) {
    guess(alias);
    // A request or a revocation list is no certificate: its names stand in its facts.
    for (const { value } of facts) if (TELLING.test(value)) guessEach(value);
  }
  for (const { value } of report.names.flatMap((name) => name.presented)) guess(value);
  for (const { form, value } of report.findings.flatMap((finding) => finding.evidence)) if (form === 'name') guessEach(value);
  return known;
}

/** A function that masks a value: as a whole, or the names in it where they begin and end with a word. */
export function masker(report: Report, request: Request): (text: string) => string {
  const known = placeholders(report, request);
  const longest = Math.min(40, Math.max(0, ...[...new Set([...known.keys()].map((one) => one.split(' ').length))]));
  return (whole) => {
    if (OCTETS.test(whole)) return '(masked)';
    // The engine cuts long values: half a name would be known to nobody.
    const text = whole.replace(/[^\s,]+\u2026$/, '\u2026');
    const words = [...text.matchAll(WORD)].map((word) => ({ from: word.index, to: word.index + word[0].length, key: word[0].toLowerCase() }));
    let out = '';
    let at = 0;
    for (let i = 0; i < words.length; i += 1) {
      for (let n = Math.min(longest, words.length - i); n > 0; n -= 1) {
        const name = words
          .slice(i, i + n)
          .map((word) => word.key)
          .join(' ');
        const made = known.get(name);
        // A bare letter or number inside a longer value is no name, whoever bears it.
        if (made === undefined || (n < words.length && /^(?:.|\d+)$/u.test(name))) continue;
        out += text.slice(at, words[i]?.from) + made;
        at = words[i + n - 1]?.to ?? at;
        i += n - 1;
        break;
      }
    }
    return out + text.slice(at);
  };
}

/** The report with every name in it masked, without bytes and without what identifies a certificate. */
export function masked(report: Report, request: Request): Report {
  const mask = masker(report, request);
  const walk = (value: unknown, name: string, holder: object): unknown => {
    if (typeof value === 'string') {
      const word =
        CONSTANT.has(name) ||
        ('form' in holder && holder.form === 'plain' && 'text' in holder) ||
        (name === 'label' && 'value' in holder) ||
        (name === 'id' && !('presented' in holder)) ||
        ((name === 'id' || name === 'server') && UNNAMED.test(value));
      return word ? value : mask(value);
    }
    if (Array.isArray(value)) return value.map((one: unknown) => walk(one, name, holder));
    if (typeof value !== 'object' || value === null || name === 'engine') return value;
    return Object.fromEntries(Object.entries(value).flatMap(([own, one]) => (IDENTIFYING.has(own) ? [] : [[own, walk(one, own, value)]])));
  };
  return walk(JSON.parse(withoutBytes(report)), '', {}) as Report;
}

export function withoutBytes(report: Report): string {
  return JSON.stringify(report, (_, value: unknown) => (value instanceof Uint8Array ? undefined : value), 2);
}
