// What each system will say, by cause: one line for all that say the same, and the full table behind a button.

import { useMemo, useState } from 'preact/hooks';
import { count, list, short } from '../format';
import type { Report, Target, Verdict } from '../report';
import { grouped, printed } from '../systems';
import { causes, type Cause } from '../verdicts';
import { useApp } from './context';
import { FindingBody } from './findings';
import { Glyph } from './glyph';
import { CHECKS, Detail, Matrix, key } from './matrix';
import { More, Short, Value } from './text';

const MOST = 12;
const MOST_SERVERS = 4;

/** What nobody gave a name, and goes by what it is. */
const UNNAMED = ['server', 'listener', 'client'];

function servers(names: readonly string[]): string {
  const shown = names.slice(0, MOST_SERVERS).map((name) => (UNNAMED.includes(name) ? `the ${name}` : short(name, 30)));
  return names.length > MOST_SERVERS ? `${shown.join(', ')} and ${names.length - MOST_SERVERS} others` : list(shown);
}

export function Verdicts({ report }: { report: Report }) {
  const app = useApp();
  const [all, setAll] = useState(false);
  const [matrix, setMatrix] = useState(false);
  const targets = app.catalog?.targets ?? [];
  const order = useMemo(() => grouped(targets).flatMap((group) => group.targets.map((target) => target.id)), [targets]);
  const rows = useMemo(() => causes(report, order), [report, order]);
  if (report.verdicts.length === 0) return null;
  const shown = all ? rows : rows.slice(0, MOST);
  return (
    <section id="section-verdicts" aria-labelledby="verdicts-title">
      <div class="section-head">
        <h2 id="verdicts-title">What each system says</h2>
        {app.model.time !== null && <MovedMark />}
        <button type="button" id="matrix" aria-expanded={matrix} onClick={() => setMatrix(!matrix)}>
          {matrix ? 'Hide the full table' : 'The full table'}
        </button>
      </div>
      {!matrix && (
        <>
          <ul class="causes">
            {shown.map((cause) => (
              <Row key={[cause.outcome, cause.finding, cause.message, ...cause.servers].join('\n')} cause={cause} report={report} targets={targets} />
            ))}
          </ul>
          {shown.length < rows.length && (
            <button type="button" class="link" onClick={() => setAll(true)}>
              Show all {count(rows.length, 'line')}
            </button>
          )}
        </>
      )}
      {matrix && <Matrix report={report} />}
    </section>
  );
}

export function MovedMark() {
  const app = useApp();
  return <span class="moved-mark">at {app.moment}</span>;
}

/** Who says what of which servers, as one sentence. */
function Sentence({ outcome, who, many, about }: { outcome: Cause['outcome']; who: string; many: boolean; about: string }) {
  if (outcome === 'undetermined') {
    return (
      <>
        Cannot tell what <b>{who}</b> {many ? 'say' : 'says'} about <b>{about}</b>
      </>
    );
  }
  return (
    <>
      <b>{who}</b> {outcome === 'rejected' ? (many ? 'refuse' : 'refuses') : many ? 'accept' : 'accepts'} <b>{about}</b>
    </>
  );
}

function Row({ cause, report, targets }: { cause: Cause; report: Report; targets: readonly Target[] }) {
  const app = useApp();
  const { outcome, finding } = cause;
  const names = cause.targets.map((id) => targets.find((target) => target.id === id)?.name ?? id);
  const many = names.length > 1 || / and |^\w+ members /.test(names[0] ?? '');
  const about = cause.servers.filter((server) => server !== '');
  const why = finding === null ? null : report.findings[finding];
  const typed = app.judged?.typing.trim() ?? '';
  const waiting =
    typed !== '' &&
    outcome === 'rejected' &&
    cause.verdicts.every((verdict) => app.judged?.report.hosts.some((host) => host.typed === typed && host.name === verdict.host));
  return (
    <li class={`cause-row ${outcome}${waiting ? ' unfinished' : ''}`} data-cause-row={why?.rule ?? outcome} data-outcome={outcome} data-count={names.length}>
      <More
        summary={
          <span class="cause-line">
            <Glyph name={waiting ? 'waiting' : outcome} />
            <span>
              <Sentence
                outcome={outcome}
                who={names.length <= 2 ? list(names) : count(names.length, 'system')}
                many={many}
                about={about.length === 0 ? 'the trusted roots' : servers(about)}
              />
              {why ? `: ${why.title.charAt(0).toLowerCase()}${why.title.slice(1)}` : ''}
            </span>
          </span>
        }
      >
        {() => (
          <div class="cause-body">
            <Systems cause={cause} report={report} targets={targets} />
            {why && <FindingBody finding={why} report={report} />}
          </div>
        )}
      </More>
    </li>
  );
}

/** Each system of a cause with its own words, each of which opens. */
function Systems({ cause, report, targets }: { cause: Cause; report: Report; targets: readonly Target[] }) {
  const [open, setOpen] = useState<string | null>(null);
  if (cause.outcome === 'accepted') return <p>{list(cause.targets.map((id) => targets.find((target) => target.id === id)?.name ?? id))}</p>;
  return (
    <ul class="cause-systems">
      {cause.targets.map((id) => {
        const target = targets.find((one) => one.id === id);
        const verdict = cause.verdicts.find((one) => one.target === id);
        if (!target || !verdict) return null;
        return (
          <li key={id}>
            <button type="button" class="link" aria-expanded={open === key(verdict)} onClick={() => setOpen(open === key(verdict) ? null : key(verdict))}>
              {target.name}
              {CHECKS[verdict.check] !== '' && `, ${CHECKS[verdict.check]}`}
            </button>
            <Says verdict={verdict} />
            {open === key(verdict) && <Detail verdict={verdict} target={target} report={report} />}
          </li>
        );
      })}
    </ul>
  );
}

/** The system's own sentence first, and its code where the sentence does not hold it already. */
function Says({ verdict }: { verdict: Verdict }) {
  const code = printed(verdict.code);
  const message = verdict.message ?? '';
  return (
    <span class="says">
      {message !== '' && <Value of={message} cap={220} mono={false} />}
      {code !== null && !message.includes(code) && (
        <>
          {' '}
          <Short of={code} cap={60} />
        </>
      )}
    </span>
  );
}
