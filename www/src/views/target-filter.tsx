// "My targets": which systems matter to this reader.

import { useState } from 'preact/hooks';
import * as state from '../state';
import { useApp } from './context';

export function TargetFilter() {
  const app = useApp();
  const [open, setOpen] = useState(false);
  const all = app.catalog?.targets ?? [];
  const ids = all.map((target) => target.id);
  const chosen = new Set(app.model.targets ?? ids);
  const choose = (next: ReadonlySet<string>) => app.update((model) => state.chooseTargets(model, ids, next));
  const flip = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <div class="target-filter">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        My systems: {app.model.targets === null ? 'all' : `${chosen.size} of ${all.length}`}
      </button>
      {open && (
        <fieldset>
          <legend class="offscreen">Systems to judge</legend>
          <p class="row">
            <button type="button" class="link" onClick={() => choose(new Set(ids))}>
              all
            </button>
            <button type="button" class="link" onClick={() => choose(new Set())}>
              none
            </button>
          </p>
          <div class="choices">
            {all.map((target) => (
              <label key={target.id}>
                <input type="checkbox" checked={chosen.has(target.id)} onChange={() => flip(target.id)} /> {target.name}
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}
