// The ASN.1 tree beside the bytes: choosing a node marks its bytes, choosing a byte opens its node.

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DerNode } from '../report';
import { useActions, useNarrow } from './context';
import { VirtualList } from './list';
import { Pieces } from './text';

interface Row {
  node: DerNode;
  id: string;
  depth: number;
}

/** Height of a row in rem. */
const ROW = 1.375;

/** The visible rows, without recursion: trees of hostile files can be deep. */
function flatten(root: DerNode, closed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const stack: Row[] = [{ node: root, id: '0', depth: 0 }];
  for (let row = stack.pop(); row; row = stack.pop()) {
    rows.push(row);
    if (closed.has(row.id)) continue;
    const { node, id, depth } = row;
    for (let i = node.children.length - 1; i >= 0; i -= 1) {
      const child = node.children[i];
      if (child) stack.push({ node: child, id: `${id}.${i}`, depth: depth + 1 });
    }
  }
  return rows;
}

/** The deepest node that holds a byte. */
function nodeAt(root: DerNode, offset: number): string {
  let node = root;
  let id = '0';
  for (;;) {
    const i = node.children.findIndex((child) => child.from <= offset && offset < child.to);
    const child = node.children[i];
    if (!child) return id;
    node = child;
    id = `${id}.${i}`;
  }
}

export function Bytes({ bytes }: { bytes: Uint8Array }) {
  const app = useActions();
  const [root, setRoot] = useState<DerNode | null>(null);
  const [problem, setProblem] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState('0');
  const [cursor, setCursor] = useState(0);
  useEffect(() => {
    let current = true;
    app.connection.derTree(bytes).then(
      (tree) => current && (setRoot(tree), setProblem('')),
      (reason: unknown) => current && setProblem(reason instanceof Error ? reason.message : String(reason)),
    );
    return () => {
      current = false;
    };
  }, [app, bytes]);
  const rows = useMemo(() => (root ? flatten(root, closed) : []), [root, closed]);
  if (problem !== '') return <p class="bad">The tree could not be made: {problem}</p>;
  if (!root) return <p class="faint">Reading the bytes …</p>;
  const at = rows.findIndex((row) => row.id === chosen);
  const node = rows[at]?.node ?? root;
  const pick = (offset: number) => {
    const id = nodeAt(root, offset);
    // A byte inside a closed node opens the way to its own.
    setClosed(new Set([...closed].filter((one) => !`${id}.`.startsWith(`${one}.`))));
    setChosen(id);
    setCursor(offset);
  };
  const choose = (row: Row) => {
    setChosen(row.id);
    setCursor(row.node.from);
  };
  return (
    <div class="bytes">
      <Tree rows={rows} at={at} closed={closed} setClosed={setClosed} choose={choose} />
      <Hex bytes={bytes} node={node} cursor={cursor} pick={pick} />
    </div>
  );
}

interface TreeProps {
  rows: Row[];
  at: number;
  closed: ReadonlySet<string>;
  setClosed: (closed: ReadonlySet<string>) => void;
  choose: (row: Row) => void;
}

function Tree({ rows, at, closed, setClosed, choose }: TreeProps) {
  const flip = (id: string, close: boolean) => {
    const next = new Set(closed);
    if (close) next.add(id);
    else next.delete(id);
    setClosed(next);
  };
  const keys = (event: KeyboardEvent) => {
    const row = rows[at];
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -rows.length, End: rows.length };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      if (next) choose(next);
    } else if (event.key === 'ArrowRight' && row) {
      if (closed.has(row.id)) flip(row.id, false);
      else if (row.node.children.length > 0 && rows[at + 1]) choose(rows[at + 1] as Row);
    } else if (event.key === 'ArrowLeft' && row) {
      if (row.node.children.length > 0 && !closed.has(row.id)) flip(row.id, true);
      else {
        const parent = rows.find((one) => one.id === row.id.slice(0, Math.max(0, row.id.lastIndexOf('.'))));
        if (parent) choose(parent);
      }
    } else return;
    event.preventDefault();
  };
  return (
    <VirtualList
      count={rows.length}
      rowHeight={ROW}
      rows={18}
      show={at}
      label="ASN.1 tree"
      role="tree"
      tabIndex={0}
      class="tree"
      aria-activedescendant={at >= 0 ? `node-${rows[at]?.id}` : undefined}
      onKeyDown={keys}
    >
      {(index) => {
        const row = rows[index];
        if (!row) return null;
        const { node, id, depth } = row;
        const parent = node.children.length > 0;
        return (
          <div
            key={id}
            id={`node-${id}`}
            role="treeitem"
            aria-level={depth + 1}
            aria-selected={index === at}
            aria-expanded={parent ? !closed.has(id) : undefined}
            class="tree-row"
            style={{ paddingLeft: `${Math.min(depth, 24) * 14 + 4}px` }}
            onClick={() => choose(row)}
          >
            <span class="twist" onClick={() => parent && flip(id, !closed.has(id))}>
              {parent ? (closed.has(id) ? '+' : '−') : ''}
            </span>
            {node.field !== '' && <span class="field">{node.field} </span>}
            <span class="tag">{node.tag}</span>{' '}
            <span class="mono">
              <Pieces of={node.text.length > 90 ? `${node.text.slice(0, 90)}…` : node.text} />
            </span>
            {node.problem !== '' && <span class="bad"> {node.problem}</span>}
          </div>
        );
      }}
    </VirtualList>
  );
}

const PRINTABLE = (byte: number) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

interface HexProps {
  bytes: Uint8Array;
  node: DerNode;
  cursor: number;
  pick: (offset: number) => void;
}

function Hex({ bytes, node, cursor, pick }: HexProps) {
  const narrow = useNarrow(40);
  const width = narrow ? 8 : 16;
  const kind = (offset: number) => {
    if (offset < node.from || offset >= node.to) return undefined;
    return `${offset < node.value ? 'header' : 'content'}${offset === cursor ? ' cursor' : ''}`;
  };
  const keys = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: width, ArrowUp: -width, PageDown: width * 12, PageUp: -width * 12 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    pick(Math.min(bytes.length - 1, Math.max(0, cursor + step)));
  };
  return (
    <VirtualList
      count={Math.ceil(bytes.length / width)}
      rowHeight={ROW}
      rows={18}
      show={Math.floor(cursor / width)}
      label={`Bytes; the chosen node is at ${node.from} to ${node.to}`}
      role="region"
      tabIndex={0}
      class="hex"
      onKeyDown={keys}
    >
      {(row) => {
        const offsets = Array.from({ length: Math.min(width, bytes.length - row * width) }, (_, i) => row * width + i);
        return (
          <div key={row} class="hex-row">
            <span class="offset">{(row * width).toString(16).padStart(4, '0')}</span>
            <span class="hex-bytes">
              {offsets.map((offset) => (
                <span key={offset} class={kind(offset)} onClick={() => pick(offset)}>
                  {(bytes[offset] ?? 0).toString(16).padStart(2, '0')}
                </span>
              ))}
            </span>
            <span class="hex-text">
              {offsets.map((offset) => (
                <span key={offset} class={kind(offset)} onClick={() => pick(offset)}>
                  {PRINTABLE(bytes[offset] ?? 0)}
                </span>
              ))}
            </span>
          </div>
        );
      }}
    </VirtualList>
  );
}
