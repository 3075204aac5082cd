// The full table: systems down, hostnames across, servers as groups; every cell opens in place.

import { Fragment } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { count, visible } from '../format';
import type { Check, Outcome, Report, Target, Verdict } from '../report';
import { useCells } from './cells';
import { useActions, useApp, useNarrow } from './context';
import { GROUPS, grouped, printed } from '../systems';
import { FindingBody } from './findings';
import { Glyph } from './glyph';
import { TargetSettings } from './settings';
import { More, Pieces, Search, Short, Sources, Value } from './text';

export const OUTCOMES: Record<Outcome, string> = {
  accepted: 'works',
  rejected: 'fails',
  undetermined: 'cannot tell',
  'not-applicable': 'not applicable',
};

export const CHECKS: Record<Check, string> = {
  connect: '',
  probe: 'health probe',
  traffic: 'live traffic',
  load: 'loads the files',
  upload: 'upload',
  'client-auth': 'client certificate',
};

const CONFIDENCE: Record<Verdict['confidence'], string> = {
  source: 'read in its source code',
  tested: 'reproduced with the program itself',
  documented: 'documented by the vendor',
  reported: 'reported by users, so probably',
  inferred: 'inferred, so probably',
};

interface Row {
  target: Target;
  check: Check;
  /** First of its target: carries the name and the settings. */
  first: boolean;
  verdicts: Verdict[];
}

/** Rows in the order of the chooser; of the groups only those that said something. */
function rowsOf(report: Report, targets: readonly Target[]): Row[][] {
  const byTarget = new Map<string, Verdict[]>();
  for (const verdict of report.verdicts) {
    const list = byTarget.get(verdict.target);
    if (list) list.push(verdict);
    else byTarget.set(verdict.target, [verdict]);
  }
  return GROUPS.map(({ label }) =>
    (grouped(targets).find((group) => group.label === label)?.targets ?? []).flatMap((target) => {
      const verdicts = byTarget.get(target.id) ?? [];
      return [...new Set(verdicts.map((verdict) => verdict.check))].map(
        (check, i): Row => ({ target, check, first: i === 0, verdicts: verdicts.filter((verdict) => verdict.check === check) }),
      );
    }),
  );
}

const MOST_IN_SIGHT = 5;

export const key = (verdict: Verdict): string => [verdict.target, verdict.check, verdict.server, verdict.host].join('\n');

