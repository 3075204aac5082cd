import { createContext } from 'preact';
import { useContext, useEffect, useReducer, useState } from 'preact/hooks';
import type { App } from '../app';
import { count } from '../format';
import type { Certificate, Report } from '../report';

export const AppContext = createContext<App | null>(null);

/** The app, and a render at each of its changes. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('outside the page');
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => app.subscribe(() => redraw(0)), [app]);
  return app;
}

/** The app without following its changes: for views that are drawn anew with the report anyway. */
export function useActions(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('outside the page');
  return app;
}

/** Pixels of one rem: readers who enlarge the text alone change it. */
export const rem = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Whether the window is no wider than so many rem. */
export function useNarrow(most: number): boolean {
  const [narrow, set] = useState(() => innerWidth <= most * rem());
  useEffect(() => {
    const observer = new ResizeObserver(() => set(innerWidth <= most * rem()));
    observer.observe(document.documentElement);
    return () => observer.disconnect();
  }, [most]);
  return narrow;
}

/** Moves focus to a section without touching the address. */
export function goTo(id: string): void {
  const target = document.getElementById(id);
  if (!target) return;
  if (target instanceof HTMLDetailsElement) target.open = true;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  target.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
  const heading = target.querySelector<HTMLElement>('h2') ?? target;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

const NAMES = { 'end-entity': 'server certificate (leaf)', intermediate: 'intermediate', root: 'root' } as const;

export function roleName(certificate: Certificate): string {
  return NAMES[certificate.role] ?? certificate.role;
}

/** Where a certificate was read from, for one line: certificates of several servers often bear the same name. */
export function origin(report: Report, certificate: Certificate): string {
  const [first, ...more] = origins(report, certificate);
  return first === undefined ? 'not from your files' : more.length === 0 ? first : `${first} and ${count(more.length, 'more file')}`;
}

export function origins(report: Report, certificate: Certificate): string[] {
  const inputs = new Set(certificate.items.map((item) => report.items[item]?.input));
  return [...inputs].flatMap((input) => (input === undefined ? [] : (report.inputs[input]?.name ?? [])));
}

export function certificateLabel(report: Report, index: number | null | undefined): string {
  const certificate = index == null ? undefined : report.certificates[index];
  return certificate ? certificate.label || certificate.subject || `serial ${certificate.serial}` : '';
}
