// Ties the model, the engine and the page together: one object, told of every change, that tells its listeners.

import { Connection, EngineFailure } from './connection';
import { presetText } from './edition';
import { example, type ExampleName } from './example';
import { time } from './format';
import { fromText, looksLikeFile } from './intake';
import { fitPreset, presetAgainst, readPreset, type Preset, type PresetFault } from './preset';
import type { Attempt, Violation } from './protocol';
import type { Catalog, HostUse, Observed, Report, Request, Seat, Step } from './report';
import { readSettings, type SavedSettings } from './settings-file';
import * as state from './state';
import type { Model, NewInput } from './state';
import { known, type Topic } from './systems';

/** What the user has the page try: see `views/privacy` and `engine`. */
const OWN_ATTEMPT = /^(?:https:\/\/certlens\.invalid\/|data:,x$)/;

/** Milliseconds after which verdicts are shown ahead of what would cure them. */
const PATIENCE = 120;

/** Longer texts are files that hold nothing of interest, not messages. */
const MOST_SEEN = 2000;

export type Phase = 'loading' | 'ready' | 'working' | 'failed';

/** What the last report was made from: downloads must be made from the same. */
export interface Judged {
  report: Report;
  request: Request;
  model: Model;
  /** What stood in the hostname field: a name that may not be finished is judged, and never in red. */
  typing: string;
  /** Verdicts without causes yet: the answer follows. */
  partial?: boolean;
}

