// What a server presents, beside the certification path that can be built from it.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { count, list, short } from '../format';
import type { Edge, Path, Report, Server } from '../report';
import { ChainPicture } from './chain-picture';
import { certificateLabel, rem, roleName } from './context';
import { Glyph } from './glyph';
import { CertificateLink } from './look';
import { Copy, More, Short, Time, Value } from './text';

export const ANCHORS: Record<Path['anchor'], string> = {
  uploaded: 'trust anchor: uploaded by you',
  mozilla: "trust anchor: in Mozilla's root list",
  none: 'not trusted by anything given',
};

const NAMES: Record<Edge['names'], string> = {
  exact: 'names equal',
  equivalent: 'names equal apart from writing',
  different: 'names differ',
};
const SIGNATURES: Record<Edge['signature'], string> = {
  verified: 'signature verified',
  failed: 'signature does not verify',
  unsupported: 'signature not checked: algorithm not supported',
  unchecked: 'signature not checked: checking was given up',
};
const KEY_IDS: Record<Edge['keyIds'], string> = { equal: 'key identifiers equal', different: 'key identifiers differ', absent: '' };

export function edgeText(edge: Edge): string {
  return list([NAMES[edge.names], KEY_IDS[edge.keyIds], SIGNATURES[edge.signature]].filter((part) => part !== ''));
}

const MOST = 24;
const MOST_ROWS = 100;

/** The server whose chain is worth seeing first: the one the answer is about. */
function preferred(report: Report): string {
  return report.answer.server ?? report.servers[0]?.id ?? '';
}

export function Chain({ report }: { report: Report }) {
  const [chosen, choose] = useState<string | null>(null);
  const [pathIndex, setPathIndex] = useState(0);
  const server = report.servers.find((one) => one.id === chosen) ?? report.servers.find((one) => one.id === preferred(report)) ?? report.servers[0];
  if (!server) return null;
  const path = server.paths[Math.min(pathIndex, server.paths.length - 1)] ?? null;
  return (
    <>
      <div class="section-head">
        {report.servers.length > 1 && (
          <label>
            of{' '}
            <select value={server.id} onChange={(event) => (choose(event.currentTarget.value), setPathIndex(0))}>
              {report.servers.map((one) => (
                <option key={one.id} value={one.id}>
                  {short(one.id, 40)}
                </option>
              ))}
            </select>
          </label>
        )}
        {server.paths.length > 1 && (
          <label>
            path{' '}
            <select value={pathIndex} onChange={(event) => setPathIndex(Number(event.currentTarget.value))}>
              {server.paths.slice(0, MOST).map((one, i) => (
                <option key={i} value={i}>
                  {i + 1} of {server.paths.length}
                  {one.complete ? '' : ', incomplete'}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <State server={server} path={path} />
      <Sized>{(width) => <ChainPicture report={report} server={server} path={path} width={width} />}</Sized>
      <Missing server={server} report={report} />
      <ul class="members" aria-label="Members of the chain">
        {[...new Set([...(path?.certificates ?? []), ...server.presented])].slice(0, MOST).map((index) => (
          <li key={index}>
            <CertificateLink report={report} index={index} />
          </li>
        ))}
      </ul>
      <More summary="The same as a table">{() => <ChainTable report={report} server={server} path={path} />}</More>
    </>
  );
}

function State({ server, path }: { server: Server; path: Path | null }) {
  const complete = path?.complete === true;
  return (
    <ul class="chain-state">
      <li>
        <Glyph name={complete ? 'accepted' : 'rejected'} />
        {complete ? 'path complete, every signature verified' : 'no complete path to a trust anchor'}
      </li>
      <li>
        <Glyph name={server.orderCorrect ? 'accepted' : 'warning'} />
        {server.orderCorrect ? 'presented in path order' : 'not presented in path order'}
      </li>
      {server.key && (
        <li>
          <Glyph name={server.key.matches !== null && server.key.matches === server.leaf ? 'accepted' : 'rejected'} />
          {server.key.matches === null
            ? 'the private key belongs to none of the certificates'
            : server.key.matches === server.leaf
              ? 'the private key belongs to the server certificate'
              : 'the private key belongs to another certificate than the server certificate'}
        </li>
      )}
    </ul>
  );
}

function Missing({ server, report }: { server: Server; report: Report }) {
  if (server.missing.length === 0) return null;
  return (
    <ul class="missing">
      {server.missing.slice(0, MOST).map((gap, i) => (
        <li key={i}>
          The issuer of <Value of={certificateLabel(report, gap.certificate)} cap={60} mono={false} /> is in no file: <Value of={gap.issuer} />
          {gap.caIssuers.map((address) => (
            <div key={address}>
              <span class="faint">its CA says it publishes it at </span>
              <Value of={address} cap={120} /> <Copy text={address} what="the address" />
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Hands its width to what is drawn inside it, in pixels of text of the usual size. */
function Sized({ children }: { children: (width: number) => ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const node = box.current;
    if (!node) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(((entry?.contentRect.width ?? 0) * 16) / rem())));
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} class="chain-picture">
      {width > 0 && children(width)}
    </div>
  );
}

function ChainTable({ report, server, path }: { report: Report; server: Server; path: Path | null }) {
  const order = [...new Set([...(path?.certificates ?? []), ...server.presented])];
  const unique = order.slice(0, MOST_ROWS);
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label={`Chain of ${short(server.id, 40)} as a table`}>
      <table class="chain-table">
        <thead>
          <tr>
            <th scope="col">Presented as</th>
            <th scope="col">In the path</th>
            <th scope="col">Certificate</th>
            <th scope="col">Role</th>
            <th scope="col">Not after</th>
            <th scope="col">Step to its issuer</th>
          </tr>
        </thead>
        <tbody>
          {unique.map((index) => {
            const certificate = report.certificates[index];
            if (!certificate) return null;
            const at = server.presented.flatMap((one, i) => (one === index ? [i + 1] : []));
            const place = path?.certificates.indexOf(index) ?? -1;
            const edge = path?.edges.find((one) => one.subject === index);
            const last = path !== null && place === path.certificates.length - 1;
            return (
              <tr key={index}>
                <td>{at.length === 0 ? 'not presented' : `no. ${list(at.map(String))}`}</td>
                <td>{place < 0 ? 'not used' : `step ${place + 1}`}</td>
                <td>
                  <CertificateLink report={report} index={index} cap={50} />
                </td>
                <td>{roleName(certificate)}</td>
                <td>
                  <Time at={certificate.notAfter} />
                </td>
                <td>{edge ? edgeText(edge) : last && path ? ANCHORS[path.anchor] : ''}</td>
              </tr>
            );
          })}
          {server.missing.map((gap, i) => (
            <tr key={`missing ${i}`}>
              <td>not presented</td>
              <td>missing</td>
              <td>
                <Short of={gap.issuer} cap={60} />
              </td>
              <td>
                issuer of <Short of={certificateLabel(report, gap.certificate)} cap={50} mono={false} />
              </td>
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      {order.length > MOST_ROWS && <p class="faint">{count(order.length - MOST_ROWS, 'more certificate')} in the inventory.</p>}
    </div>
  );
}
