// Values from files are hostile: nothing here trusts them to be short, printable or left-to-right.

/** A piece of a value: as it is, or an escape that stands for characters which must not act. */
export interface Piece {
  text: string;
  escaped: boolean;
}

// Controls, format and bidirectional characters, invisible fillers, blanks that are not U+0020, tags, variation
// selectors, private use, non-characters and lone surrogates: what cannot be seen or what changes how the rest reads.
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00A0\u034F\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200A\u202F\u205F\u2800\u3000\u3164\uFE00-\uFE0F\uFFA0\uFFFC\uFFFD\u{E0100}-\u{E01EF}]|\p{Cs}/u;
// More than three combining marks in a row is not a word in any script; it paints over the neighbours.
const STACKED = /(\p{M}{3})\p{M}+/gu;

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

function escapeOf(char: string): string {
  return ESCAPES[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`;
}

/** Splits a value into what may be shown as it is and escapes for everything else. */
export function pieces(value: string): Piece[] {
  const calm = value.replace(STACKED, '$1\u034F');
  if (!UNSEEN.test(calm)) return calm === '' ? [] : [{ text: calm, escaped: false }];
  const out: Piece[] = [];
  for (const char of calm) {
    const escaped = UNSEEN.test(char);
    const text = escaped ? escapeOf(char) : char;
    const last = out.at(-1);
    if (last?.escaped === escaped) last.text += text;
    else out.push({ text, escaped });
  }
  return out;
}

/** The same as plain text, for attributes, the clipboard and reports. */
export function visible(value: string): string {
  return pieces(value)
    .map((piece) => piece.text)
    .join('');
}

/** A command or another text of several lines: line ends stay, everything else as in `visible`. */
export function visibleLines(value: string): string {
  return value.split('\n').map(visible).join('\n');
}

/** Keeps both ends of a long text: the ends are what tells names and hashes apart. */
export function middle(text: string, cap: number): string {
  const chars = Array.from(text.length > cap * 4 ? text.slice(0, cap * 2) + text.slice(-cap * 2) : text);
  if (chars.length <= cap) return text;
  const head = Math.ceil((cap - 1) * 0.6);
  return `${chars.slice(0, head).join('')}…${chars.slice(chars.length - (cap - 1 - head)).join('')}`;
}

/** The text of a door that stands first: it begins no list of others. */
export function leading<T extends { text: string; form: string }>(spans: readonly T[]): readonly T[] {
  const [first, ...rest] = spans;
  const found = first?.form === 'plain' ? /^Or (\w)(.*)$/s.exec(first.text) : null;
  return first && found ? [{ ...first, text: `${found[1]?.toUpperCase() ?? ''}${found[2] ?? ''}` }, ...rest] : spans;
}

/** A value for one line of text: escaped, then capped. */
export function short(value: string, cap = 80): string {
  return middle(visible(value.length > 4096 ? middle(value, 2048) : value), cap);
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `2027-03-15 09:00 UTC`; seconds only where there are some. */
export function time(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds} s`;
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  const rest = date.getUTCSeconds() === 0 ? '' : `:${two(date.getUTCSeconds())}`;
  return `${day(seconds)} ${clock}${rest} UTC`;
}

/** `2027-03-15`. */
export function day(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds} s`;
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** Reads `2027-03-15`, `2027-03-15 09:00`, `2027-03-15T09:00:30Z`, always as UTC; null when it is no moment. */
export function parseTime(text: string): number | null {
  const found = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(?:Z|UTC)?\s*$/i.exec(text);
  if (!found) return null;
  const [year, month, date, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const moment = new Date(Date.UTC(year, month - 1, date, hour, minute, second));
  const same = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === date && hour < 24 && minute < 60;
  return same && second < 60 ? Math.floor(moment.getTime() / 1000) : null;
}

/** How far a moment is from another, in the unit a person would use: `in 3 days`, `2 years ago`. */
export function distance(seconds: number, from: number): string {
  const gap = seconds - from;
  const size = Math.abs(gap);
  const units: [number, string][] = [
    [86400 * 365.25, 'year'],
    [86400 * 30.44, 'month'],
    [86400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ];
  const [unit, word] = units.find(([length]) => size >= length * (length > 86400 ? 2 : 1)) ?? [1, 'second'];
  const count = Math.floor(size / unit);
  const amount = `${count} ${word}${count === 1 ? '' : 's'}`;
  return gap < 0 ? `${amount} ago` : `in ${amount}`;
}

/** `1.4 kB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} byte${bytes === 1 ? '' : 's'}`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `AB:CD:EF`, as other programs print fingerprints and key identifiers. */
export function colons(hex: string): string {
  return (hex.match(/../g) ?? []).join(':').toUpperCase();
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `1 certificate`, `1,000 certificates`. Without the browser's own number formats, which take 30 ms to come up the first time. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${String(n).replace(/\B(?=(\d{3})+$)/g, ',')} ${n === 1 ? one : many}`;
}

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** What somebody may look for, without the separators people put into fingerprints. */
export function searchable(text: string): string {
  const lower = text.toLowerCase().trim();
  return /^[0-9a-f]{2}([:\s-][0-9a-f]{2})+$/.test(lower) ? lower.replace(/[:\s-]/g, '') : lower;
}