export function Matrix({ report }: { report: Report }) {
  const app = useApp();
  const narrow = useNarrow(46);
  const table = useRef<HTMLTableElement>(null);
  const cells = useCells(table);
  const [open, setOpen] = useState<string | null>(null);
  const [settings, setSettings] = useState<string | null>(null);
  const targets = app.catalog?.targets ?? [];
  const [query, setQuery] = useState('');
  const [refused, setRefused] = useState(false);
  const wanted = query.trim().toLowerCase();
  const told = new Set(
    report.verdicts.filter((verdict) => verdict.outcome === 'rejected' || verdict.outcome === 'undetermined').map((verdict) => verdict.target),
  );
  const groups = rowsOf(
    report,
    targets.filter(
      (target) => (wanted === '' || `${target.name} ${target.id} ${target.version}`.toLowerCase().includes(wanted)) && (!refused || told.has(target.id)),
    ),
  );
  const named = [...new Set(report.verdicts.map((verdict) => verdict.server))];
  // Of many servers the one that the answer is about must not be found by scrolling.
  const about = named.length > MOST_IN_SIGHT ? named.filter((server) => server === report.answer.server) : [];
  const servers = [...new Set([...about, ...named])];
  const hosts = [...new Set(report.verdicts.filter((verdict) => verdict.check === 'connect').map((verdict) => verdict.host))];
  // What only files are judged for (an upload) needs no column for each host.
  const asked = new Map(
    servers.map((server) => [
      server,
      hosts.filter((host) => report.verdicts.some((one) => one.check === 'connect' && one.server === server && one.host === host)),
    ]),
  );
  const columns = (server: string) => Math.max(1, asked.get(server)?.length ?? 0);
  const width = servers.reduce((sum, server) => sum + columns(server), narrow ? 0 : 1);
  const toggle = (verdict: Verdict) => setOpen(open === key(verdict) ? null : key(verdict));
  return (
    <div class="matrix">
      <div class="row">
        {hosts.length === 1 && hosts[0] !== '' && (
          <p class="asked-for">
            <span class="faint">asked for </span>
            <Short of={hosts[0] ?? ''} cap={60} />
          </p>
        )}
        <Search class="matrix-search" label="Search systems in the table" hint="Search systems" value={query} onInput={setQuery} />
        <label class="check">
          <input type="checkbox" checked={refused} onChange={(event) => setRefused(event.currentTarget.checked)} /> only those that do not accept
        </label>
      </div>
      <div class="scroller" tabIndex={0} role="region" aria-label="Verdict table, arrow keys move between its cells">
        <table ref={table} {...cells} class={narrow ? 'verdicts narrow' : 'verdicts'}>
          <thead>
            <tr>
              {!narrow && (
                <th scope="col" rowSpan={hosts.length > 1 ? 2 : 1}>
                  System
                </th>
              )}
              {servers.map((server) => (
                <th key={server} scope="colgroup" colSpan={columns(server)} class={hosts.length > 1 ? 'server-column' : undefined}>
                  {server === '' ? 'trusted roots' : <Short of={server} cap={30} mono={false} />}
                </th>
              ))}
            </tr>
            {hosts.length > 1 && (
              <tr>
                {servers.flatMap((server) =>
                  asked.get(server)?.length
                    ? (asked.get(server) ?? []).map((host) => (
                        <th key={`${server} ${host}`} scope="col" class="host-column">
                          {host === '' ? <span class="faint">no hostname</span> : <Short of={host} cap={34} />}
                        </th>
                      ))
                    : [<td key={server} class="host-column" />],
                )}
              </tr>
            )}
          </thead>
          {GROUPS.map(({ label }, role) => {
            const rows = groups[role] ?? [];
            if (rows.length === 0) return null;
            const rejected = new Set(rows.filter((row) => row.verdicts.some((v) => v.outcome === 'rejected')).map((row) => row.target.id));
            return (
              <tbody key={label}>
                <tr class="role">
                  <th scope="rowgroup" colSpan={width}>
                    <div class="stay">
                      {label}
                      <span class="faint">
                        {' '}
                        {rejected.size === 0 ? 'all work' : `${rejected.size} of ${count(new Set(rows.map((row) => row.target.id)).size, 'system')} refuse`}
                      </span>
                    </div>
                  </th>
                </tr>
                {rows.map((row) => {
                  const opened = row.verdicts.find((verdict) => key(verdict) === open);
                  const head = (
                    <Head row={row} open={settings === row.target.id} toggle={() => setSettings(settings === row.target.id ? null : row.target.id)} />
                  );
                  return (
                    <Fragment key={`${row.target.id} ${row.check}`}>
                      {narrow && (
                        <tr class="narrow-head">
                          <th scope="rowgroup" colSpan={width}>
                            <div class="stay">{head}</div>
                          </th>
                        </tr>
                      )}
                      <tr>
                        {!narrow && <th scope="row">{head}</th>}
                        {servers.map((server) => (
                          <ServerCells
                            key={server}
                            verdicts={row.verdicts.filter((verdict) => verdict.server === server)}
                            hosts={asked.get(server) ?? []}
                            open={open}
                            toggle={toggle}
                          />
                        ))}
                      </tr>
                      {row.first && settings === row.target.id && (
                        <tr class="detail">
                          <td colSpan={width}>
                            <TargetSettings target={row.target} />
                          </td>
                        </tr>
                      )}
                      {opened && (
                        <tr class="detail">
                          <td colSpan={width}>
                            <Detail verdict={opened} target={row.target} report={report} />
                          </td>
                        </tr>
                      )}
                    </Fragment>
                  );
                })}
              </tbody>
            );
          })}
        </table>
      </div>
    </div>
  );
}

function Head({ row, open, toggle }: { row: Row; open: boolean; toggle: () => void }) {
  const { target, check, first } = row;
  return (
    <>
      {first ? target.name : <span class="offscreen">{target.name}</span>}
      {CHECKS[check] !== '' && <span class="check-name">{first ? `, ${CHECKS[check]}` : CHECKS[check]}</span>}
      {first && (
        <span class="faint version">
          {target.version}
          {target.settings.length > 0 && (
            <>
              {'\u00A0· '}
              <button type="button" class="link" aria-expanded={open} aria-label={`Settings of ${target.name}`} onClick={toggle}>
                settings
              </button>
            </>
          )}
        </span>
      )}
    </>
  );
}

interface CellsProps {
  verdicts: Verdict[];
  hosts: string[];
  open: string | null;
  toggle: (verdict: Verdict) => void;
}

