// The page's end of the line to the engine: one worker, calls by number, and a new worker when one is lost.

import { ENGINE, type EngineFile } from './edition';
import { unpack } from './packed';
import type { Ask, CallName, Calls, KeptRequest, Port, Tell, Violation } from './protocol';
import type { InputFile } from './state';
import type { Report, Request } from './report';

type Pieces = (() => void)[];

declare global {
  /** The engine as build.mjs packs it: its code as a function, the two parts of its wasm in pieces, as comments inside others. */
  var certlensEngine: ((port: Port) => void) | undefined;
  var certlensFirst: Pieces | undefined;
  var certlensRest: Pieces | undefined;
  var trustedTypes: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } } | undefined;
}

export class EngineFailure extends Error {
  /** Stopped on purpose, or a part of it never came, as opposed to broken. */
  readonly why: 'stopped' | 'absent' | 'broken';
  constructor(message: string, why: 'stopped' | 'absent' | 'broken') {
    super(message);
    this.why = why;
  }

  get stopped(): boolean {
    return this.why === 'stopped';
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(reason: EngineFailure): void;
  lists: Record<string, unknown[]>;
}

/** Trusted Types let the engine through: its file beside the page, and the blob with its own code. */
const policy = globalThis.trustedTypes?.createPolicy('certlens', {
  createScriptURL(url) {
    const ours = Object.values(ENGINE ?? {})
      .flat()
      .some(({ file }) => file === url.split('?')[0]);
    if (!ours && !url.startsWith('blob:')) throw new TypeError('only the engine is loaded');
    return url;
  },
});
const trusted = (url: string): string => (policy ? policy.createScriptURL(url) : url);

/**
 * Fetches a script of the engine, which is not there when the page is drawn; the browser holds it to its sum. A
 * cache may have kept a damaged copy for good, since the file's name says that it never changes: what did not come whole
 * is asked for again under an address that no cache knows.
 */
async function load({ file, sum }: EngineFile): Promise<void> {
  const attempt = (address: string) =>
    new Promise<boolean>((done) => {
      const script = document.createElement('script');
      script.src = trusted(address);
      script.integrity = sum;
      script.onload = () => done(true);
      script.onerror = () => {
        script.remove();
        done(false);
      };
      document.head.append(script);
    });
  if (await attempt(file)) return;
  if (!(await attempt(`${file}?again=${Date.now()}`))) throw new EngineFailure(`${file} could not be loaded`, 'absent');
}

/** Those of a part's scripts that are not there yet; a part that stands in the document is there. */
const loadAll = (files: readonly EngineFile[], pieces: Pieces | undefined): Promise<unknown> => Promise.all(files.filter((_, i) => !pieces?.[i]).map(load));

/** The wasm in the functions' comments, still packed. */
const packed = (pieces: Pieces = []): string[] =>
  pieces.map((holder) => {
    const text = holder.toString();
    return text.slice(text.indexOf('/*') + 2, text.lastIndexOf('*/'));
  });

/** So long a busy engine may take before its memory is taken away as it is. */
const PATIENCE = 5000;

export class Connection {
  /** Where the engine runs. */
  place: 'worker' | 'page' = 'worker';
  #worker: Worker | null = null;
  #port: Port | null = null;
  #waiting = new Map<number, Waiting>();
  #sent = new Set<number>();
  #next = 1;
  /** Why the rest of the engine did not come. */
  #absent: string | null = null;
  #onViolation: (violation: Violation) => void;
  #onBroken: (reason: EngineFailure) => void;

  constructor(onViolation: (violation: Violation) => void, onBroken: (reason: EngineFailure) => void) {
    this.#onViolation = onViolation;
    this.#onBroken = onBroken;
  }

  /** Starts an engine and answers with its constant data. */
  async start(): Promise<Calls['start']['answer']> {
    if (ENGINE) await loadAll(ENGINE.first, globalThis.certlensFirst);
    const code = globalThis.certlensEngine;
    const first = packed(globalThis.certlensFirst);
    if (!code || first.length === 0) throw new EngineFailure('the engine is not part of this page', 'absent');
    this.#sent.clear();
    let catalog: Calls['start']['answer'];
    try {
      catalog = await this.#startWorker(code, first);
    } catch (reason) {
      if (reason instanceof EngineFailure && reason.stopped) throw reason;
      this.stop();
      this.#startHere(code);
      catalog = await this.#ask('start', first);
    }
    void this.#complete();
    return catalog;
  }

