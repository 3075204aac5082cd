// When each certificate is within its validity period, and the moment everything is judged at, which can be moved.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { day, distance, parseTime, time } from '../format';
import type { Report } from '../report';
import * as state from '../state';
import { origin, useApp } from './context';
import { CertificateLink } from './look';
import { Short, local } from './text';

const DAY = 86_400;
const MOST = 14;

/** The evaluation time as a field, with the way back to the clock. */
export function Moment() {
  const app = useApp();
  const clock = Math.floor(Date.now() / 1000);
  const now = app.model.time ?? app.judged?.report.now ?? clock;
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? time(now).replace(' UTC', '');
  const wrong = text !== null && parseTime(text) === null;
  const commit = () => {
    const seconds = text === null ? null : parseTime(text);
    if (seconds !== null) {
      app.update((model) => state.setTime(model, seconds));
      setText(null);
    }
  };
  return (
    <div class="moment">
      <div class="row">
        <input
          id="evaluation-time"
          type="text"
          class="mono"
          aria-label="Evaluation time, UTC"
          aria-invalid={wrong}
          aria-describedby="moment-help"
          value={shown}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setText(null);
          }}
        />
        <span class="faint">UTC</span>
        <button type="button" disabled={app.model.time === null} onClick={() => (setText(null), app.update((model) => state.setTime(model, null)))}>
          Now
        </button>
      </div>
      <p id="moment-help" class={wrong ? 'help bad' : 'help'}>
        {wrong
          ? 'Write it as 2027-03-15 or 2027-03-15 09:00.'
          : app.model.time === null
            ? `The clock of this computer: ${local(now)}.`
            : `${local(now)}, ${distance(now, clock)}.`}
      </p>
    </div>
  );
}

export function Timeline({ report }: { report: Report }) {
  const shown = report.certificates.map((certificate, index) => ({ certificate, index })).filter((one) => one.certificate.items.length > 0);
  const bars = shown.slice(0, MOST);
  if (bars.length === 0) return null;
  const clock = Math.floor(Date.now() / 1000);
  // Roots live for decades: the scale shows a few years around now and lets longer bars run out of the picture.
  const near = bars.map((one) => one.certificate).filter((certificate) => certificate.role === 'end-entity');
  const framed = near.length > 0 ? near : bars.map((one) => one.certificate);
  const from = Math.min(report.now, clock, ...framed.map((certificate) => certificate.notBefore)) - 30 * DAY;
  const to = Math.max(report.now, clock, ...framed.map((certificate) => certificate.notAfter)) + 60 * DAY;
  return (
    <>
      <Scale from={from} to={to} now={report.now} clock={clock}>
        {bars.map(({ certificate, index }) => {
          const left = Math.max(0, (certificate.notBefore - from) / (to - from));
          const right = Math.min(1, (certificate.notAfter - from) / (to - from));
          const out = report.now < certificate.notBefore || report.now > certificate.notAfter;
          return (
            <li key={index}>
              <span class="bar-label">
                <CertificateLink report={report} index={index} cap={40} />{' '}
                <span class="faint">
                  <Short of={origin(report, certificate)} cap={36} mono={false} />
                </span>
              </span>
              <span class="bar-track">
                <span class={out ? 'bar out' : 'bar'} style={{ left: `${left * 100}%`, width: `${Math.max(0.4, (right - left) * 100)}%` }} />
              </span>
              <span class="bar-dates">
                {day(certificate.notBefore)} to {day(certificate.notAfter)}
                {out && <strong class="bad"> {report.now > certificate.notAfter ? 'expired' : 'not yet'}</strong>}
              </span>
            </li>
          );
        })}
      </Scale>
      {shown.length > MOST && (
        <p class="faint">
          The first {MOST} of {shown.length}; all are in the inventory.
        </p>
      )}
    </>
  );
}

interface ScaleProps {
  from: number;
  to: number;
  now: number;
  clock: number;
  children: ComponentChildren;
}

function Scale({ from, to, now, clock, children }: ScaleProps) {
  const app = useApp();
  const track = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const at = dragged ?? now;
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  const set = (seconds: number) => app.update((model) => state.setTime(model, Math.round(Math.min(to, Math.max(from, seconds)))));
  const seconds = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.width === 0) return now;
    return from + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (to - from);
  };
  useEffect(() => setDragged(null), [now]);
  const keys = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30 };
    const step = steps[event.key];
    if (event.key === 'Home') set(from);
    else if (event.key === 'End') set(to);
    else if (step !== undefined) set(now + step * DAY);
    else return;
    event.preventDefault();
  };
  return (
    <div class="timeline">
      <ul>{children}</ul>
      <div class="timeline-axis">
        <div
          ref={track}
          class="axis"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDragged(seconds(event));
          }}
          onPointerMove={(event) => {
            if (dragged !== null) setDragged(seconds(event));
          }}
          onPointerUp={(event) => {
            if (dragged !== null) set(seconds(event));
          }}
          onPointerCancel={() => setDragged(null)}
        >
          <Years from={from} to={to} />
          <span class="today" style={{ left: `${((clock - from) / (to - from)) * 100}%` }} />
          <span
            class="handle"
            role="slider"
            tabIndex={0}
            aria-label="Evaluation time"
            aria-valuemin={from}
            aria-valuemax={to}
            aria-valuenow={Math.round(at)}
            aria-valuetext={day(at)}
            style={{ left: `${share * 100}%` }}
            onKeyDown={keys}
          >
            <span class="handle-date">{day(at)}</span>
          </span>
        </div>
      </div>
    </div>
  );
}

function Years({ from, to }: { from: number; to: number }) {
  const first = new Date(from * 1000).getUTCFullYear() + 1;
  const last = new Date(to * 1000).getUTCFullYear();
  const every = Math.max(1, Math.ceil((last - first + 1) / 8));
  const years = [];
  for (let year = first; year <= last; year += every) years.push(year);
  return (
    <>
      {years.map((year) => (
        <span key={year} class="year" style={{ left: `${((Date.UTC(year, 0, 1) / 1000 - from) / (to - from)) * 100}%` }}>
          {year}
        </span>
      ))}
    </>
  );
}
