// Several servers side by side: which one differs, and in what.

import type { Report } from '../report';
import { Short, Value } from './text';

export function Servers({ report }: { report: Report }) {
  const { differences, servers } = report;
  if (differences.length === 0 || servers.length < 2) return null;
  return (
    <section id="section-servers" aria-labelledby="servers-title">
      <h2 id="servers-title">Servers side by side</h2>
      <div class="scroller" tabIndex={0} role="region" aria-label="Table of differences">
        <table class="side-by-side">
          <thead>
            <tr>
              <th scope="col">Differs in</th>
              {servers.map((server) => (
                <th key={server.id} scope="col">
                  <Short of={server.id} cap={30} mono={false} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {differences.map((difference) => (
              <tr key={difference.field}>
                <th scope="row">{difference.field}</th>
                {difference.values.map((value, i) => {
                  const odd = difference.odd.includes(servers[i]?.id ?? '');
                  return (
                    <td key={i} class={odd ? 'odd' : ''}>
                      <Value of={value} cap={110} />
                      {odd && <span class="odd-word"> differs</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
