// What was taken for granted, in one line, each thing changeable where it stands.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Judged } from '../app';
import { day } from '../format';
import type { Assumption } from '../report';
import * as state from '../state';
import { useApp } from './context';
import { Systems } from './systems';
import { spanText, Spans } from './text';
import { Moment } from './timeline';

export function Assumptions({ judged }: { judged: Judged }) {
  const app = useApp();
  const { chosen } = app.model;
  const open = judged.report.assumptions.filter((one) => !chosen.some((own) => own.id === one.id));
  return (
    <div class="assumptions">
      <span class="faint" id="assuming">
        Assuming:
      </span>
      <ul aria-labelledby="assuming">
        {open.map((one) => (
          <Taken key={one.id} assumption={one} />
        ))}
        {chosen.map((one) => (
          <Changeable key={one.id} id={one.id} changed text={one.text}>
            <button type="button" onClick={() => app.update((model) => state.choose(model, one, false))}>
              Instead: {one.was}
            </button>
          </Changeable>
        ))}
        <Changeable id="time" changed={app.model.time !== null} text={app.model.time === null ? `today, ${day(judged.report.now)}` : day(judged.report.now)}>
          <Moment />
        </Changeable>
        <Systems />
      </ul>
    </div>
  );
}

function Taken({ assumption }: { assumption: Assumption }) {
  const app = useApp();
  const was = spanText(assumption.text);
  return (
    <Changeable id={assumption.id} text={<Spans of={assumption.text} cap={60} />}>
      {assumption.alternatives.map(({ text, change }, i) => (
        <button
          key={i}
          type="button"
          onClick={() => app.update((model) => state.choose(model, { id: assumption.id, was, text: spanText(text), change }, true))}
        >
          Instead: <Spans of={text} cap={60} />
        </button>
      ))}
    </Changeable>
  );
}

interface Props {
  id: string;
  text: ComponentChildren;
  changed?: boolean;
  children: ComponentChildren;
}

/** What was taken for granted; what it could be instead is made when somebody asks. */
export function Changeable({ id, text, changed = false, children }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <li data-assumption={id} class={changed ? 'changed' : ''}>
      <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
        <summary>
          <span>{text}</span>
        </summary>
        {opened && <div class="instead">{children}</div>}
      </details>
    </li>
  );
}