/** One cell a host where the target asks for the hosts as typed, else one cell over all of them. */
function ServerCells({ verdicts, hosts, open, toggle }: CellsProps) {
  const perHost = hosts.length > 0 && verdicts.length > 0 && verdicts.every((verdict) => hosts.includes(verdict.host));
  if (!perHost || (verdicts.length === 1 && hosts.length > 1)) {
    const span = Math.max(1, hosts.length);
    if (verdicts.length === 1 && verdicts[0]) return <Cell verdict={verdicts[0]} span={span} open={open} toggle={toggle} named={verdicts[0].host !== ''} />;
    return (
      <td colSpan={span} class="several">
        {verdicts.length === 0 && <span class="faint">–</span>}
        {verdicts.map((verdict) => (
          <div key={key(verdict)} {...hooks(verdict)}>
            <VerdictButton verdict={verdict} open={open} toggle={toggle} named />
          </div>
        ))}
      </td>
    );
  }
  return (
    <>
      {hosts.map((host) => {
        const own = verdicts.filter((verdict) => verdict.host === host);
        if (own.length === 1 && own[0]) return <Cell key={host} verdict={own[0]} span={1} open={open} toggle={toggle} named={false} />;
        return (
          <td key={host}>
            {own.length === 0 && <span class="faint">–</span>}
            {own.map((verdict, i) => (
              <div key={i} {...hooks(verdict)}>
                <VerdictButton verdict={verdict} open={open} toggle={toggle} named={false} />
              </div>
            ))}
          </td>
        );
      })}
    </>
  );
}

/** The stable attributes by which tests and scripts find a verdict. */
function hooks(verdict: Verdict) {
  return {
    'data-verdict': verdict.outcome,
    'data-target': verdict.target,
    'data-host': verdict.host,
    'data-server': verdict.server,
    'data-check': verdict.check,
    'data-code': verdict.code ?? '',
  };
}

interface CellProps {
  verdict: Verdict;
  open: string | null;
  toggle: (verdict: Verdict) => void;
  named: boolean;
}

function Cell({ span, ...props }: CellProps & { span: number }) {
  return (
    <td colSpan={span} {...hooks(props.verdict)}>
      <VerdictButton {...props} />
    </td>
  );
}

function VerdictButton({ verdict, open, toggle, named }: CellProps) {
  const code = printed(verdict.code);
  const { judged } = useActions();
  const typed = judged?.typing.trim() ?? '';
  // A name that may not be finished is judged, and not in red.
  const waiting = typed !== '' && verdict.outcome === 'rejected' && judged?.report.hosts.some((host) => host.typed === typed && host.name === verdict.host);
  return (
    <button
      type="button"
      class={`verdict ${verdict.outcome}${waiting ? ' unfinished' : ''}`}
      aria-expanded={open === key(verdict)}
      onClick={() => toggle(verdict)}
    >
      <span class="outcome">
        <Glyph name={verdict.outcome} /> {OUTCOMES[verdict.outcome]}
      </span>
      {code !== null && (
        <code>
          <Pieces of={code} breaks />
        </code>
      )}
      {named && (
        <span class="asked">
          <Short of={verdict.host === '' ? 'no name' : verdict.host} cap={40} />
        </span>
      )}
    </button>
  );
}

export function Detail({ verdict, target, report }: { verdict: Verdict; target: Target; report: Report }) {
  const findings = verdict.because.flatMap((index) => report.findings[index] ?? []);
  return (
    <div class="verdict-detail">
      <p class="said">
        <strong>{target.name}</strong>
        {CHECKS[verdict.check] !== '' && `, ${CHECKS[verdict.check]}`}
        {': '}
        {OUTCOMES[verdict.outcome]}
        {verdict.host !== '' && (
          <>
            {' for '}
            <Value of={verdict.host} />
          </>
        )}
        {verdict.server !== '' && (
          <>
            {' at server '}
            <Value of={verdict.server} mono={false} />
          </>
        )}
        <span class="faint"> ({CONFIDENCE[verdict.confidence]})</span>
      </p>
      {verdict.message !== null && verdict.message !== '' && (
        <p class="message">
          <span class="faint">{verdict.outcome === 'rejected' ? 'It says:' : 'Why:'}</span> <Value of={verdict.message} cap={400} mono={false} />
        </p>
      )}
      {printed(verdict.code) !== null && verdict.outcome === 'rejected' && (
        <p>
          <span class="faint">It prints:</span> <Value of={printed(verdict.code) ?? ''} />
        </p>
      )}
      {findings.map((finding, i) => (
        <div key={i} class="because">
          <h3>
            <Glyph name={finding.severity} /> {i === 0 && findings.length > 1 && <span class="faint">Decisive: </span>}
            {finding.title}
          </h3>
          <FindingBody finding={finding} report={report} />
        </div>
      ))}
      {target.sources.length > 0 && <More summary={`Where the rules of ${visible(target.name)} come from`}>{() => <Sources of={target.sources} />}</More>}
    </div>
  );
}