/** What the view of one thing shows: a certificate by its sum, or a key or request by its item. */
export type Looked = { certificate: string } | { item: number };

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
  /** What somebody said is failing, by its id in `systems`. */
  topic: string | null = null;
  /** What was seen, against the files as they are: with nothing assumed to be done. */
  seen: readonly Observed[] = [];
  /** A text that goes back into the field it came from. */
  returned: string | null = null;
  /** Texts that were pasted here, by the id of their input. */
  pasted = new Set<number>();
  looked: Looked | null = null;
  /** Message of the last engine failure. */
  failure: string | null = null;
  /** Whether it was that a part of the engine never came. */
  absent = false;
  /** Said once, politely: what was removed, copied, cancelled. */
  #notice: { text: string; undo: Model | null } | null = null;
  violations: Violation[] = [];
  attempts: Attempt[] | null = null;
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

  /** What became of the attempts that the user asked for. */
  attempted(attempts: Attempt[]): void {
    this.attempts = attempts;
    this.#changed();
  }

  /**
   * Transfers without the attempts that the user asked for: browsers report those as well, and while each of them was refused they
   * say nothing against the page.
   */
  get foreignTransfers(): string[] {
    const refused = this.attempts?.every((one) => one.refused) ?? true;
    return this.transfers.filter((address) => !refused || !OWN_ATTEMPT.test(address));
  }

  get foreignViolations(): Violation[] {
    return this.violations.filter((one) => this.attempts === null || !(OWN_ATTEMPT.test(one.blocked) || one.blocked === 'data'));
  }

  async start(): Promise<void> {
    try {
      const first = this.catalog === null;
      this.catalog = await this.connection.start();
      if (first) this.#fit();
      this.phase = 'ready';
      if (state.given(this.model)) this.#judge();
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
  addHosts(text: string, use: HostUse | null = null): void {
    this.typing = '';
    if (state.isProse(text)) this.addText(text);
    else this.update((model) => state.addHosts(model, text, use));
  }

  /** Takes whatever somebody pasted or typed as an answer to "what is failing?". */
  ask(text: string): void {
    if (text.trim() === '') return;
    if (looksLikeFile(text) || state.isProse(text)) this.addText(text);
    else this.addHosts(text);
  }

  addText(text: string): void {
    this.pasted.add(this.model.nextId);
    this.addInputs([fromText(text)]);
  }

  /** What the question is about, for those who have no text to paste. */
  about(topic: Topic | null): void {
    this.topic = topic?.id ?? null;
    const focus = known(this.catalog, topic?.targets ?? []);
    this.update((model) => ({ ...model, focus: focus.length === 0 ? null : focus }));
    this.#changed();
  }

  /** What was understood wrongly goes back into the field, to be put another way. */
  takeBack(id: number): void {
    const one = this.model.observed.find((own) => own.id === id);
    if (!one) return;
    this.returned = one.text;
    this.update((model) => state.unobserve(model, id));
  }

  tick(doors: readonly Step[], id: string): void {
    this.update((model) => state.tick(model, doors, id));
  }

  /** Opens the view of one thing; Back closes it. */
  look(looked: Looked): void {
    if (this.looked === null) history.pushState({ certlens: 'look' }, '');
    this.looked = looked;
    this.#changed();
  }

  /** The view was closed, by Back or by the page. */
  looksAway(): void {
    if (this.looked === null) return;
    this.looked = null;
    this.#changed();
  }

  /** Systems, settings, names and time from a file; certificates stay as they are. */
  applySettings({ systems, settings, hosts, time: moment }: SavedSettings): void {
    const targets = systems === null ? null : known(this.catalog, systems);
    this.update((model) => ({
      ...model,
      targets: targets?.length === 0 ? null : targets,
      settings,
      time: moment,
      hosts: hosts.length > 0 ? hosts : model.hosts,
    }));
    this.say('Took systems, settings and names from the file.');
  }

  addInputs(inputs: readonly NewInput[]): void {
    const saved = inputs.map((input) => readSettings(input.bytes));
    const files = inputs.filter((_, i) => saved[i] === null);
    if (files.length > 0) this.update((model) => state.addInputs(model, files));
    for (const one of saved) if (one) this.applySettings(one);
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

  /** Whether something would be lost, or was entrusted, that deserves a question before the page is left. */
  get secret(): boolean {
    return state.secret(this.model, this.judged?.report ?? null);
  }

  loadExample(name: ExampleName = 'gateway'): void {
    const before = this.model;
    const { inputs, hosts, time: moment, focus } = example(name, Math.floor(Date.now() / 1000));
    this.typing = '';
    this.topic = null;
    this.update((model) => state.addInputs({ ...state.EMPTY, hosts, time: moment, focus, nextId: model.nextId }, inputs));
    if (before.inputs.length > 0) this.say('Your files were replaced by the example.', before);
  }

  /** Lets go of everything: bytes are overwritten, the engine with its memory is ended and a new one started. */
  forget(): void {
    const before = this.model;
    this.connection.forget();
    this.model = { ...this.#initial(), nextId: this.model.nextId };
    this.judged = null;
    this.seen = [];
    this.pasted.clear();
    this.looked = null;
    this.topic = null;
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
    if (this.catalog && !this.absent) this.#judge();
    else {
      // What never came is asked for by a fresh engine.
      this.connection.stop();
      this.absent = false;
      this.phase = 'loading';
      void this.start();
    }
    this.#changed();
  }

  #judge(): void {
    if (!this.catalog) return;
    if (!state.given(this.model) && !this.#running) {
      this.judged = null;
      this.seen = [];
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
        const { model, typing } = this;
        if (!state.given(model)) {
          this.judged = null;
          this.seen = [];
          continue;
        }
        const request = state.request(model, typing, Math.floor(Date.now() / 1000), this.judged?.report ?? null);
        const report = await this.#inspect(request, model, typing);
        if (this.#again) continue;
        if (this.#understood(model, report, request)) continue;
        this.judged = { report, request, model, typing };
        if (model.done.length === 0) this.seen = report.observed;
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

  /** The whole report; where the search for causes takes its time, the verdicts are shown meanwhile. */
  async #inspect(request: Request, model: Model, typing: string): Promise<Report> {
    let early: ReturnType<typeof setTimeout> | undefined;
    try {
      return await this.connection.inspect(request, state.allInputs(model), (report) => {
        early = setTimeout(() => {
          this.judged = { report, request, model, typing, partial: true };
          this.#changed();
        }, PATIENCE);
        return !this.#again;
      });
    } finally {
      clearTimeout(early);
    }
  }

  /** What only the report could tell about the question itself; true where it has to be asked again. */
  #understood(model: Model, report: Report, request: Request): boolean {
    let next = model;
    for (const [i, { id, bytes }] of model.inputs.entries()) {
      if (!this.pasted.has(id)) continue;
      const items = report.items.filter((item) => item.input === i);
      if (items.some((item) => item.error === null)) continue;
      const said = report.statements.filter((one) => one.input === i);
      const text = new TextDecoder().decode(bytes);
      // A message that nobody knows is still what somebody saw, and the engine says that it does not know it.
      if (said.length > 0 ? said.every((one) => one.says === 'observed') : state.isProse(text) && text.length < MOST_SEEN)
        next = state.asObserved(next, id, text);
    }
    if (next !== model) this.model = next;
    // Numbers of items are those of this report: what was seated apart by those of the last one may have moved.
    const moved = JSON.stringify(state.assumed(next, report)) !== JSON.stringify(request.assume);
    if (next === model && !moved) return false;
    this.judged = { report, request, model, typing: this.typing };
    this.#again = true;
    return true;
  }

  /** The engine broke: say so, keep the files, have a fresh engine ready for the next change. */
  #fail(reason: unknown): void {
    // Told by the engine, and once more by the call that waited for it.
    if (reason === this.#broken) return;
    this.#broken = reason;
    this.failure = reason instanceof Error ? reason.message : String(reason);
    this.absent = reason instanceof EngineFailure && reason.why === 'absent';
    this.phase = 'failed';
    this.#again = false;
    this.#changed();
    if (!this.catalog || this.absent) return;
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
