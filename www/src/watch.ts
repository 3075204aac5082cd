// What the browser itself reports about this page: refused attempts and finished transfers. Nothing here is our word.

import type { App } from './app';
import { ENGINE } from './edition';
import { stay } from './lockdown';

const LOCAL = /^(blob|data):/;
/** The last of the page's own files, fetched once the page is drawn. */
const engine = Object.values(ENGINE ?? {})
  .flat()
  .map(({ file }) => new URL(file, document.baseURI).href);

export function watch(app: App): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    app.observe({ directive: event.effectiveDirective, blocked: event.blockedURI, where: 'page' });
  });
  stay((violation) => app.observe(violation));
  // A page that is left may be kept whole, for the way back: then nothing of what it was given stays in it.
  addEventListener('pagehide', (event) => event.persisted && app.forget());
  if (!('PerformanceObserver' in globalThis)) return;
  const observer = new PerformanceObserver((list) => {
    // What the page itself consists of was asked for before `load`.
    const loaded = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined;
    const after: string[] = [];
    for (const entry of list.getEntries()) {
      const early = !loaded || loaded.loadEventStart === 0 || entry.startTime < loaded.loadEventStart;
      if (!early && !LOCAL.test(entry.name) && !engine.includes(entry.name.split('?')[0] ?? '')) after.push(entry.name);
    }
    if (after.length > 0) app.transferred(after);
  });
  observer.observe({ type: 'resource', buffered: true });
}
