// The sentence on top with the difference itself, then what to do, each step with its proof and a tick that takes it as done.

import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { Judged } from '../app';
import { count, leading } from '../format';
import { isInventory } from '../inventory';
import type { Catalog, Command, Fix, NameComparison, Observed, Report, Step } from '../report';
import { TOPICS, shortName } from '../systems';
import { goTo, useApp } from './context';
import { Assumptions } from './assumptions';
import { Download } from './downloads';
import { Glyph, type GlyphName } from './glyph';
import { Understood } from './intake';
import { CertificateLink } from './look';
import { Commands, Copy, More, Pieces, Short, spanText, Spans, Value } from './text';

const GLYPHS: Record<string, GlyphName> = { error: 'error', warning: 'warning', notice: 'notice', ok: 'ok', waiting: 'waiting' };
const WORDS: Record<string, string> = { error: 'Problem', warning: 'Warning', notice: 'Notice', ok: 'In order', waiting: 'Waiting' };

/** Whether the answer is about a name that is still being typed: it may be right, and is never in red. */
export function unfinished({ report, typing }: Judged): boolean {
  const typed = typing.trim();
  return typed !== '' && report.hosts.some((host) => host.typed === typed && (report.answer.host === host.name || host.kind === 'invalid'));
}

export function severityOf(judged: Judged): string {
  // Nothing is in order while what somebody saw cannot be told from the files yet, or is not what they say.
  if (judged.report.answer.severity === 'ok') {
    const seen = judged.report.observed.filter((one) => one.said !== 'accepted').map((one) => one.outcome);
    if (seen.includes('open')) return 'waiting';
    if (seen.some((outcome) => UNEXPLAINED.includes(outcome))) return 'notice';
  }
  return judged.partial || unfinished(judged) ? 'waiting' : judged.report.answer.severity || 'waiting';
}

const UNEXPLAINED: Observed['outcome'][] = ['another', 'contradicted', 'unknown-phrase'];

/** Whether all that is here is what somebody saw. */
function onlyMessages({ inputs, statements }: Report): boolean {
  return inputs.every((_, i) => statements.some((one) => one.input === i && one.says === 'observed'));
}

/** Whose message it is, while there is nothing but the message. */
function understood({ report, partial }: Judged, catalog: Catalog | null): string | null {
  if (partial || report.certificates.length > 0 || !onlyMessages(report)) return null;
  const target = report.observed.find((one) => one.target !== null && one.outcome !== 'unknown-phrase')?.target;
  const known = catalog?.targets.find((one) => one.id === target);
  return known ? shortName(known) : null;
}

function bring(report: Report): string {
  const topic = TOPICS.find((one) => report.observed.some((seen) => seen.target !== null && one.targets.includes(seen.target)));
  return topic?.bring ?? 'Drop what the server presents and what its clients trust.';
}

/** The answer as a screen reader says it. */
export function spoken(judged: Judged): string {
  if (judged.partial) return '';
  return `${WORDS[severityOf(judged)] ?? ''}: ${spanText(judged.report.answer.sentence)}`.replace(/^: /, '');
}

export function Answer({ judged }: { judged: Judged }) {
  const app = useApp();
  const { report } = judged;
  const { answer } = report;
  const severity = severityOf(judged);
  const waiting = unfinished(judged);
  const saw = understood(judged, app.catalog);
  return (
    <section class={`answer ${severity}`} id="section-answer" aria-labelledby="answer">
      <div class="answer-mark">
        <Glyph name={GLYPHS[severity] ?? 'waiting'} size={30} />
        <span class="offscreen">{WORDS[severity] ?? severity}</span>
      </div>
      <div class="answer-text">
        <Understood judged={judged} />
        {saw && <Messages report={report} />}
        {app.model.done.length > 0 && <p class="assumed">With {count(app.model.done.length, 'step')} taken as done:</p>}
        <h2 id="answer" tabIndex={-1}>
          {judged.partial ? 'Looking for the cause …' : saw ? `This is ${saw}. Now drop the files.` : <Spans of={answer.sentence} cap={90} />}
        </h2>
        {saw && <p>{bring(report)}</p>}
        {waiting ? <p class="faint">While you type. Press Enter to keep this name.</p> : <Difference report={report} />}
        {!waiting && (
          <>
            {!saw && <Seen seen={app.seen} />}
            {locked(report) ? <Unlock judged={judged} /> : <ToDo report={report} />}
            <div class="ways-in">
              {answer.cause.length > 0 && (
                <details class="cause">
                  <summary>Why</summary>
                  <p>
                    <Spans of={answer.cause} />
                  </p>
                </details>
              )}
              <Ways report={report} />
            </div>
          </>
        )}
        <Assumptions judged={judged} />
      </div>
    </section>
  );
}

