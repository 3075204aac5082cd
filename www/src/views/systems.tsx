// "My systems": the ones that matter to this reader, grouped as everywhere, searchable, with sets that people have.

import { useState } from 'preact/hooks';
import * as state from '../state';
import { SETS, grouped } from '../systems';
import { Changeable } from './assumptions';
import { useApp } from './context';
import { Search } from './text';

export function Systems() {
  const app = useApp();
  const [query, setQuery] = useState('');
  const all = app.catalog?.targets ?? [];
  const ids = all.map((target) => target.id);
  const chosen = new Set(app.model.targets ?? ids);
  const choose = (next: ReadonlySet<string>) => app.update((model) => state.chooseTargets(model, ids, next));
  const flip = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  const wanted = query.trim().toLowerCase();
  const set = SETS.find(
    ({ fits }) => app.model.targets !== null && all.filter(fits).length === chosen.size && all.every((target) => fits(target) === chosen.has(target.id)),
  );
  return (
    <Changeable
      id="systems"
      changed={app.model.targets !== null}
      text={`my systems: ${app.model.targets === null ? 'all' : (set?.label ?? `${chosen.size} of ${all.length}`)}`}
    >
      <div class="target-filter" role="group" aria-label="Systems to rehearse">
        <p class="row">
          <button type="button" class="link" onClick={() => choose(new Set(ids))}>
            All
          </button>
          <button type="button" class="link" onClick={() => choose(new Set())}>
            None
          </button>
          {SETS.map(({ id, label, fits }) => (
            <button key={id} type="button" class="link" data-set={id} onClick={() => choose(new Set(all.filter(fits).map((target) => target.id)))}>
              {label}
            </button>
          ))}
        </p>
        <Search label="Search systems" hint="Search" value={query} onInput={setQuery} />
        <div class="every">
          {grouped(all).map((group) => {
            const shown = group.targets.filter((target) => wanted === '' || `${target.name} ${target.id} ${target.version}`.toLowerCase().includes(wanted));
            if (shown.length === 0) return null;
            return (
              <fieldset key={group.label}>
                <legend>{group.label}</legend>
                <div class="choices">
                  {shown.map((target) => (
                    <label key={target.id}>
                      <input type="checkbox" value={target.id} checked={chosen.has(target.id)} onChange={() => flip(target.id)} /> {target.name}
                    </label>
                  ))}
                </div>
              </fieldset>
            );
          })}
        </div>
      </div>
    </Changeable>
  );
}
