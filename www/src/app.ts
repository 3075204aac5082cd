// Ties the model, the engine and the page together: one object, told of every change, that tells its listeners.

import { Connection, EngineFailure } from './connection';
import { presetText } from './edition';
import { example } from './example';
import { time } from './format';
import { fromText } from './intake';
import { fitPreset, presetAgainst, readPreset, type Preset, type PresetFault } from './preset';
import type { Violation } from './protocol';
import type { Catalog, Report, Request, Seat } from './report';
import * as state from './state';
import type { Model, NewInput } from './state';

export type Phase = 'loading' | 'ready' | 'working' | 'failed';

/** What the last report was made from: downloads must be made from the same. */
export interface Judged {
  report: Report;
  request: Request;
  model: Model;
}

export class App {
  model: Model = state.EMPTY;
  /** What this edition knows beforehand; null: it is the edition of everybody. */
  preset: Preset | null = null;
  /** What is wrong with the edition's own document. */
  presetFaults: PresetFault[] = [];
  catalog: Catalog | null = null;
  judged: Judged | null = null;
  phase: Phase = 'loading';
  /** What stands in the hostname field and is no chip yet. */
  typing = '';
  /** Message of the last engine failure. */
  failure: string | null = null;
  /** Said once, politely: what was removed, copied, cancelled. */
  #notice: { text: string; undo: Model | null } | null = null;
  violations: Violation[] = [];
  /** Addresses of transfers that the browser reported after the page was loaded; there should be none. */
  transfers: string[] = [];
  readonly connection = new Connection(
    (violation) => this.observe(violation),
    (reason) => this.#fail(reason),
  );
  #broken: unknown = null;
  #listeners = new Set<() => void>();
  #drawn: Judged | null = null;
  #running = false;
  #again = false;
  #arriving = 0;

  constructor() {
    const text = presetText().trim();
    if (text === 'null') return;
    const { preset, faults } = readPreset(text);
    this.preset = preset;
    this.presetFaults = faults ?? [];
    this.model = this.#initial();
  }

  get notice(): { text: string; undo: Model | null } | null {
    return this.#notice;
  }

  /** What can no longer be undone is overwritten. */
  set notice(next: { text: string; undo: Model | null } | null) {
    const gone = this.#notice?.undo;
    this.#notice = next;
    if (gone) state.wipe(gone, [this.model, next?.undo ?? state.EMPTY]);
  }

