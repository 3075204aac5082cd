// Every certificate, soonest expiry first: searchable, sortable, and to be taken along as a table or as dates.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { count, day, searchable } from '../format';
import { calendar, csv, problemsOf, table, type Row } from '../inventory';
import type { Certificate, Report } from '../report';
import { keyText } from './certificate';
import { roleName, useActions } from './context';
import { save } from './downloads';
import { VirtualList } from './list';
import { Search, Short } from './text';

/** What a search looks through, in lower case. */
function haystack(certificate: Certificate): string {
  return [
    certificate.subject,
    certificate.issuer,
    certificate.serial,
    certificate.sha256,
    certificate.sha1,
    certificate.subjectKeyId ?? '',
    certificate.authorityKeyId ?? '',
    certificate.publicKey.spkiSha256,
    certificate.publicKey.algorithm,
    certificate.signatureAlgorithm,
    ...certificate.subjectAltNames.map((name) => name.value),
    ...certificate.extensions.flatMap((extension) => [extension.oid, extension.name ?? '']),
  ]
    .join('\n')
    .toLowerCase();
}

/** Certificates looked through before the page gets its turn again. */
const TURN = 250;

/** Indexes of the certificates that match, found in short turns so that typing never waits for a long list. */
function useSearch(certificates: readonly Certificate[], query: string): Set<number> | null {
  const [found, setFound] = useState<Set<number> | null>(null);
  const wanted = searchable(query);
  useEffect(() => {
    if (wanted === '') return undefined;
    let current = true;
    const matches = new Set<number>();
    const turn = (from: number) => {
      if (!current) return;
      for (let index = from; index < Math.min(from + TURN, certificates.length); index += 1) {
        const certificate = certificates[index];
        if (certificate && haystack(certificate).includes(wanted)) matches.add(index);
      }
      if (from + TURN < certificates.length) setTimeout(turn, 0, from + TURN);
      else setFound(matches);
    };
    turn(0);
    return () => {
      current = false;
    };
  }, [certificates, wanted]);
  return wanted === '' ? null : (found ?? new Set());
}

type Order = 'ends' | 'name' | 'issuer' | 'problems';
const ORDERS: [Order, string][] = [
  ['ends', 'expiry'],
  ['name', 'name'],
  ['issuer', 'issuer'],
  ['problems', 'problems'],
];
/** More than this are listed as they come: sorting would read every one of them. */
const MOST_SORTED = 2000;

function sorted(rows: Row[], order: Order, problems: Map<number, number>): Row[] {
  if (rows.length > MOST_SORTED) return rows;
  const by: Record<Order, (a: Row, b: Row) => number> = {
    ends: (a, b) => a.certificate.notAfter - b.certificate.notAfter,
    name: (a, b) => (a.certificate.label < b.certificate.label ? -1 : 1),
    issuer: (a, b) => (a.certificate.issuer < b.certificate.issuer ? -1 : a.certificate.issuer > b.certificate.issuer ? 1 : 0),
    problems: (a, b) => (problems.get(b.index) ?? 0) - (problems.get(a.index) ?? 0),
  };
  return [...rows].sort((a, b) => by[order](a, b) || a.index - b.index);
}

/** The issuer by its common name, or by all of its name. */
function issuerName({ issuerParts, issuer }: Certificate): string {
  return issuerParts.find((part) => part.label === 'CN')?.value ?? issuer;
}

export function Inventory({ report }: { report: Report }) {
  const app = useActions();
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<Order>('ends');
  const [at, setAt] = useState(0);
  const { certificates } = report;
  const found = useSearch(certificates, query);
  const problems = useMemo(() => problemsOf(report), [report]);
  const rows = useMemo(() => sorted(table(report), order, problems), [report, order]);
  const shown = found === null ? rows : rows.filter((row) => found.has(row.index));
  const here = Math.min(at, shown.length - 1);
  const look = (row: number) => {
    const certificate = shown[row]?.certificate;
    setAt(row);
    if (certificate) app.look({ certificate: certificate.sha256 });
  };
  const keys = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -shown.length, End: shown.length };
    const step = steps[event.key];
    if (event.key === 'Enter' || event.key === ' ') look(here);
    else if (step !== undefined) setAt(Math.min(shown.length - 1, Math.max(0, here + step)));
    else return;
    event.preventDefault();
  };
  return (
    <div id="inventory">
      <div class="row inventory-head">
        <Search
          class="search"
          label="Search certificates by name, serial number, fingerprint or OID"
          hint="name, serial, fingerprint, OID"
          value={query}
          onInput={setQuery}
        />
        {rows.length > 1 && rows.length <= MOST_SORTED && (
          <label>
            by{' '}
            <select value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
              {ORDERS.map(([id, label]) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" data-download="inventory-csv" onClick={() => save(csv(report), 'certificates.csv', 'text/csv')}>
          Save CSV
        </button>
        <button type="button" data-download="inventory-ics" onClick={() => save(calendar(report), 'certificates.ics', 'text/calendar')}>
          Save calendar
        </button>
      </div>
      {query !== '' && (
        <p class="faint" role="status">
          {count(shown.length, 'match', 'matches')} of {certificates.length}
        </p>
      )}
      {shown.length > 0 && (
        <VirtualList
          count={shown.length}
          rowHeight={2.125}
          rows={Math.min(12, shown.length)}
          show={here}
          label="Certificates"
          role="listbox"
          tabIndex={0}
          aria-activedescendant={`certificate-${here}`}
          onKeyDown={keys}
          class="certificate-list"
        >
          {(row) => {
            const one = shown[row];
            if (!one) return null;
            const { certificate, index } = one;
            const out = report.now < certificate.notBefore || report.now > certificate.notAfter;
            const wrong = problems.get(index) ?? 0;
            return (
              <div
                key={index}
                id={`certificate-${row}`}
                role="option"
                aria-selected={row === here}
                aria-setsize={shown.length}
                aria-posinset={row + 1}
                class="certificate-row"
                onClick={() => look(row)}
              >
                <span class={out ? 'row-date bad' : 'row-date'}>
                  {out && (report.now > certificate.notAfter ? 'expired ' : 'not yet ')}
                  {day(report.now < certificate.notBefore ? certificate.notBefore : certificate.notAfter)}
                </span>
                <span class="row-label">
                  <Short of={certificate.label} cap={64} mono={false} />
                </span>
                <span class="faint row-issuer">
                  <Short of={issuerName(certificate)} cap={36} mono={false} />
                  {', '}
                  {keyText(certificate)}
                </span>
                <span class="faint row-role">
                  {roleName(certificate)}
                  {', '}
                  <Short of={one.file} cap={40} mono={false} />
                </span>
                <span class={wrong > 0 ? 'row-problems bad' : 'row-problems'}>{wrong > 0 ? count(wrong, 'problem') : ''}</span>
              </div>
            );
          }}
        </VirtualList>
      )}
    </div>
  );
}
