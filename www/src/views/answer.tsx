// The one sentence on top, its cause, and what to do.

import { count } from '../format';
import type { Fix, Report } from '../report';
import { goTo, useApp } from './context';
import { Download } from './downloads';
import { Glyph, type GlyphName } from './glyph';
import { Commands, Copy, spanText, Spans, Value } from './text';

const GLYPHS: Record<string, GlyphName> = { error: 'error', warning: 'warning', notice: 'notice', ok: 'ok', waiting: 'waiting' };
const WORDS: Record<string, string> = { error: 'Problem', warning: 'Warning', notice: 'Notice', ok: 'In order', waiting: 'Waiting' };

export function Answer({ report }: { report: Report }) {
  const { answer } = report;
  const severity = answer.severity || 'waiting';
  return (
    <section class={`answer ${severity}`} id="section-answer" aria-labelledby="answer">
      <div class="answer-mark">
        <Glyph name={GLYPHS[severity] ?? 'waiting'} size={30} />
        <span class="offscreen">{WORDS[severity] ?? severity}</span>
      </div>
      <div class="answer-text">
        <h2 id="answer" tabIndex={-1}>
          <Spans of={answer.sentence} cap={90} />
        </h2>
        {answer.cause.length > 0 && (
          <p class="cause">
            <Spans of={answer.cause} />
          </p>
        )}
        {answer.fixes.length > 0 && (
          <>
            <h3>{answer.fixes.length === 1 ? 'What to do' : 'What to do, best first'}</h3>
            <ol class="fixes">
              {answer.fixes.map((fix, i) => (
                <FixLine key={i} fix={fix} report={report} />
              ))}
            </ol>
          </>
        )}
        <Tally report={report} />
      </div>
    </section>
  );
}

/** The answer as a screen reader says it. */
export function spoken(report: Report): string {
  const { answer } = report;
  return `${WORDS[answer.severity] ?? ''}: ${spanText(answer.sentence)}`.replace(/^: /, '');
}

function FixLine({ fix, report }: { fix: Fix; report: Report }) {
  const server = report.answer.server;
  const repair =
    report.repairs.find((one) => one.kind === fix.repair && one.server === server) ??
    report.repairs.find((one) => one.kind === fix.repair);
  return (
    <li>
      <Spans of={fix.text} />
      {fix.setting && (
        <div class="setting-line">
          <strong>{fix.setting}</strong>
        </div>
      )}
      {fix.value !== null && (
        <div>
          <Value of={fix.value} /> <Copy text={fix.value} what="the value" />
        </div>
      )}
      {repair && (
        <div>
          <Download repair={repair} />
        </div>
      )}
      <Commands of={fix.commands} />
    </li>
  );
}

function Tally({ report }: { report: Report }) {
  const app = useApp();
  const outcome = (name: string) => report.verdicts.filter((verdict) => verdict.outcome === name).length;
  const rejected = outcome('rejected');
  const unsure = outcome('undetermined');
  const errors = report.findings.filter((finding) => finding.severity === 'error').length;
  if (report.verdicts.length === 0) return null;
  return (
    <p class="tally">
      <button type="button" class="link" onClick={() => goTo('section-verdicts')}>
        {count(outcome('accepted'), 'accepted', 'accepted')}, {rejected} rejected
        {unsure > 0 && <>, {unsure} cannot tell</>}
      </button>
      <button type="button" class="link" onClick={() => goTo('section-findings')}>
        {count(report.findings.length, 'finding')}
        {errors > 0 && <>, {count(errors, 'error')}</>}
      </button>
      <span class="faint">judged at {app.moment}</span>
    </p>
  );
}
