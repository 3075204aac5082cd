// The page from top to bottom.

import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { App, Judged } from '../app';
import { count, list, size } from '../format';
import type { Report } from '../report';
import { failureReport } from '../takeaway';
import { Answer, spoken } from './answer';
import { Cards } from './cards';
import { Certificates } from './certificates';
import { Chain } from './chain';
import { AppContext, goTo, useActions, useApp, useNarrow } from './context';
import { Downloads } from './downloads';
import { EditionNote, MakeEdition } from './edition';
import { Findings } from './findings';
import { Hosts } from './hosts';
import { Intake, useWholePage } from './intake';
import { Names } from './names';
import { Privacy, Seal } from './privacy';
import { Servers } from './servers';
import { Takeaway } from './takeaway';
import { Glyph } from './glyph';
import { copyText } from './text';
import { Moment, Timeline } from './timeline';
import { Verdicts } from './verdicts';

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
  const empty = app.model.inputs.length === 0 && app.model.hosts.length === 0;
  const narrow = useNarrow(64);
  const { judged } = app;
  // What lies below the first screen is drawn once that has been painted.
  const [painted, setPainted] = useState(false);
  useEffect(() => setPainted(true), []);
  useUndoKey(app);
  // Typing redraws the left side at every key; the right side is drawn anew only with a new report.
  const said = useMemo(() => judged && <Said judged={judged} />, [judged]);
  return (
    <>
      <a class="skip" href="#page" onClick={(event) => (event.preventDefault(), goTo(judged ? 'section-answer' : 'given'))}>
        Skip to the answer
      </a>
      <header class="top">
        <div class={empty ? 'brand' : 'brand short'}>
          <h1>Certlens</h1>
          <p>what each TLS system will say about your files</p>
        </div>
        <div class="top-tools">
          <Seal />
          {!empty && (
            <button type="button" id="forget" onClick={() => app.forget()}>
              Forget everything
            </button>
          )}
        </div>
      </header>
      <EditionNote />
      <main class={empty ? 'empty' : narrow ? 'filled' : 'filled wide'}>
        <div class="given" id="given">
          <Intake empty={empty} />
          <Hosts />
          {app.model.inputs.length > 0 && <Cards />}
          {!empty && <Moment />}
        </div>
        {!empty && (
          <div class="said-side" aria-busy={app.phase === 'working'}>
            <Progress />
            <Failure />
            {judged && <Contents judged={judged} />}
            {said}
            {!judged && app.phase !== 'failed' && app.phase !== 'working' && (
              <p class="hint">
                {app.model.inputs.length === 0 ? (
                  'Drop the files as well: what the server presents, and what the other side trusts.'
                ) : app.phase === 'loading' ? (
                  'The engine is being made ready; your files are here already.'
                ) : (
                  <button type="button" onClick={() => app.retry()}>
                    Read the files
                  </button>
                )}
              </p>
            )}
          </div>
        )}
        {empty && <Failure />}
        {empty && <Welcome />}
      </main>
      <footer>
        {painted && (
          <>
            <Privacy />
            <MakeEdition />
          </>
        )}
      </footer>
      {narrow && judged && <Strip judged={judged} />}
      {over && (
        <div class="drop-veil" aria-hidden="true">
          Drop anywhere
        </div>
      )}
      <Notice />
      <Announcer />
    </>
  );
}

const PARTS: FunctionComponent<{ report: Report }>[] = [Answer, Verdicts, Chain, Names, Findings, Servers, Timeline, Downloads, Certificates, Takeaway];

/**
 * What the engine said, the most important first: each part is drawn in a task of its own, so that a key or a click never
 * waits for the whole page. A part shows the report before until its turn comes.
 */
function Said({ judged }: { judged: Judged }) {
  const app = useActions();
  const { report } = judged;
  const drawn = useRef<VNode<{ report: Report }>[]>([]);
  const [turn, setTurn] = useState({ judged, parts: 1 });
  const parts = turn.judged === judged ? turn.parts : 1;
  PARTS.slice(0, parts).forEach((Part, i) => {
    if (drawn.current[i]?.props.report !== report) drawn.current[i] = <Part key={i} report={report} />;
  });
  useLayoutEffect(() => {
    if (parts === PARTS.length) return app.drawn(judged);
    const timer = setTimeout(() => setTurn({ judged, parts: parts + 1 }));
    return () => clearTimeout(timer);
  }, [judged, parts]);
  return <>{[...drawn.current]}</>;
}

