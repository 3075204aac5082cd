// What belongs to the page as a whole: colours, keys, words.

import { useEffect, useState } from 'preact/hooks';
import { TERMS } from './terms';

type Theme = '' | 'light' | 'dark';
const THEMES: [Theme, string][] = [
  ['', 'as the system'],
  ['light', 'light'],
  ['dark', 'dark'],
];

const KEYS: [string, string][] = [
  ['Ctrl V', 'paste a message, names or PEM text, anywhere on the page'],
  ['Enter', 'keep the name that is being typed, read the text in the field'],
  ['Ctrl Z', 'bring back what was removed last'],
  ['Alt ↑, Alt ↓', 'move a file within its server: the order in which it is presented'],
  ['Delete', 'remove the file that has the focus'],
  ['Esc, Back', 'close the view of a certificate'],
  ['?', 'this list'],
];

export function Tools() {
  const [theme, setTheme] = useState<Theme>('');
  const [open, setOpen] = useState(false);
  const choose = (next: Theme) => {
    const { dataset } = document.documentElement;
    if (next === '') delete dataset['theme'];
    else dataset['theme'] = next;
    setTheme(next);
  };
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const field = event.target instanceof Element && event.target.closest('input, textarea, select');
      if (event.key !== '?' || field || event.ctrlKey || event.metaKey) return;
      setOpen(true);
      requestAnimationFrame(() => document.querySelector<HTMLElement>('#help > summary')?.focus());
    };
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  }, []);
  return (
    <section class="tools" aria-label="This page">
      <label>
        Colours{' '}
        <select id="theme" value={theme} onChange={(event) => choose(event.currentTarget.value as Theme)}>
          {THEMES.map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <details id="help" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Keys and words</summary>
        <dl class="keys">
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <dl class="keys">
          {Object.entries(TERMS).map(([term, what]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
