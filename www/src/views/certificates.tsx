// Every certificate, searchable; one of them in full, or two side by side.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { count, day, searchable } from '../format';
import type { Certificate, Report } from '../report';
import { Bytes } from './bytes';
import { CertificateFields } from './certificate';
import { Compare } from './compare';
import { origin, roleName } from './context';
import { VirtualList } from './list';
import { Short } from './text';

type View = 'fields' | 'bytes' | 'compare';
const VIEWS: [View, string][] = [
  ['fields', 'Fields and extensions'],
  ['bytes', 'Bytes'],
  ['compare', 'Compare with another'],
];

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
function useSearch(certificates: readonly Certificate[], query: string): number[] {
  const all = useMemo(() => certificates.map((_, index) => index), [certificates]);
  const [found, setFound] = useState<number[]>(all);
  const wanted = searchable(query);
  useEffect(() => {
    if (wanted === '') return undefined;
    let current = true;
    const matches: number[] = [];
    const turn = (from: number) => {
      if (!current) return;
      for (let index = from; index < Math.min(from + TURN, certificates.length); index += 1) {
        const certificate = certificates[index];
        if (certificate && haystack(certificate).includes(wanted)) matches.push(index);
      }
      if (from + TURN < certificates.length) setTimeout(turn, 0, from + TURN);
      else setFound(matches);
    };
    turn(0);
    return () => {
      current = false;
    };
  }, [certificates, wanted]);
  return wanted === '' ? all : found;
}

export function Certificates({ report }: { report: Report }) {
  const { certificates } = report;
  const [query, setQuery] = useState('');
  const [chosen, choose] = useState<string | null>(null);
  const [view, setView] = useState<View>('fields');
  const found = useSearch(certificates, query);
  if (certificates.length === 0) return null;
  const standard = report.servers.find((server) => server.id === report.answer.server)?.leaf ?? report.servers[0]?.leaf ?? 0;
  const at = chosen === null ? -1 : certificates.findIndex((one) => one.sha256 === chosen);
  const index = at >= 0 ? at : standard;
  const certificate = certificates[index];
  return (
    <section id="section-certificates" aria-labelledby="certificates-title">
      <div class="section-head">
        <h2 id="certificates-title">
          Certificates <span class="faint">{certificates.length}</span>
        </h2>
        <label class="search">
          <span class="offscreen">Search certificates by name, serial number, fingerprint or OID</span>
          <input
            type="search"
            placeholder="name, serial, fingerprint, OID"
            autocomplete="off"
            spellcheck={false}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </label>
      </div>
      {query !== '' && (
        <p class="faint" role="status">
          {count(found.length, 'match', 'matches')} of {certificates.length}
        </p>
      )}
      <List report={report} found={found} index={index} choose={(next) => choose(certificates[next]?.sha256 ?? null)} />
      {certificate && (
        <div class="certificate">
          <h3>
            <Short of={certificate.label} cap={80} mono={false} /> <span class="faint">{roleName(certificate)}</span>
          </h3>
          <div class="views" role="group" aria-label="What to show of it">
            {VIEWS.map(([id, label]) => (
              <button key={id} type="button" aria-pressed={view === id} onClick={() => setView(id)}>
                {label}
              </button>
            ))}
          </div>
          {view === 'fields' && <CertificateFields certificate={certificate} report={report} />}
          {view === 'bytes' && <Bytes key={certificate.sha256} bytes={certificate.der} />}
          {view === 'compare' && <Compare certificate={certificate} report={report} />}
        </div>
      )}
    </section>
  );
}

interface ListProps {
  report: Report;
  found: number[];
  index: number;
  choose: (index: number) => void;
}

/** One stop for the Tab key; the arrows move inside. */
function List({ report, found, index, choose }: ListProps) {
  const at = found.indexOf(index);
  const keys = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -found.length, End: found.length };
    const step = steps[event.key];
    if (step === undefined || found.length === 0) return;
    event.preventDefault();
    const next = found[Math.min(found.length - 1, Math.max(0, at + step))];
    if (next !== undefined) choose(next);
  };
  if (found.length === 0) return null;
  return (
    <VirtualList
      count={found.length}
      rowHeight={2.125}
      rows={Math.min(8, found.length)}
      show={at}
      label="Certificates"
      role="listbox"
      tabIndex={0}
      aria-activedescendant={at >= 0 ? `certificate-${index}` : undefined}
      onKeyDown={keys}
      class="certificate-list"
    >
      {(row) => {
        const own = found[row] ?? 0;
        const certificate = report.certificates[own];
        if (!certificate) return null;
        const out = report.now < certificate.notBefore || report.now > certificate.notAfter;
        return (
          <div
            key={own}
            id={`certificate-${own}`}
            role="option"
            aria-selected={own === index}
            aria-setsize={found.length}
            aria-posinset={row + 1}
            class="certificate-row"
            onClick={() => choose(own)}
          >
            <span class="row-label">
              <Short of={certificate.label} cap={64} mono={false} />
            </span>
            <span class="faint row-role">
              {roleName(certificate)}
              {', '}
              <Short of={origin(report, certificate)} cap={40} mono={false} />
            </span>
            <span class={out ? 'row-date bad' : 'row-date'}>
              {out && (report.now > certificate.notAfter ? 'expired ' : 'not yet ')}
              {day(report.now < certificate.notBefore ? certificate.notBefore : certificate.notAfter)}
            </span>
          </div>
        );
      }}
    </VirtualList>
  );
}
