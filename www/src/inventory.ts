// The certificates as a table, as CSV and as a calendar of what ends when.

import { count, day, visible } from './format';
import type { Certificate, Report } from './report';

export interface Row {
  index: number;
  certificate: Certificate;
  file: string;
}

/** Certificates that came with files, each with the first of them. */
export function table(report: Report): Row[] {
  return report.certificates.flatMap((certificate, index) => {
    const item = certificate.items[0];
    if (item === undefined) return [];
    const files = new Set(certificate.items.map((one) => report.items[one]?.input));
    const file = report.inputs[report.items[item]?.input ?? -1]?.name ?? '';
    return [{ index, certificate, file: files.size > 1 ? `${file} and ${count(files.size - 1, 'more file')}` : file }];
  });
}

/** How many findings say that something is wrong with a certificate. */
export function problemsOf(report: Report): Map<number, number> {
  const found = new Map<number, number>();
  for (const { severity, at } of report.findings)
    if (severity !== 'notice' && at.certificate !== undefined) found.set(at.certificate, (found.get(at.certificate) ?? 0) + 1);
  return found;
}

/** More leaves than this that are not one pool are an inventory. */
const FEW = 5;

export function isInventory(report: Report): boolean {
  const leaves = new Set(report.servers.flatMap((server) => (server.leaf === null ? [] : [server.leaf])));
  const names = [...leaves].map((index) => report.certificates[index]?.subjectAltNames[0]?.value ?? report.certificates[index]?.label);
  return new Set(names).size > FEW;
}

/** Spreadsheets take a cell that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string): string {
  const text = visible(value);
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

const COLUMNS = ['expires', 'valid from', 'name', 'names', 'issuer', 'role', 'key', 'serial', 'sha256', 'files', 'problems'];

export function csv(report: Report): string {
  const titles = new Map<number, string[]>();
  for (const { severity, title, at } of report.findings)
    if (severity !== 'notice' && at.certificate !== undefined) titles.set(at.certificate, [...(titles.get(at.certificate) ?? []), title]);
  const lines = [...table(report)]
    .sort((a, b) => a.certificate.notAfter - b.certificate.notAfter)
    .map(({ certificate: one, index }) => {
      const inputs = new Set(one.items.map((item) => report.items[item]?.input));
      const files = [...inputs].map((input) => report.inputs[input ?? -1]?.name ?? '');
      return [
        day(one.notAfter),
        day(one.notBefore),
        one.label,
        one.subjectAltNames.map((name) => name.value).join(' '),
        one.issuer,
        one.role,
        [one.publicKey.algorithm, one.publicKey.curve ?? String(one.publicKey.bits)].join(' '),
        one.serial,
        one.sha256,
        files.join(' '),
        (titles.get(index) ?? []).join('; '),
      ];
    });
  return `${[COLUMNS, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

const stamp = (seconds: number): string =>
  `${new Date(seconds * 1000)
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
    .slice(0, 15)}Z`;

/** Text of a calendar (RFC 5545, 3.3.11), in lines of at most 75 octets (3.1). */
function line(name: string, value: string): string {
  const text = `${name}:${visible(value).replace(/[\\;,]/g, (char) => `\\${char}`)}`;
  const out: string[] = [];
  let own = '';
  let size = 0;
  for (const char of text) {
    const octets = new TextEncoder().encode(char).length;
    if (size + octets > 74) {
      out.push(own);
      own = ' ';
      size = 1;
    }
    own += char;
    size += octets;
  }
  return [...out, own].join('\r\n');
}

/** One entry for each certificate that ends, with a reminder four weeks ahead. */
export function calendar(report: Report): string {
  const events = table(report)
    .filter(({ certificate }) => certificate.notAfter > report.now && Math.abs(certificate.notAfter) < 250_000_000_000)
    .flatMap(({ certificate: one, file }) => [
      'BEGIN:VEVENT',
      line('UID', `${one.sha256}@certlens`),
      `DTSTAMP:${stamp(report.now)}`,
      `DTSTART:${stamp(one.notAfter)}`,
      `DTEND:${stamp(one.notAfter)}`,
      line('SUMMARY', `Certificate ends: ${one.label}`),
      line('DESCRIPTION', `Issued by ${one.issuer}. File: ${file}. SHA-256 ${one.sha256}`),
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      line('DESCRIPTION', `Certificate ends in four weeks: ${one.label}`),
      'TRIGGER:-P28D',
      'END:VALARM',
      'END:VEVENT',
    ]);
  return `${['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Certlens//EN', ...events, 'END:VCALENDAR'].join('\r\n')}\r\n`;
}
