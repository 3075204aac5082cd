// A table whose cells are buttons is one stop of the Tab key; arrow keys move in it (the grid pattern of the ARIA practices).

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const CELLS = 'button.verdict, .version button';
/** Where Tab arrives: at what is refused, where something is. */
const FIRST = ['button.verdict.rejected', 'button.verdict'];

const middle = (element: Element): number => {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
};

/** The button that a key leads to, in its row or, straight above or below, in the next one that has any. */
function reached(table: HTMLElement, from: HTMLElement, key: string): HTMLElement | undefined {
  const rows = [...table.querySelectorAll('tr')].map((row) => [...row.querySelectorAll<HTMLElement>(CELLS)]).filter((row) => row.length > 0);
  const row = rows.findIndex((cells) => cells.includes(from));
  const own = rows[row] ?? [];
  const place = own.indexOf(from);
  if (key === 'ArrowRight') return own[place + 1];
  if (key === 'ArrowLeft') return own[place - 1];
  if (key === 'Home') return own[0];
  if (key === 'End') return own.at(-1);
  const next = key === 'ArrowDown' ? rows[row + 1] : key === 'ArrowUp' ? rows[row - 1] : undefined;
  const far = (cell: Element) => Math.abs(middle(cell) - middle(from));
  return next?.reduce((best, cell) => (far(cell) < far(best) ? cell : best));
}

/** Makes the buttons of the table one stop; returns what the table listens with. */
export function useCells(table: RefObject<HTMLTableElement | null>) {
  const last = useRef<HTMLElement | null>(null);
  const settle = () => {
    const cells = [...(table.current?.querySelectorAll<HTMLElement>(CELLS) ?? [])];
    const kept = last.current && cells.includes(last.current) ? last.current : null;
    const stop = kept ?? FIRST.map((one) => cells.find((cell) => cell.matches(one))).find((cell) => cell !== undefined);
    for (const cell of cells) cell.tabIndex = cell === stop ? 0 : -1;
  };
  useLayoutEffect(settle);
  return {
    onFocusIn: (event: FocusEvent) => {
      if (!(event.target instanceof HTMLElement) || !event.target.matches(CELLS)) return;
      last.current = event.target;
      settle();
    },
    onKeyDown: (event: KeyboardEvent) => {
      const from = event.target;
      if (!table.current || !(from instanceof HTMLElement) || !from.matches(CELLS)) return;
      const to = reached(table.current, from, event.key);
      if (!to) return;
      event.preventDefault();
      to.focus();
    },
  };
}
