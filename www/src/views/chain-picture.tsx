// The drawing: presented certificates on the left, the path on the right, lines between them that cross when the
// order is wrong, and a ghost where an issuer is missing.

import { day, middle, visible } from '../format';
import type { Edge, Path, Report, Server } from '../report';
import { ANCHORS } from './chain';
import { roleName } from './context';

const BOX = 56;
const GAP = 40;
const TOP = 26;
// Width of a character in the bold and in the small face, measured generously.
const CHAR = 7.6;
const SMALL = 6.3;
const MOST = 12;

interface Props {
  report: Report;
  server: Server;
  path: Path | null;
  width: number;
}

interface Node {
  y: number;
  index: number | null;
  title: string;
  subtitle: string;
  kind: 'plain' | 'anchor' | 'ghost' | 'unused' | 'untrusted';
}

const MARKS: Record<Edge['signature'], string> = {
  verified: 'signature verified',
  failed: 'signature fails',
  unsupported: 'names only',
  unchecked: 'names only',
};

function fit(text: string, width: number, char = CHAR): string {
  return middle(visible(text), Math.max(6, Math.floor(width / char)));
}

function nodes(report: Report, server: Server, path: Path | null): { presented: Node[]; steps: Node[] } {
  const used = new Set(path?.certificates ?? []);
  const presented = server.presented.slice(0, MOST).map((index, i): Node => {
    const certificate = report.certificates[index];
    return {
      y: TOP + i * (BOX + GAP),
      index,
      title: certificate?.label ?? '',
      subtitle: used.has(index) ? (certificate ? roleName(certificate) : '') : 'not in this path',
      kind: used.has(index) ? 'plain' : 'unused',
    };
  });
  const certificates = path?.certificates ?? (server.leaf === null ? [] : [server.leaf]);
  const steps = certificates.slice(0, MOST).map((index, i): Node => {
    const certificate = report.certificates[index];
    const last = i === certificates.length - 1;
    const anchored = last && path !== null && path.anchor !== 'none';
    const until = certificate ? `until ${day(certificate.notAfter)}` : '';
    const subtitle = last && path ? (path.anchor === 'none' ? until : ANCHORS[path.anchor]) : until;
    return { y: TOP + i * (BOX + GAP), index, title: certificate?.label ?? '', subtitle, kind: anchored ? 'anchor' : 'plain' };
  });
  const end = certificates.at(-1);
  const gap = path?.complete ? undefined : server.missing.find((missing) => missing.certificate === end);
  if (gap) {
    const subtitle = gap.caIssuers.length > 0 ? 'missing; its address is below' : 'missing: in no file';
    steps.push({ y: TOP + steps.length * (BOX + GAP), index: null, title: gap.issuer, subtitle, kind: 'ghost' });
  } else if (path && path.anchor === 'none') {
    const last = steps.at(-1);
    if (last) Object.assign(last, { kind: 'untrusted', subtitle: ANCHORS.none });
  }
  return { presented, steps };
}

export function ChainPicture({ report, server, path, width }: Props) {
  const { presented, steps } = nodes(report, server, path);
  // On a phone the left column is numbers only; names are read on the right.
  const narrow = width < 560;
  const left = narrow ? 40 : Math.floor(width * 0.36);
  const right = narrow ? 84 : Math.floor(width * 0.5);
  const wide = width - right - 2;
  const height = Math.max(presented.length, steps.length) * (BOX + GAP) - GAP + TOP + 6;
  const lines = presented.flatMap((from, i) => {
    const to = steps.find((step) => step.index === from.index);
    return to ? [{ i, from, to, crossing: to.y !== from.y }] : [];
  });
  const hidden = server.presented.length - presented.length;
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height}`} style={{ height: `${height / 16}rem` }} class="chain-svg" role="img" aria-label={describe(report, server, path)}>
        <text x={1} y={14} class="column-title">
          {narrow ? 'sent' : 'As presented'}
        </text>
        <text x={right} y={14} class="column-title">
          {path && !path.complete ? 'Certification path, incomplete' : 'Certification path'}
        </text>
        {lines.map(({ i, from, to, crossing }) => {
          const x1 = left;
          const x2 = right;
          const half = (x2 - x1) / 2;
          const [y1, y2] = [from.y + BOX / 2, to.y + BOX / 2];
          return <path key={i} class={crossing ? 'link-line crossing' : 'link-line'} d={`M${x1} ${y1}C${x1 + half} ${y1} ${x2 - half} ${y2} ${x2} ${y2}`} />;
        })}
        {steps.slice(0, -1).map((step, i) => {
          const edge = path?.edges[i];
          const below = steps[i + 1];
          const kind = below?.kind === 'ghost' ? 'ghost' : (edge?.signature ?? 'unsupported');
          const x = right + 18;
          return (
            <g key={i} class={`edge ${kind}`}>
              <line x1={x} y1={step.y + BOX} x2={x} y2={step.y + BOX + GAP} />
              <text x={x + 12} y={step.y + BOX + GAP / 2 + 4}>
                {fit(kind === 'ghost' ? 'issued by' : edge ? MARKS[edge.signature] : '', wide - 30, SMALL)}
              </text>
            </g>
          );
        })}
        {presented.map((node, i) => (
          <g key={i} class={`node ${node.kind}`}>
            <rect x={1} y={node.y} width={left - 1} height={BOX} />
            <text x={narrow ? 14 : 12} y={node.y + (narrow ? 34 : 24)} class="node-title">
              {narrow ? i + 1 : `${i + 1}  ${fit(node.title, left - 50)}`}
            </text>
            {!narrow && (
              <text x={12} y={node.y + 43} class="node-sub">
                {fit(node.subtitle, left - 20, SMALL)}
              </text>
            )}
          </g>
        ))}
        {steps.map((node, i) => (
          <g key={i} class={`node ${node.kind}`}>
            <rect x={right} y={node.y} width={wide} height={BOX} />
            {node.kind === 'anchor' && <rect x={right + 3} y={node.y + 3} width={wide - 6} height={BOX - 6} class="inner" />}
            <text x={right + 14} y={node.y + 24} class="node-title">
              {fit(node.title, wide - 34)}
            </text>
            <text x={right + 14} y={node.y + 43} class="node-sub">
              {fit(node.subtitle, wide - 22, SMALL)}
            </text>
          </g>
        ))}
      </svg>
      {hidden > 0 && (
        <p class="faint">
          The picture shows the first {MOST} of {server.presented.length} presented certificates.
        </p>
      )}
    </>
  );
}

function describe(report: Report, server: Server, path: Path | null): string {
  const label = (index: number) => visible(report.certificates[index]?.label ?? '');
  const sent = server.presented.slice(0, MOST).map(label).join(', then ');
  const steps = path ? path.certificates.slice(0, MOST).map(label).join(', issued by ') : 'none';
  const end = path ? ANCHORS[path.anchor] : '';
  return `Presented: ${sent}. Path: ${steps}. ${end}.`;
}