/** From the answer to what it speaks of: the certificate, its chain, its names. */
function Ways({ report }: { report: Report }) {
  const { answer, servers } = report;
  const server = servers.find((one) => one.id === answer.server) ?? (servers.length === 1 ? servers[0] : undefined);
  if (server?.leaf == null) return null;
  const ways: [string, string][] = [['section-chain', 'Chain']];
  if (report.names.length > 0) ways.push(['section-names', 'Names']);
  return (
    <>
      <span class="way">
        Certificate <CertificateLink report={report} index={server.leaf} cap={40} />
      </span>
      {ways.map(([id, label]) => (
        <button key={id} type="button" class="link" data-way={id} onClick={() => goTo(id)}>
          {label}
        </button>
      ))}
    </>
  );
}

/** Messages that came in a file, which are shown as those that were pasted. */
function Messages({ report }: { report: Report }) {
  return (
    <>
      {report.observed
        .filter((one) => one.input !== null && one.text !== null)
        .slice(0, MOST_SEEN)
        .map((one, i) => (
          <p key={i} class="understood-line" data-observed={one.outcome}>
            <Value of={one.text ?? ''} cap={140} mono={false} />
          </p>
        ))}
    </>
  );
}

/** Whether the answer waits for a password: what else was found is about the little that can be seen without it. */
function locked({ answer, findings }: Report): boolean {
  return answer.finding !== null && findings[answer.finding]?.rule === 'locked';
}

/** The one thing to do while a file is locked, beside its card. */
function Unlock({ judged: { report, model } }: { judged: Judged }) {
  const first = model.inputs.find((_, i) => ['needed', 'wrong'].includes(report.inputs[i]?.password ?? ''));
  if (!first) return <Fixes report={report} />;
  return (
    <p class="unlock">
      <button type="button" class="primary" onClick={() => document.getElementById(`password-${first.id}`)?.focus()}>
        Type the password of <Short of={first.name} cap={40} mono={false} />
      </button>
      <span class="faint">It stays in this tab.</span>
    </p>
  );
}

/** The name that is asked for above the one that comes closest to it, with what differs marked. */
function Difference({ report }: { report: Report }) {
  const { server, host } = report.answer;
  const name = report.names.find((one) => one.server === server && one.host === host && !one.matched);
  // Where a certificate lists names, its common name does not count.
  const closest = name?.presented.find((one) => one.type !== 'cn') ?? name?.presented[0];
  if (!name || !closest) return null;
  return (
    <dl class="difference">
      <div>
        <dt>asked for</dt>
        <dd>
          <Short of={name.host} cap={120} />
        </dd>
      </div>
      <div>
        <dt>presented</dt>
        <dd>
          <Labels of={closest} />
        </dd>
      </div>
    </dl>
  );
}

export function Labels({ of: { labels, value } }: { of: NameComparison['presented'][number] }) {
  if (labels.length === 0 || labels.length > 40) return <Value of={value} />;
  return (
    <bdi class="value mono">
      {labels.map((label, i) => (
        <Fragment key={i}>
          {i > 0 && (
            <>
              .<wbr />
            </>
          )}
          {label.differs ? (
            <mark>
              <Pieces of={label.text} />
            </mark>
          ) : (
            <Pieces of={label.text} />
          )}
        </Fragment>
      ))}
    </bdi>
  );
}

