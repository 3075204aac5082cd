// The page from top to bottom.

import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { App, Judged } from '../app';
import { count, size } from '../format';
import { isInventory } from '../inventory';
import * as state from '../state';
import { failureReport } from '../takeaway';
import { Answer, severityOf, spoken } from './answer';
import { Chain } from './chain';
import { AppContext, goTo, useActions, useApp } from './context';
import { Downloads } from './downloads';
import { EditionNote, MakeEdition } from './edition';
import { Findings } from './findings';
import { Fold } from './fold';
import { Glyph, type GlyphName } from './glyph';
import { Question, useWholePage } from './intake';
import { Inventory } from './inventory';
import { Look } from './look';
import { Names } from './names';
import { Privacy, Seal } from './privacy';
import { Servers } from './servers';
import { Situation } from './situation';
import { Takeaway } from './takeaway';
import { Time, copyText } from './text';
import { Timeline } from './timeline';
import { Tools } from './tools';
import { Verdicts } from './causes';

export function Page({ app }: { app: App }) {
  return (
    <AppContext.Provider value={app}>
      <Body />
    </AppContext.Provider>
  );
}

function Body() {
  const app = useApp();
  const over = useWholePage();
  const empty = !state.given(app.model);
  const { judged } = app;
  // What lies below the first screen is drawn once that has been painted.
  const [painted, setPainted] = useState(false);
  useEffect(() => setPainted(true), []);
  // The answer to the first question is read from its beginning, wherever the question was left.
  useLayoutEffect(() => {
    if (!empty) scrollTo(0, 0);
  }, [empty]);
  // What had the focus may be gone with the question, or with the answer: whoever works with keys goes on at its heading.
  const answered = judged !== null;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && (document.activeElement === document.body || document.activeElement === null))
      document.getElementById(answered ? 'answer' : 'failing-title')?.focus({ preventScroll: true });
    first.current = false;
  }, [answered]);
  useUndoKey(app);
  usePrint();
  useLeaving(app);
  // Typing redraws the field at every key; the rest is drawn anew only with a new report.
  const said = useMemo(() => <Said judged={judged} />, [judged]);
  return (
    <>
      <a class="skip" href="#page" onClick={(event) => (event.preventDefault(), goTo(judged ? 'section-answer' : 'page'))}>
        Skip to the answer
      </a>
      <header class="top">
        <div class={empty ? 'brand' : 'brand short'}>
          <h1>Certlens</h1>
          <p>what each TLS system will say about your files</p>
        </div>
        <div class="top-tools">
          <Seal />
          {!(empty && app.model.hosts.length === 0 && app.topic === null) && (
            <button type="button" id="forget" onClick={() => app.forget()}>
              Forget everything
            </button>
          )}
        </div>
      </header>
      <EditionNote />
      <Moved />
      <main class={empty ? 'empty' : 'filled'} aria-busy={app.phase === 'working'}>
        {!empty && <Progress />}
        <Failure />
        {empty ? <Question /> : said}
      </main>
      <footer>
        {painted && (
          <>
            <Privacy />
            <div class="own">
              <MakeEdition />
              <Tools />
            </div>
          </>
        )}
      </footer>
      {judged && <Strip judged={judged} />}
      {over && (
        <div class="drop-veil" aria-hidden="true">
          Drop anywhere
        </div>
      )}
      <Look />
      <Notice />
      <Announcer />
    </>
  );
}

/** Before the first answer, and after the work was stopped. */
function Waiting() {
  const app = useApp();
  if (app.phase === 'failed' || app.phase === 'working') return null;
  return (
    <p class="hint">
      {app.phase === 'loading' ? (
        'The engine is being made ready; your files are here already.'
      ) : (
        <button type="button" onClick={() => app.retry()}>
          Read the files
        </button>
      )}
    </p>
  );
}

interface PartProps {
  judged: Judged;
}

