// Copy, save, print.

import { useState } from 'preact/hooks';
import { json, markdown } from '../takeaway';
import { useApp } from './context';
import { save } from './downloads';
import { copyText } from './text';

export function Takeaway() {
  const app = useApp();
  const [mask, setMask] = useState(app.preset?.mask ?? false);
  const { judged, catalog, preset } = app;
  if (!judged || !catalog) return null;
  const source = { report: judged.report, request: judged.request, catalog, preset };
  return (
    <section id="section-takeaway" aria-labelledby="takeaway-title">
      <h2 id="takeaway-title">Take it away</h2>
      <p class="help">For a ticket or a colleague. No private key and no password is ever part of it.</p>
      <p class="row takeaway">
        <button type="button" id="copy-report" onClick={() => void copyText(markdown(source, { mask })).then(() => app.say('Copied the report as Markdown.'))}>
          Copy Markdown report
        </button>
        <button type="button" data-download="report-markdown" onClick={() => save(markdown(source, { mask }), 'certificate-report.md', 'text/markdown')}>
          Save Markdown
        </button>
        <button type="button" data-download="report-json" onClick={() => save(json(source, { mask }), 'certificate-report.json', 'application/json')}>
          Save JSON
        </button>
        <button type="button" onClick={() => print()}>
          Print
        </button>
        <label class="check">
          <input id="mask" type="checkbox" checked={mask} onChange={(event) => setMask(event.currentTarget.checked)} /> mask names
        </label>
      </p>
    </section>
  );
}