/** Few enough that what is there at once stays the largest thing on the first screen. */
const FEW = 8;

function Welcome() {
  const targets = useApp().catalog?.targets ?? [];
  return (
    <div class="welcome">
      <ol>
        <li>
          <h2>Give it the files</h2>
          as they are: PEM, DER, PFX, PKCS #7, Java key stores, keys, Kubernetes secrets, text from a mail. Every repair made while reading is named.
        </li>
        <li>
          <h2>Type the hostnames</h2>
          that clients and health probes ask for. The verdicts follow while you type.
        </li>
        <li>
          <h2>Read what each will do</h2>
          in the system's own words, with the cause, and the setting, command or repaired file that mends it.
        </li>
      </ol>
      <p>
        Nothing is sent and nothing is stored: files, keys and passwords stay in this tab. <PolicyLink />
      </p>
      <p class="rehearsed help">
        {targets.length > 0 &&
          `Rehearsed here, each by its own rules: ${list([...targets.slice(0, FEW).map((target) => target.name), `${targets.length - FEW} more`])}.`}
      </p>
    </div>
  );
}

function PolicyLink() {
  return (
    <button type="button" class="link" onClick={() => goTo('policy')}>
      How that is enforced, and how to check it
    </button>
  );
}

const SECTIONS: [string, string, (judged: Judged) => boolean][] = [
  ['section-answer', 'Answer', () => true],
  ['section-verdicts', 'Systems', ({ report }) => report.verdicts.length > 0],
  ['section-chain', 'Chain', ({ report }) => report.servers.length > 0],
  ['section-names', 'Names', ({ report }) => report.names.length > 0],
  ['section-findings', 'Findings', () => true],
  ['section-servers', 'Servers', ({ report }) => report.differences.length > 0 && report.servers.length > 1],
  ['section-timeline', 'Validity', ({ report }) => report.certificates.some((one) => one.items.length > 0)],
  ['section-downloads', 'Downloads', ({ report }) => report.repairs.length > 0],
  ['section-certificates', 'Certificates', ({ report }) => report.certificates.length > 0],
  ['section-takeaway', 'Report', () => true],
];

function Contents({ judged }: { judged: Judged }) {
  return (
    <nav class="contents-bar" aria-label="Sections">
      {SECTIONS.filter(([, , shown]) => shown(judged)).map(([id, label]) => (
        <button key={id} type="button" onClick={() => goTo(id)}>
          {label}
        </button>
      ))}
    </nav>
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
        <Glyph name="error" size={22} /> {app.catalog ? 'The inspector has a bug' : 'The inspector does not start'}
      </h2>
      <p>
        {app.catalog
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

/** On small screens the answer is below the files; this line keeps it in sight. */
function Strip({ judged }: { judged: Judged }) {
  const { answer } = judged.report;
  const [away, setAway] = useState(true);
  useEffect(() => {
    const target = document.getElementById('section-answer');
    if (!target) return undefined;
    const observer = new IntersectionObserver((entries) => setAway(!entries.some((entry) => entry.isIntersecting)));
    observer.observe(target);
    return () => observer.disconnect();
  }, [judged]);
  const below = document.getElementById('section-answer');
  if (!away || (below && below.getBoundingClientRect().bottom < 0)) return null;
  return (
    <button type="button" class={`strip ${answer.severity}`} onClick={() => goTo('section-answer')}>
      <Glyph name={answer.severity === '' ? 'waiting' : answer.severity} /> <span>{spoken(judged.report)}</span> <Glyph name="down" />
    </button>
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
  const answer = app.judged ? spoken(app.judged.report) : '';
  const notice = app.notice?.text ?? '';
  useEffect(() => {
    const timer = setTimeout(() => setText(answer), 700);
    return () => clearTimeout(timer);
  }, [answer]);
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
