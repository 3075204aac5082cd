// Rows of one height, of which only those in sight exist.

import type { ComponentChildren, HTMLAttributes } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  count: number;
  rowHeight: number;
  /** Height of the window in rows. */
  rows: number;
  /** Row to keep in sight. */
  show?: number | null;
  children: (index: number) => ComponentChildren;
  label: string;
}

export function VirtualList({ count, rowHeight, rows, show = null, children, label, ...rest }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // Where the list is scrolled to, kept here: asking the element would make the browser lay out the whole page at once.
  const [top, setTop] = useState(0);
  const height = Math.min(rows, Math.max(count, 1)) * rowHeight;
  useEffect(() => {
    const node = box.current;
    if (!node) return undefined;
    const follow = () => setTop(node.scrollTop);
    node.addEventListener('scroll', follow, { passive: true });
    return () => node.removeEventListener('scroll', follow);
  }, []);
  useLayoutEffect(() => {
    const node = box.current;
    if (!node || show === null || show < 0) return;
    const y = show * rowHeight;
    if (y < top) node.scrollTop = Math.max(0, y - rowHeight * 2);
    else if (y + rowHeight > top + height) node.scrollTop = y - height + rowHeight * 3;
    else return;
    setTop(node.scrollTop);
  }, [show, rowHeight, height]);
  const first = Math.max(0, Math.floor(top / rowHeight) - 4);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + 4);
  const shown: ComponentChildren[] = [];
  for (let i = first; i < last; i += 1) shown.push(children(i));
  return (
    <div {...rest} ref={box} class={`virtual ${rest.class ?? ''}`} style={{ height: `${height + 2}px` }} aria-label={label}>
      <div role="presentation" style={{ height: `${count * rowHeight}px`, position: 'relative' }}>
        <div role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {shown}
        </div>
      </div>
    </div>
  );
}