  #initial(): Model {
    return this.preset ? state.fromPreset(this.preset) : state.EMPTY;
  }

  /** Once it is known what the engine has: what the edition asks of another version is left out, and said. */
  #fit(): void {
    if (!this.preset || !this.catalog) return;
    this.presetFaults = presetAgainst(this.preset, this.catalog);
    if (this.presetFaults.length === 0) return;
    this.preset = fitPreset(this.preset, this.catalog);
    this.model = { ...this.model, targets: this.preset.systems, settings: this.preset.settings };
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#state();
    for (const listener of this.#listeners) listener();
  }

  /** The page is ready when all of what the engine said stands on it. */
  #state(): void {
    if (this.judged === null) this.#drawn = null;
    const drawing = this.judged !== null && this.judged !== this.#drawn;
    document.documentElement.dataset['state'] = this.phase === 'ready' && (drawing || this.#arriving > 0) ? 'working' : this.phase;
  }

  /** Works from the moment files are handed over: the browser takes its time to read them. */
  async arrival<T>(files: Promise<T>, taken: (files: T) => void): Promise<void> {
    this.#arriving += 1;
    this.#state();
    try {
      taken(await files);
    } finally {
      this.#arriving -= 1;
      this.#state();
    }
  }

  drawn(judged: Judged): void {
    this.#drawn = judged;
    this.#state();
  }

  observe(violation: Violation): void {
    this.violations = [...this.violations, violation];
    this.#changed();
  }

  transferred(addresses: readonly string[]): void {
    this.transfers = [...this.transfers, ...addresses];
    this.#changed();
  }

  async start(): Promise<void> {
    try {
      const first = this.catalog === null;
      this.catalog = await this.connection.start();
      if (first) this.#fit();
      this.phase = 'ready';
      if (this.model.inputs.length > 0) this.#judge();
    } catch (reason) {
      if (!(reason instanceof EngineFailure && reason.stopped)) this.#fail(reason);
    }
    this.#changed();
  }

  /** Applies a change and asks the engine again. */
  update(change: (model: Model) => Model): void {
    const next = change(this.model);
    if (next === this.model) return;
    this.model = next;
    this.notice = null;
    this.#judge();
    this.#changed();
  }

  type(text: string): void {
    if (this.typing === text) return;
    this.typing = text;
    this.#judge();
    this.#changed();
  }

  /** Takes hostnames; a text that says something else is taken as a file is. */
  addHosts(text: string): void {
    this.typing = '';
    if (state.isProse(text)) this.addInputs([fromText(text)]);
    else this.update((model) => state.addHosts(model, text));
  }

  addInputs(inputs: readonly NewInput[]): void {
    if (inputs.length > 0) this.update((model) => state.addInputs(model, inputs));
  }

  /** Seats an input by hand, in front of another where one is named; the other servers stay as they are. */
  place(id: number, seat: Seat | null, server: string | null, before?: number | null): void {
    const proposed = new Map<number, string>();
    this.judged?.model.inputs.forEach((input, i) => {
      const summary = this.judged?.report.inputs[i];
      if (summary?.seat === 'server' && input.id !== id) proposed.set(input.id, summary.server ?? 'server');
    });
    this.update((model) => {
      const placed = state.place(state.pinServers(model, proposed), id, seat, server);
      return before === undefined ? placed : state.reorder(placed, id, before);
    });
  }

  remove(id: number): void {
    const before = this.model;
    const name = before.inputs.find((input) => input.id === id)?.name ?? '';
    this.update((model) => state.removeInput(model, id));
    this.say(`Removed ${name}.`, before);
  }

  undo(): void {
    const before = this.notice?.undo;
    if (before) this.update((model) => ({ ...before, nextId: model.nextId }));
  }

  say(text: string, undo: Model | null = null): void {
    this.notice = { text, undo };
    this.#changed();
  }

  hush(): void {
    this.notice = null;
    this.#changed();
  }

  loadExample(): void {
    const before = this.model;
    const { inputs, hosts, time: moment } = example(Math.floor(Date.now() / 1000));
    this.typing = '';
    this.update((model) => state.addInputs({ ...state.EMPTY, hosts, time: moment, nextId: model.nextId }, inputs));
    if (before.inputs.length > 0) this.say('Your files were replaced by the example.', before);
  }

  /** Lets go of everything: bytes are overwritten, the engine with its memory is ended and a new one started. */
  forget(): void {
    const before = this.model;
    this.connection.forget();
    this.model = { ...this.#initial(), nextId: this.model.nextId };
    this.judged = null;
    this.typing = '';
    this.failure = null;
    this.#again = false;
    this.phase = 'loading';
    this.say('Everything is forgotten: files, passwords, hostnames and results.');
    state.wipe(before, [this.model]);
    void this.start();
  }

  /** Stops what the engine is doing; the files stay. */
  cancel(): void {
    this.#again = false;
    this.connection.stop();
    this.phase = 'loading';
    this.say('Stopped. Your files are still here; any change starts the work again.');
    void this.connection.start().then(
      () => {
        this.phase = 'ready';
        this.#changed();
      },
      (reason: unknown) => this.#fail(reason),
    );
  }

  retry(): void {
    if (this.catalog) this.#judge();
    else {
      this.phase = 'loading';
      void this.start();
    }
    this.#changed();
  }

  #judge(): void {
    if (!this.catalog) return;
    if (this.model.inputs.length === 0 && !this.#running) {
      this.judged = null;
      this.failure = null;
      this.phase = 'ready';
      return;
    }
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.phase = 'working';
    try {
      while (this.#again) {
        this.#again = false;
        const { model } = this;
        if (model.inputs.length === 0) {
          this.judged = null;
          continue;
        }
        const request = state.request(model, this.typing, Math.floor(Date.now() / 1000));
        const report = await this.connection.inspect(request, state.allInputs(model), () => !this.#again);
        if (this.#again) continue;
        this.judged = { report, request, model };
        this.failure = null;
      }
      this.phase = 'ready';
    } catch (reason) {
      if (!(reason instanceof EngineFailure && reason.stopped)) this.#fail(reason);
    } finally {
      this.#running = false;
    }
    this.#changed();
  }

  /** The engine broke: say so, keep the files, have a fresh engine ready for the next change. */
  #fail(reason: unknown): void {
    // Told by the engine, and once more by the call that waited for it.
    if (reason === this.#broken) return;
    this.#broken = reason;
    this.failure = reason instanceof Error ? reason.message : String(reason);
    this.phase = 'failed';
    this.#again = false;
    this.#changed();
    if (!this.catalog) return;
    this.connection.stop();
    this.connection.start().then(undefined, (again: unknown) => {
      this.failure = again instanceof Error ? again.message : String(again);
      this.catalog = null;
      this.#changed();
    });
  }

  /** The evaluation time in force, in words. */
  get moment(): string {
    return time(this.judged?.report.now ?? this.model.time ?? Math.floor(Date.now() / 1000));
  }
}