const SEEN: Record<Observed['outcome'], string> = {
  explained: 'This is exactly what your files explain.',
  another: 'Your files do not explain this: they are refused for another reason.',
  contradicted: 'Your files do not explain this.',
  open: 'Whether your files explain this cannot be told yet.',
  'not-a-certificate-matter': 'This is not about certificates.',
  'unknown-phrase': '',
};

const MOST_SEEN = 3;

/** What somebody saw, against what the files say, and what would explain it where they do not. */
function Seen({ seen }: { seen: readonly Observed[] }) {
  const told = seen.filter((one) => SEEN[one.outcome] !== '' && (one.said !== 'other' || one.hypotheses.length > 0));
  if (told.length === 0) return null;
  // The same outcome of many lines of one log is said once; what has hypotheses stands for itself.
  const lines = [...new Map(told.map((one) => [one.hypotheses.length > 0 ? `${one.outcome} ${one.text}` : one.outcome, one])).values()];
  return (
    <ul class="seen">
      {lines.slice(0, MOST_SEEN).map((one, i) => (
        <li key={i} data-observed={one.outcome}>
          <Glyph name={one.outcome === 'explained' ? 'ok' : 'notice'} /> <b>{SEEN[one.outcome]}</b>
          {one.input !== null && one.text !== null && (
            <>
              {' '}
              <Value of={one.text} cap={120} mono={false} />
            </>
          )}
          {one.hypotheses.length > 0 && (
            <>
              <p>{one.hypotheses.length === 1 ? 'This would explain it:' : 'Any of these would, likeliest first:'}</p>
              <ol>
                {one.hypotheses.map((hypothesis) => (
                  <li key={hypothesis.id} data-hypothesis={hypothesis.id}>
                    <Spans of={hypothesis.text} />
                    <Commands of={hypothesis.check} />
                  </li>
                ))}
              </ol>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Steps in the order of doing; doors of one step lie together. */
export function stepGroups(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last && step.either !== null && last[0]?.either === step.either) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

const MOST_STEPS = 6;
const FIRST_OF_INVENTORY = 2;
const NUMBERS = ['', 'One thing stands', 'Two things stand', 'Three things stand', 'Four things stand', 'Five things stand'];

function ToDo({ report }: { report: Report }) {
  const app = useApp();
  const [all, setAll] = useState(false);
  const { done } = app.model;
  const { steps, complete, reason } = report.diagnosis;
  const ticked = new Set(done.flatMap((one) => one.doors.map((door) => door.id)));
  // Until the next report is here, the last one still has what was ticked.
  const open = stepGroups(steps).filter((doors) => !doors.some((door) => ticked.has(door.id)));
  if (open.length === 0 && done.length === 0) return <Fixes report={report} />;
  // Of an inventory the table comes first, and what is to be done of it after that.
  const most = all ? open.length : isInventory(report) ? FIRST_OF_INVENTORY : MOST_STEPS;
  return (
    <div class="to-do">
      <h3 id="to-do-title">
        {open.length === 0
          ? 'Nothing else stands in the way'
          : `${NUMBERS[open.length] ?? `${count(open.length, 'thing')} stand`} in the way${done.length > 0 ? ' after that' : ''}`}
      </h3>
      <ol class="steps" aria-labelledby="to-do-title">
        {/* One list: a step that is ticked keeps its place in the document, and with it the focus. */}
        {[...done, ...open.slice(0, most).map((doors) => ({ doors, id: null }))].map(({ doors, id }) => (
          <Group key={doors[0]?.id} doors={doors} report={report} done={id} />
        ))}
      </ol>
      {most < open.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          Show all {count(open.length, 'step')}
        </button>
      )}
      {!complete && reason !== null && reason !== '' && (
        <p class="faint">
          <Value of={reason} mono={false} cap={300} />
        </p>
      )}
    </div>
  );
}

/** A step with its doors: they keep their order, whichever is taken. */
function Group({ doors, report, done }: { doors: readonly Step[]; report: Report; done: string | null }) {
  const [first, ...others] = doors;
  if (!first) return null;
  return (
    <li class={done === null ? 'step' : 'step done'}>
      <Door step={first} doors={doors} report={report} done={done} />
      {others.length > 0 && (
        <details class="doors" open={others.some((door) => door.id === done) || undefined}>
          <summary>{count(others.length, 'other way', 'other ways')}</summary>
          <ul>
            {others.map((door) => (
              <li key={door.id}>
                <Door step={door} doors={doors} report={report} done={done} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** One way of doing a step: what to do, how, what it proves, and the tick. */
function Door({ step, doors, report, done }: { step: Step; doors: readonly Step[]; report: Report; done: string | null }) {
  const app = useApp();
  const ticked = step.id === done;
  const { turned, of, text } = step.proof;
  const cause = step.cause === null ? undefined : report.findings[step.cause];
  // Several servers may need the same: whose step it is stands beside it where its sentence does not say.
  const server = report.servers.length > 1 ? cause?.at.server : undefined;
  const whose = server !== undefined && !step.text.some((span) => span.text.includes(server)) ? server : undefined;
  return (
    <div class="door" data-step={step.id} data-turned={turned} data-of={of} data-cause={done === null ? cause?.rule : undefined}>
      <p class="step-text">
        <Spans of={step === doors[0] ? leading(step.text) : step.text} />
        {whose !== undefined && (
          <span class="step-of">
            at <Short of={whose} cap={40} />
          </span>
        )}
      </p>
      <p class="proof">
        <label class="check">
          <input type="checkbox" data-assume={step.id} checked={ticked} onChange={() => app.tick(doors, step.id)} /> Assume this is done
        </label>
        {text.length > 0 && (
          <span class="faint">
            <Spans of={text} />
          </span>
        )}
      </p>
      <How setting={step.setting} value={step.value} repair={step.repair} commands={step.commands} report={report} />
    </div>
  );
}

interface HowProps {
  setting: string | null;
  value: string | null;
  repair: string | null;
  commands: readonly Command[];
  report: Report;
}

function How({ setting: own, value: given, repair, commands, report }: HowProps) {
  // What is true of every program has no one program's setting.
  const [setting, value] = report.diagnosis.focus.from === 'clients' ? [null, null] : [own, given];
  const file =
    repair === null
      ? undefined
      : (report.repairs.find((one) => one.kind === repair && one.server === report.answer.server) ?? report.repairs.find((one) => one.kind === repair));
  if (setting === null && value === null && !file && commands.length === 0) return null;
  return (
    <div class="how">
      {setting !== null && (
        <p class="setting-line">
          <strong>{setting}</strong>
          {value !== null && ': '}
          {value !== null && (
            <>
              <Value of={value} /> <Copy text={value} what="the value" />
            </>
          )}
        </p>
      )}
      {setting === null && value !== null && (
        <p>
          <Value of={value} /> <Copy text={value} what="the value" />
        </p>
      )}
      {file && <Download repair={file} />}
      <Commands of={commands} />
    </div>
  );
}

/** Where nothing is refused: what the engine would do about the rest. */
function Fixes({ report }: { report: Report }) {
  const { fixes } = report.answer;
  if (fixes.length === 0) return null;
  return (
    <More class="fixes-fold" summary="What to do about it" open={report.answer.severity !== 'ok'}>
      {() => (
        <ol class={fixes.length > 1 ? 'fixes' : 'fixes one'}>
          {fixes.map((fix: Fix, i) => (
            <li key={i}>
              <Spans of={fix.text} />
              <How {...fix} report={report} />
            </li>
          ))}
        </ol>
      )}
    </More>
  );
}
