// Long lists of certificates on their way from the engine. Ten thousand of them as objects are more than a million
// objects, and the page would stand still while the browser collects garbage around them. So a slice travels as one
// buffer of text, which costs nothing to hand over, and a certificate is read out of it when somebody looks at it.

import type { Certificate } from './report';

/** What lists show of every certificate lies open. */
const OPEN = ['sha256', 'label', 'role', 'notBefore', 'notAfter', 'mozillaRoot', 'items'] as const;

type Open = Pick<Certificate, (typeof OPEN)[number]>;

export interface Packed {
  rows: Open[];
  /** For each row where its text ends and where its DER ends; both lie one after the other. */
  ends: [number, number][];
  bytes: Uint8Array<ArrayBuffer>;
}

export function pack(certificates: readonly Certificate[]): Packed {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const ends: [number, number][] = [];
  let size = 0;
  for (const { der, ...rest } of certificates) {
    const text = encoder.encode(JSON.stringify(rest));
    parts.push(text, der);
    ends.push([size + text.length, size + text.length + der.length]);
    size += text.length + der.length;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { rows: certificates.map((one) => Object.fromEntries(OPEN.map((key) => [key, one[key]])) as unknown as Open), ends, bytes };
}

export function unpack({ rows, ends, bytes }: Packed): Certificate[] {
  const decoder = new TextDecoder();
  // DER is the same object every time: views tell by it whether they have to ask anew.
  const ders: Uint8Array[] = [];
  // Views ask one certificate for many of its fields: the one that was read out last is kept.
  let last = -1;
  let whole: Certificate;
  const read = (row: Open): Certificate => {
    const i = rows.indexOf(row);
    if (i !== last) {
      const [to, end] = ends[i] ?? [0, 0];
      const der = (ders[i] ??= bytes.subarray(to, end));
      whole = { ...(JSON.parse(decoder.decode(bytes.subarray(ends[i - 1]?.[1] ?? 0, to))) as Certificate), der };
      last = i;
    }
    return whole;
  };
  const handler: ProxyHandler<Open> = {
    get: (row, key) => (key === 'toJSON' ? () => read(row) : Reflect.get(key in row ? row : read(row), key)),
  };
  return rows.map((row) => new Proxy(row, handler) as Certificate);
}