const More: FunctionComponent<PartProps> = ({ judged: { report } }) => (
  <div class="folds">
    {report.servers.length > 0 && (
      <Fold id="section-chain" title="Chain" brief={report.answer.server ?? ''}>
        {() => <Chain report={report} />}
      </Fold>
    )}
    {report.names.length > 0 && (
      <Fold id="section-names" title="Names" brief={`${report.names.filter((name) => name.matched).length} of ${report.names.length} match`}>
        {() => <Names report={report} />}
      </Fold>
    )}
    {report.differences.length > 0 && report.servers.length > 1 && (
      <Fold id="section-servers" title="Servers side by side" brief={count(report.differences.length, 'difference')}>
        {() => <Servers report={report} />}
      </Fold>
    )}
    {report.certificates.some((one) => one.items.length > 0) && (
      <Fold id="section-timeline" title="Validity periods" brief="">
        {() => <Timeline report={report} />}
      </Fold>
    )}
    {report.certificates.length > 0 && !isInventory(report) && (
      <Fold id="section-certificates" title="Certificates" brief={String(report.certificates.length)}>
        {() => <Inventory report={report} />}
      </Fold>
    )}
    {report.findings.length > 0 && (
      <Fold id="section-findings" title="All findings" brief={String(report.findings.length)} eager>
        {() => <Findings report={report} />}
      </Fold>
    )}
    {report.repairs.length > 0 && (
      <Fold id="section-downloads" title="Files that can be made" brief={String(report.repairs.length)} eager>
        {() => <Downloads report={report} />}
      </Fold>
    )}
  </div>
);

const First: FunctionComponent<PartProps> = ({ judged: { report } }) =>
  isInventory(report) ? (
    <section id="section-certificates" aria-labelledby="certificates-title">
      <h2 id="certificates-title">
        Certificates <span class="faint">{report.certificates.length}</span>
      </h2>
      <Inventory report={report} />
    </section>
  ) : null;

const PARTS: FunctionComponent<PartProps>[] = [Answer, First, Situation, ({ judged }) => <Verdicts report={judged.report} />, More, Takeaway];
const PICTURE = PARTS.indexOf(Situation);

/**
 * What the engine said, the most important first: each part is drawn in a task of its own, so that a key or a click never
 * waits for the whole page. A part shows the report before until its turn comes. The situation is there before the first
 * answer and stays the same element: somebody may be typing a name in it.
 */
function Said({ judged }: { judged: Judged | null }) {
  const app = useActions();
  const drawn = useRef<VNode<Partial<PartProps>>[]>([]);
  const [turn, setTurn] = useState({ judged, parts: 1 });
  const parts = turn.judged === judged ? turn.parts : 1;
  if (!judged) drawn.current[PICTURE] ??= <Situation key={PICTURE} />;
  else
    PARTS.slice(0, parts).forEach((Part, i) => {
      if (drawn.current[i]?.props.judged !== judged) drawn.current[i] = <Part key={i} judged={judged} />;
    });
  useLayoutEffect(() => {
    if (!judged) return undefined;
    if (parts === PARTS.length) return app.drawn(judged);
    const timer = setTimeout(() => setTurn({ judged, parts: parts + 1 }));
    return () => clearTimeout(timer);
  }, [judged, parts]);
  return (
    <>
      {!judged && <Waiting />}
      {[...drawn.current]}
    </>
  );
}

/** Another time than now is said at the top of the page: every verdict goes by it. */
function Moved() {
  const app = useApp();
  if (app.model.time === null || !state.given(app.model)) return null;
  return (
    <aside class="moved" aria-label="Evaluation time" data-moved>
      <span>
        Judged at <b>{app.model.time === null ? app.moment : <Time at={app.model.time} />}</b>, not now.
      </span>{' '}
      <button type="button" class="link" onClick={() => app.update((model) => state.setTime(model, null))}>
        Back to now
      </button>
    </aside>
  );
}

