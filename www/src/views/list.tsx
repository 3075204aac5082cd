// Rows of one height, of which only those in sight exist.

import type { ComponentChildren, HTMLAttributes } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { rem } from './context';

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  count: number;
  /** In rem, so that rows grow with the text. */
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
  // Where the list is scrolled to, in rows, kept here: asking the element would make the browser lay out the whole page.
  const [top, setTop] = useState(0);
  const height = Math.min(rows, Math.max(count, 1));
  useEffect(() => {
    const node = box.current;
    if (!node) return undefined;
    const follow = () => setTop(node.scrollTop / (rowHeight * rem()));
    node.addEventListener('scroll', follow, { passive: true });
    return () => node.removeEventListener('scroll', follow);
  }, [rowHeight]);
  useLayoutEffect(() => {
    const node = box.current;
    if (!node || show === null || show < 0) return;
    let to = top;
    if (show < top) to = Math.max(0, show - 2);
    else if (show + 1 > top + height) to = show - height + 3;
    if (to === top) return;
    node.scrollTop = to * rowHeight * rem();
    setTop(Math.min(to, Math.max(0, count - height)));
  }, [show, rowHeight, height]);
  const first = Math.max(0, Math.floor(top) - 4);
  const last = Math.min(count, Math.ceil(top + height) + 4);
  const shown: ComponentChildren[] = [];
  for (let i = first; i < last; i += 1) shown.push(children(i));
  return (
    <div {...rest} ref={box} class={`virtual ${rest.class ?? ''}`} style={{ height: `calc(${height * rowHeight}rem + 2px)` }} aria-label={label}>
      <div role="presentation" style={{ height: `${count * rowHeight}rem` }}>
        <div role="presentation" style={{ transform: `translateY(${first * rowHeight}rem)` }}>
          {shown}
        </div>
      </div>
    </div>
  );
}
