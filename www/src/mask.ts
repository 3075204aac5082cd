// Replaces the names in a report by placeholders, the same one for the same name, so that it can go into a public ticket.

import type { Report, Request } from './report';

/** Shorter than this, a name is a word that also stands in the sentences. */
const SHORTEST = 3;

function placeholder(value: string, known: Map<string, string>): string {
  const kind = /^[\d.]+$|:/.test(value) ? 'address' : value.includes('@') ? 'mail' : value.includes('.') ? 'host' : 'name';
  const lower = value.toLowerCase();
  const before = known.get(lower);
  if (before !== undefined) return before;
  const n = [...known.values()].filter((one) => one.startsWith(kind)).length + 1;
  const made = `${kind}-${n}`;
  known.set(lower, made);
  return made;
}

/** Every name that comes from the user's files and fields; public roots keep theirs. */
function names(report: Report, request: Request): Set<string> {
  const found = new Set<string>();
  const add = (value: string | null | undefined) => {
    if (value && value.length >= SHORTEST && !/^\d+$/.test(value)) found.add(value);
  };
  for (const input of request.inputs) add(input.name);
  for (const host of report.hosts) [host.typed, host.name, host.unicode].forEach(add);
  for (const server of report.servers) if (!['server', 'listener'].includes(server.id)) add(server.id);
  for (const verdict of report.verdicts) add(verdict.host);
  for (const item of report.items) add(item.alias);
  for (const certificate of report.certificates) {
    if (certificate.mozillaRoot) continue;
    add(certificate.label);
    for (const part of [...certificate.subjectParts, ...certificate.issuerParts]) if (part.label !== 'C') add(part.value);
    for (const name of certificate.subjectAltNames) add(name.value);
    for (const address of certificate.caIssuers) add(address);
  }
  for (const repair of report.repairs) add(repair.name);
  for (const presented of report.names.flatMap((name) => name.presented)) add(presented.value);
  return found;
}

/** A function that masks a text; long names go first so that a part never hides the whole. */
export function masker(report: Report, request: Request): (text: string) => string {
  const known = new Map<string, string>();
  const all = [...names(report, request)];
  for (const name of all) placeholder(name, known);
  const pattern = all
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  if (pattern === '') return (text) => text;
  const find = new RegExp(pattern, 'giu');
  return (text) => text.replace(find, (name) => known.get(name.toLowerCase()) ?? '(masked)');
}
