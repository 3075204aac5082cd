// What ends soon: every certificate in the files once, soonest first.

import { count, day, distance } from '../www/src/format';
import type { Report } from '../www/src/report';
import { type Terminal, columns, shown } from './terminal';

export interface Ending {
  notAfter: number;
  label: string;
  issuer: string;
  sha256: string;
  files: string[];
  /** It ends within the time asked for, or has ended. */
  soon: boolean;
}

export function endings(report: Report, within: number): Ending[] {
  const all = report.certificates
    .filter((certificate) => certificate.items.length > 0)
    .map((certificate): Ending => {
      const files = certificate.items.map((item) => report.inputs[report.items[item]?.input ?? -1]?.name ?? '');
      const { notAfter, label, issuer, sha256 } = certificate;
      return { notAfter, label, issuer, sha256, files: [...new Set(files)], soon: notAfter - report.now <= within };
    });
  return all.sort((a, b) => a.notAfter - b.notAfter || (a.sha256 < b.sha256 ? -1 : 1));
}

export function expiresText(report: Report, all: readonly Ending[], terminal: Terminal): string {
  const soon = all.filter((one) => one.soon);
  const rows = soon.map((one) => {
    const more = one.files.length > 1 ? ` and ${count(one.files.length - 1, 'more file')}` : '';
    return [day(one.notAfter), distance(one.notAfter, report.now), shown(one.label), `${shown(one.files[0] ?? '')}${more}`];
  });
  const lines = columns(rows);
  soon.forEach((one, i) => terminal.line(terminal.paint(lines[i] ?? '', one.notAfter < report.now ? 'red' : 'yellow')));
  terminal.line(
    terminal.paint(
      `${soon.length} of ${count(all.length, 'certificate')} ${soon.length === 1 ? 'ends' : 'end'} within the time asked for or ended before.`,
      'bold',
    ),
  );
  return terminal.toString();
}

export function expiresJson(report: Report, all: readonly Ending[]): string {
  return `${JSON.stringify({ now: report.now, certificates: all }, null, 2)}\n`;
}
