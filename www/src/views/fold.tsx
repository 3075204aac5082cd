// A part of the page behind its title: one line until it is opened.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface Props {
  id: string;
  title: string;
  /** A word on what is inside. */
  brief: string;
  /** Made at once, though nobody sees it yet. */
  eager?: boolean;
  children: () => ComponentChildren;
}

export function Fold({ id, title, brief, eager = false, children }: Props) {
  const [opened, setOpened] = useState(eager);
  return (
    <details class="fold" id={id} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>
        <h2 id={`${id.replace('section-', '')}-title`}>
          {title} {brief !== '' && <span class="faint">{brief}</span>}
        </h2>
      </summary>
      {opened && <div class="fold-body">{children()}</div>}
    </details>
  );
}
