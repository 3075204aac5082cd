// One certificate, request or key in a view of its own, with the members of its chain beside it. Back closes it.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Looked } from '../app';
import { middle, short, visible } from '../format';
import type { Item, Report } from '../report';
import { Bytes } from './bytes';
import { CertificateFields } from './certificate';
import { Compare } from './compare';
import { roleName, useActions, useApp } from './context';
import { Cross } from './hosts';
import { Notes, Pair, Pairs, Pieces, Short, Value } from './text';

type View = 'fields' | 'bytes' | 'compare';
const VIEWS: [View, string][] = [
  ['fields', 'Fields and extensions'],
  ['bytes', 'Bytes'],
  ['compare', 'What changed'],
];

/** A certificate's name as the way into its view. */
export function CertificateLink({ report, index, cap = 60 }: { report: Report; index: number; cap?: number }) {
  const app = useActions();
  const certificate = report.certificates[index];
  if (!certificate) return null;
  return (
    <button type="button" class="link look-link" onClick={() => app.look({ certificate: certificate.sha256 })}>
      <bdi>
        <Pieces of={middle(certificate.label || certificate.subject || certificate.serial, cap)} />
      </bdi>
    </button>
  );
}

/** One thing in a file, as the way into its view. */
export function ItemLink({ item }: { item: Item }) {
  const app = useActions();
  const certificate = item.certificate === null ? undefined : app.judged?.report.certificates[item.certificate];
  if (!certificate && item.key === null && item.facts.length === 0) {
    return (
      <>
        <span class="faint">{item.kind.replaceAll('-', ' ')}</span> <Value of={item.summary} cap={100} mono={false} />
      </>
    );
  }
  return (
    <button type="button" class="link look-link" onClick={() => app.look(certificate ? { certificate: certificate.sha256 } : { item: item.id })}>
      <Pieces of={middle(item.summary, 80)} />
    </button>
  );
}

interface Tab {
  id: string;
  label: string;
  looked: Looked;
}

/** What belongs to a certificate: its chain, its key, the requests for the same key. */
function tabs(report: Report, looked: Looked): Tab[] {
  const at = 'certificate' in looked ? report.certificates.findIndex((one) => one.sha256 === looked.certificate) : -1;
  const item = 'item' in looked ? report.items.find((one) => one.id === looked.item) : undefined;
  const spki = at >= 0 ? report.certificates[at]?.publicKey.spkiSha256 : item?.key?.spkiSha256;
  const server =
    report.servers.find((one) => one.leaf === at) ?? report.servers.find((one) => one.presented.includes(at) || one.paths[0]?.certificates.includes(at));
  const chain = server
    ? [...new Set([...(server.leaf === null ? [] : [server.leaf]), ...(server.paths[0]?.certificates ?? []), ...server.presented])]
    : at >= 0
      ? [at]
      : [];
  const out: Tab[] = [];
  const add = (index: number) => {
    const one = report.certificates[index];
    if (one && !out.some((tab) => tab.id === one.sha256))
      out.push({ id: one.sha256, label: `${short(one.label, 40)}, ${roleName(one)}`, looked: { certificate: one.sha256 } });
  };
  for (const index of chain) add(index);
  report.certificates.forEach((one, index) => {
    if (spki !== undefined && spki !== null && out.length < 20 && one.items.length > 0 && one.publicKey.spkiSha256 === spki) add(index);
  });
  const leaf = server?.leaf == null ? undefined : report.certificates[server.leaf]?.publicKey.spkiSha256;
  for (const one of report.items) {
    if (one.key === null || one.certificate !== null || out.length > 24) continue;
    const same = one.key.spkiSha256 !== null && (one.key.spkiSha256 === spki || one.key.spkiSha256 === leaf);
    if (same || one.id === server?.key?.item || one === item)
      out.push({
        id: `item ${one.id}`,
        label: one.kind === 'certification-request' ? 'Request' : one.kind === 'public-key' ? 'Public key' : 'Private key',
        looked: { item: one.id },
      });
  }
  if (item && !out.some((tab) => tab.id === `item ${item.id}`))
    out.push({ id: `item ${item.id}`, label: item.kind.replaceAll('-', ' '), looked: { item: item.id } });
  return out;
}

