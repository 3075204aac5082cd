// Copy, save, print: for the ticket, or everything.

import { useState } from 'preact/hooks';
import type { Judged } from '../app';
import { writeSettings } from '../settings-file';
import { json, markdown, ticket } from '../takeaway';
import { useApp } from './context';
import { save } from './downloads';
import { copyText } from './text';

export function Takeaway({ judged }: { judged: Judged }) {
  const app = useApp();
  const [mask, setMask] = useState(app.preset?.mask ?? false);
  const { catalog, preset } = app;
  if (!catalog || judged.report.inputs.length === 0) return null;
  const source = { report: judged.report, request: judged.request, catalog, preset };
  return (
    <section id="section-takeaway" aria-labelledby="takeaway-title">
      <h2 id="takeaway-title">Take it away</h2>
      <p class="row takeaway">
        <button type="button" id="copy-report" onClick={() => void copyText(ticket(source, { mask })).then(() => app.say('Copied the text for the ticket.'))}>
          Copy for the ticket
        </button>
        <button type="button" data-download="report-ticket" onClick={() => save(ticket(source, { mask }), 'certificate-ticket.md', 'text/markdown')}>
          Save for the ticket
        </button>
        <button type="button" data-download="report-markdown" onClick={() => save(markdown(source, { mask }), 'certificate-report.md', 'text/markdown')}>
          Save complete
        </button>
        <button type="button" data-download="report-json" onClick={() => save(json(source, { mask }), 'certificate-report.json', 'application/json')}>
          Save as JSON
        </button>
        <button type="button" onClick={() => print()}>
          Print
        </button>
        <button type="button" data-download="settings" onClick={() => save(writeSettings(app.model), 'certlens-settings.json', 'application/json')}>
          Save settings
        </button>
        <label class="check">
          <input id="mask" type="checkbox" checked={mask} onChange={(event) => setMask(event.currentTarget.checked)} /> mask names
        </label>
      </p>
      <p class="help">No private key and no password is ever part of it. Settings are systems, roles, names and time: drop the file here to have them back.</p>
    </section>
  );
}
