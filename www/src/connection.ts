// The page's end of the line to the engine: one worker, calls by number, and a new worker when one is lost.

import { unpack } from './packed';
import type { Ask, CallName, Calls, KeptRequest, Port, Tell, Violation } from './protocol';
import type { InputFile } from './state';
import type { Report, Request } from './report';

declare global {
  /** The engine as build.mjs packs it: its code as a function, its wasm as text. */
  var certlensEngine: ((port: Port) => void) | undefined;
  var certlensWasm: string | undefined;
  var trustedTypes:
    | { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } }
    | undefined;
}

export class EngineFailure extends Error {
  /** Stopped on purpose, as opposed to broken. */
  readonly stopped: boolean;
  constructor(message: string, stopped: boolean) {
    super(message);
    this.stopped = stopped;
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(reason: EngineFailure): void;
  lists: Record<string, unknown[]>;
}

/** Trusted Types let one address through: the blob with the engine's own code. */
const policy = globalThis.trustedTypes?.createPolicy('certlens', {
  createScriptURL(url) {
    if (!url.startsWith('blob:')) throw new TypeError('only the engine is loaded');
    return url;
  },
});

export class Connection {
  /** Where the engine runs. */
  place: 'worker' | 'page' = 'worker';
  #worker: Worker | null = null;
  #port: Port | null = null;
  #waiting = new Map<number, Waiting>();
  #sent = new Set<number>();
  #next = 1;
  #onViolation: (violation: Violation) => void;

  constructor(onViolation: (violation: Violation) => void) {
    this.#onViolation = onViolation;
  }

  /** Starts an engine and answers with its constant data. */
  async start(): Promise<Calls['start']['answer']> {
    const code = globalThis.certlensEngine;
    const packed = globalThis.certlensWasm;
    if (!code || packed === undefined) throw new EngineFailure('the engine is not part of this page', false);
    this.#sent.clear();
    try {
      return await this.#startWorker(code, packed);
    } catch (reason) {
      if (reason instanceof EngineFailure && reason.stopped) throw reason;
      this.stop();
      this.#startHere(code);
      return this.#ask('start', packed);
    }
  }

  #startWorker(code: (port: Port) => void, wasm: string): Promise<Calls['start']['answer']> {
    const source = new Blob([`(${code.toString()})(self)`], { type: 'text/javascript' });
    const url = URL.createObjectURL(source);
    const worker = new Worker(policy ? policy.createScriptURL(url) : url);
    this.place = 'worker';
    this.#worker = worker;
    // What a worker that was given up still says must not reach the calls of the next one.
    worker.onmessage = (event: MessageEvent<Tell>) => this.#worker === worker && this.#hear(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#lose(event.message, false);
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
    this.#lose('stopped', true);
    this.#worker?.terminate();
    this.#worker = null;
    this.#port = null;
    this.#sent.clear();
  }

  async inspect(request: Request, inputs: readonly InputFile[]): Promise<Report> {
    await this.#keep(inputs);
    return this.#ask('inspect', this.#kept(request, inputs));
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
    return { inputs: kept, hosts: request.hosts, targets: request.targets ?? null, now: request.now, settings: request.settings };
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
      else this.#lose('the engine is not running', true);
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
    if ('failure' in message) waiting.reject(new EngineFailure(message.failure, false));
    else if (Object.keys(waiting.lists).length === 0) waiting.resolve(message.answer);
    else waiting.resolve({ ...(message.answer as object), ...waiting.lists });
  }

  #lose(message: string, stopped: boolean): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const call of waiting) call.reject(new EngineFailure(message, stopped));
  }
}
