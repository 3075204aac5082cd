// The one sentence on top, its cause, and what to do.

import { count } from '../format';
import type { Fix, Observed, Report, Step } from '../report';
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
        <Seen report={report} />
        {answer.fixes.length > 0 && (
          <>
            <h3>{answer.fixes.length === 1 ? 'What to do' : 'What to do, best first'}</h3>
            <ol class="fixes">
              {answer.fixes.map((fix, i) => (
                <FixLine
                  key={i}
                  fix={fix}
                  report={report}
                  proof={answer.fixes.length === report.diagnosis.steps.length ? (report.diagnosis.steps[i] ?? null) : null}
                />
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

const SEEN: Record<Observed['outcome'], string> = {
  explained: 'This is what your files explain:',
  another: 'Your files are refused too, but with another error than this:',
  contradicted: 'Your files do not explain this:',
  open: 'Whether your files explain this cannot be told, because something that decides is not here:',
  'not-a-certificate-matter': 'This is not about certificates:',
  'unknown-phrase': 'This message is not known here.',
};

const MOST_SEEN = 4;

/** What somebody saw, against what the files say, and what would explain it where they do not. */
function Seen({ report }: { report: Report }) {
  const seen = report.observed.filter((one) => one.said !== 'other' || one.outcome !== 'unknown-phrase');
  if (seen.length === 0) return null;
  return (
    <ul class="seen">
      {seen.slice(0, MOST_SEEN).map((one, i) => (
        <li key={i} data-observed={one.outcome}>
          {SEEN[one.outcome]} {one.text !== null && <Value of={one.text} cap={160} mono={false} />}
          {one.hypotheses.length > 0 && (
            <>
              <p>What would explain it:</p>
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

function FixLine({ fix, report, proof }: { fix: Fix; report: Report; proof: Step | null }) {
  const server = report.answer.server;
  const repair = report.repairs.find((one) => one.kind === fix.repair && one.server === server) ?? report.repairs.find((one) => one.kind === fix.repair);
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
      {proof && proof.proof.text.length > 0 && (
        <p class="proof faint" data-step={proof.id} data-turned={proof.proof.turned} data-of={proof.proof.of}>
          <Spans of={proof.proof.text} />
        </p>
      )}
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