export function Look() {
  const app = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const [view, setView] = useState<View>('fields');
  const { looked, judged } = app;
  const open = looked !== null && judged !== null;
  useEffect(() => {
    const away = () => app.looksAway();
    addEventListener('popstate', away);
    return () => removeEventListener('popstate', away);
  }, [app]);
  useEffect(() => {
    const node = dialog.current;
    if (!node) return;
    if (open && !node.open) {
      node.showModal();
      node.scrollTop = 0;
    } else if (!open && node.open) {
      node.close();
      setView('fields');
    }
  }, [open]);
  // Every way out goes through the browser's history, so that Back never has to be pressed for a view that is gone.
  const close = () => (app.looked === null ? undefined : history.back());
  return (
    <dialog
      ref={dialog}
      class="look"
      aria-labelledby="look-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      {open && <Inside report={judged.report} looked={looked} view={view} setView={setView} close={close} />}
    </dialog>
  );
}

interface InsideProps {
  report: Report;
  looked: Looked;
  view: View;
  setView: (view: View) => void;
  close: () => void;
}

function Inside({ report, looked, view, setView, close }: InsideProps) {
  const app = useActions();
  const certificate = 'certificate' in looked ? report.certificates.find((one) => one.sha256 === looked.certificate) : undefined;
  const item = 'item' in looked ? report.items.find((one) => one.id === looked.item) : undefined;
  const all = tabs(report, looked);
  const own = 'certificate' in looked ? looked.certificate : `item ${looked.item}`;
  return (
    <div class="look-inside">
      <div class="look-head">
        <h2 id="look-title">
          {certificate ? (
            <Short of={certificate.label} cap={80} mono={false} />
          ) : item ? (
            <Short of={item.summary} cap={80} mono={false} />
          ) : (
            'It is no longer here'
          )}
        </h2>
        <button type="button" id="look-close" onClick={close}>
          <Cross /> Close
        </button>
      </div>
      {all.length > 1 && (
        <div class="look-tabs" role="group" aria-label="Chain, key and request">
          {all.map((tab) => (
            <button key={tab.id} type="button" aria-pressed={tab.id === own} onClick={() => app.look(tab.looked)}>
              {tab.label}
            </button>
          ))}
        </div>
      )}
      {certificate && (
        <div class="certificate">
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
      {item && <ItemFields item={item} report={report} />}
    </div>
  );
}

/** A key or a request: what it is, and what it belongs to. */
function ItemFields({ item, report }: { item: Item; report: Report }) {
  const { key } = item;
  const spki = key?.spkiSha256 ?? null;
  const partners = spki === null ? [] : report.items.filter((one) => one.id !== item.id && one.certificate === null && one.key?.spkiSha256 === spki);
  const certificates =
    spki === null ? [] : report.certificates.flatMap((one, index) => (one.items.length > 0 && one.publicKey.spkiSha256 === spki ? [index] : []));
  const file = report.inputs[item.input]?.name ?? '';
  return (
    <div class="certificate item-fields">
      {item.error && <Notes of={[item.error]} class="problems" />}
      <Pairs>
        {key && <Pair label="Key">{[key.algorithm, key.curve ?? (key.bits > 0 ? `${key.bits} bits` : '')].filter((part) => part !== '').join(', ')}</Pair>}
        {item.facts.map((fact, i) => (
          <Pair key={i} label={fact.label}>
            <Value of={fact.value} cap={400} />
          </Pair>
        ))}
        {spki !== null && (
          <Pair label="SPKI SHA-256">
            <Value of={spki} cap={200} />
          </Pair>
        )}
        <Pair label="Same key as">
          <span id="same-key">{certificates.length === 0 && partners.length === 0 && <span class="faint">nothing among your files</span>}</span>
          {certificates.map((index) => (
            <div key={index}>
              certificate <CertificateLink report={report} index={index} />
            </div>
          ))}
          {partners.map((one) => (
            <div key={one.id}>
              <ItemLink item={one} /> <span class="faint">in {visible(report.inputs[one.input]?.name ?? '')}</span>
            </div>
          ))}
        </Pair>
        <Pair label="Came from">
          <Value of={file} mono={false} />
        </Pair>
      </Pairs>
      <Notes of={item.notes} />
    </div>
  );
}