/** Says that work is going on once it takes longer than a blink, and lets it be stopped. */
function Progress() {
  const app = useApp();
  const [late, setLate] = useState(false);
  const working = app.phase === 'working';
  useEffect(() => {
    setLate(false);
    if (!working) return undefined;
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, [working]);
  if (!working || !late) return null;
  const { inputs } = app.model;
  return (
    <p class={app.judged ? 'progress over' : 'progress'} role="status">
      <span class="spinner" aria-hidden="true" /> Reading and judging {count(inputs.length, 'file')},{' '}
      {size(inputs.reduce((sum, input) => sum + input.bytes.length, 0))}{' '}
      <button type="button" onClick={() => app.cancel()}>
        Stop
      </button>
    </p>
  );
}

function Failure() {
  const app = useApp();
  if (app.phase !== 'failed' || app.failure === null) return null;
  const text = failureReport(
    app.failure,
    app.catalog?.version ?? 'not started',
    app.model.inputs.map((input) => input.bytes.length),
  );
  return (
    <section class="failure" role="alert" aria-labelledby="failure-title">
      <h2 id="failure-title">
        <Glyph name="error" size={22} />{' '}
        {!app.catalog ? 'The inspector does not start' : app.absent ? 'A part of the inspector is missing' : 'The inspector has a bug'}
      </h2>
      <p>
        {app.catalog && app.absent
          ? 'It could not be loaded, and these files need it. They are still here. See whether the line is there, and try again.'
          : app.catalog
            ? 'It stopped while working on your files. This says nothing about the files themselves. They are still here; the engine was started anew. Remove the file that was added last, or try again.'
            : 'Nothing was read. This copy of the page may be incomplete or changed, or this browser may not run WebAssembly.'}
      </p>
      <p class="row">
        <button type="button" onClick={() => app.retry()}>
          Try again
        </button>
        <button type="button" onClick={() => void copyText(text).then(() => app.say('Copied a report without the files.'))}>
          Copy a report without the files
        </button>
      </p>
      <details>
        <summary>What the report says</summary>
        <pre tabIndex={0}>{text}</pre>
      </details>
    </section>
  );
}

/** The answer in one line while it is out of sight. */
function Strip({ judged }: { judged: Judged }) {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const target = document.getElementById('answer');
    if (!target) return undefined;
    const observer = new IntersectionObserver((entries) => setAway(entries.every((entry) => !entry.isIntersecting && entry.boundingClientRect.bottom < 0)));
    observer.observe(target);
    return () => observer.disconnect();
  }, [judged]);
  if (!away) return null;
  const severity = severityOf(judged);
  return (
    <aside class="strip" aria-label="The answer">
      <button type="button" onClick={() => goTo('section-answer')}>
        <Glyph name={severity as GlyphName} /> <span>{spoken(judged)}</span>
      </button>
    </aside>
  );
}

function Notice() {
  const app = useApp();
  if (!app.notice) return null;
  return (
    <aside class="toast" aria-label="Notice">
      <span>{app.notice.text}</span>
      {app.notice.undo && (
        <button type="button" class="link" onClick={() => app.undo()}>
          Undo
        </button>
      )}
      <button type="button" class="link" onClick={() => app.hush()}>
        Close
      </button>
    </aside>
  );
}

/** What screen readers hear: the answer when it changes, and what was done. Late, so that typing does not chatter. */
function Announcer() {
  const app = useApp();
  const [text, setText] = useState('');
  const answer = app.judged ? spoken(app.judged) : '';
  const notice = app.notice?.text ?? '';
  const { typing } = app;
  useEffect(() => {
    // What was forgotten is not said any more, not even later.
    if (answer === '') return setText('');
    const timer = setTimeout(() => setText(answer), typing === '' ? 700 : 1500);
    return () => clearTimeout(timer);
  }, [answer, typing]);
  return (
    <>
      <div class="offscreen" role="status" aria-live="polite" id="live">
        {text}
      </div>
      <div class="offscreen" role="status" aria-live="polite">
        {notice}
      </div>
    </>
  );
}

function useUndoKey(app: App): void {
  useEffect(() => {
    const undo = (event: KeyboardEvent) => {
      const field = event.target instanceof Element && event.target.closest('input, textarea');
      if (field || event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || !app.notice?.undo) return;
      event.preventDefault();
      app.undo();
    };
    document.addEventListener('keydown', undo);
    return () => document.removeEventListener('keydown', undo);
  }, [app]);
}

/** On paper every command of the answer lies open; on the screen they are as they were. */
function usePrint(): void {
  useEffect(() => {
    let opened: HTMLDetailsElement[] = [];
    const before = () => {
      const closed = [...document.querySelectorAll<HTMLDetailsElement>('.answer details:not([open])')].filter((one) => !one.closest('.assumptions'));
      for (const one of closed) one.open = true;
      opened.push(...closed);
    };
    const after = () => {
      for (const one of opened) one.open = false;
      opened = [];
    };
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
}

/** Asks once before keys and passwords are lost; a page without them closes without a word. */
function useLeaving(app: App): void {
  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent) => {
      if (app.secret) event.preventDefault();
    };
    addEventListener('beforeunload', leaving);
    return () => removeEventListener('beforeunload', leaving);
  }, [app]);
}