  /** Brings the rest of the engine once the first part can be used; calls that need it wait for it in the engine. */
  async #complete(): Promise<void> {
    const [worker, port] = [this.#worker, this.#port];
    let rest: Calls['rest']['ask'];
    try {
      if (ENGINE) await loadAll(ENGINE.rest, globalThis.certlensRest);
      rest = { packed: packed(globalThis.certlensRest) };
    } catch (reason) {
      this.#absent = reason instanceof Error ? reason.message : String(reason);
      rest = { failure: this.#absent };
    }
    // Meanwhile another engine may stand in its place, which is served by itself.
    if (this.#worker !== worker || this.#port !== port) return;
    // Whoever needs the rest is told what became of it.
    await this.#ask('rest', rest).catch(() => null);
  }

  #startWorker(code: (port: Port) => void, wasm: string[]): Promise<Calls['start']['answer']> {
    const source = new Blob([`(${code.toString()})(self)`], { type: 'text/javascript' });
    const url = URL.createObjectURL(source);
    const worker = new Worker(trusted(url));
    this.place = 'worker';
    this.#worker = worker;
    // What a worker that was given up still says must not reach the calls of the next one.
    worker.onmessage = (event: MessageEvent<Tell>) => this.#worker === worker && this.#hear(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#lose(event.message, 'broken');
    };
    return this.#ask('start', wasm).finally(() => URL.revokeObjectURL(url));
  }

  #startHere(code: (port: Port) => void): void {
    const port: Port = {
      postMessage: (message) => setTimeout(() => this.#hear(message as Tell)),
      onmessage: null,
    };
    code(port);
    this.place = 'page';
    this.#port = port;
  }

  /** Stops the engine; calls under way end with `stopped`. */
  stop(): void {
    this.#lose('stopped', 'stopped');
    this.#worker?.terminate();
    this.#worker = null;
    this.#port = null;
    this.#sent.clear();
  }

  /** Has the engine overwrite what it holds, and ends it then; one that is busy does so when it comes to it. */
  forget(): void {
    const [worker, port] = [this.#worker, this.#port];
    const id = this.#next;
    this.#next += 1;
    this.#worker = null;
    this.stop();
    const message: Ask = { id, call: 'forget', ask: null };
    if (worker) {
      worker.onmessage = (event: MessageEvent<Tell>) => 'id' in event.data && event.data.id === id && worker.terminate();
      worker.postMessage(message);
      setTimeout(() => worker.terminate(), PATIENCE);
    } else port?.onmessage?.({ data: message });
  }

  /**
   * The whole report. Its verdicts come first and wait for no diagnosis: `first` is told them, with an empty answer, and says
   * whether the rest is still wanted. What it does not want keeps nobody waiting: the next question is asked at once.
   */
  async inspect(request: Request, inputs: readonly InputFile[], first: (report: Report) => boolean = () => true): Promise<Report> {
    await this.#keep(inputs);
    const kept = this.#kept(request, inputs);
    const report = await this.#ask('verdicts', kept);
    return first(report) ? { ...report, ...(await this.#ask('diagnose', kept)) } : report;
  }

  async mend(request: Request, inputs: readonly InputFile[], plan: Calls['mend']['ask']['plan']): Promise<Calls['mend']['answer']> {
    await this.#keep(inputs);
    return this.#ask('mend', { request: this.#kept(request, inputs), plan });
  }

  derTree(bytes: Uint8Array): Promise<Calls['derTree']['answer']> {
    return this.#ask('derTree', bytes);
  }

  tryNetwork(): Promise<Calls['tryNetwork']['answer']> {
    return this.#ask('tryNetwork', null);
  }

  #kept(request: Request, inputs: readonly InputFile[]): KeptRequest {
    const kept = inputs.map(({ id, name, password, seat, server }) => ({ id, name, password, seat, server }));
    return {
      inputs: kept,
      hosts: request.hosts ?? [],
      targets: request.targets ?? null,
      now: request.now ?? null,
      settings: request.settings ?? {},
      assume: request.assume ?? [],
      passwords: request.passwords ?? [],
      observed: request.observed ?? [],
      focus: request.focus ?? null,
      effort: request.effort ?? null,
    };
  }

  async #keep(inputs: readonly InputFile[]): Promise<void> {
    const ids = inputs.map((input) => input.id);
    const add = inputs.filter((input) => !this.#sent.has(input.id)).map(({ id, bytes }) => ({ id, bytes }));
    if (add.length === 0 && ids.length === this.#sent.size) return;
    this.#sent = new Set(ids);
    await this.#ask('keep', { add, ids });
  }

  #ask<N extends CallName>(call: N, ask: Calls[N]['ask']): Promise<Calls[N]['answer']> {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, lists: {} });
      const message = { id, call, ask } as Ask;
      if (this.#worker) this.#worker.postMessage(message);
      else if (this.#port) setTimeout(() => this.#port?.onmessage?.({ data: message }));
      else this.#lose('the engine is not running', 'stopped');
    });
  }

  #hear(message: Tell): void {
    if ('violation' in message) {
      this.#onViolation(message.violation);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if ('list' in message) {
      (waiting.lists[message.list] ??= []).push(...(Array.isArray(message.rows) ? message.rows : unpack(message.rows)));
      return;
    }
    this.#waiting.delete(message.id);
    if ('failure' in message) {
      const reason = new EngineFailure(message.failure, message.failure === this.#absent ? 'absent' : 'broken');
      waiting.reject(reason);
      if (message.broken) this.#onBroken(reason);
    } else if (Object.keys(waiting.lists).length === 0) waiting.resolve(message.answer);
    else waiting.resolve({ ...(message.answer as object), ...waiting.lists });
  }

  #lose(message: string, why: EngineFailure['why']): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const call of waiting) call.reject(new EngineFailure(message, why));
  }
}
