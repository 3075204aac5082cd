// The package wasm-bindgen writes; build.mjs resolves it.
declare module 'certlens-package' {
  import type { Catalog, DerNode, Diagnosed, Mended, Plan, Report, Request } from './report';

  /** Instantiates the module, once. */
  export default function init(from: { module_or_path: WebAssembly.Module }): Promise<Instance>;
  /** Lets go of the instance, so that `init` makes another; build.mjs adds it. */
  export function anew(): void;

  /** What a part of the engine exports (scripts/parts/split.mjs); `rest` tells whether the other part is there. */
  export type Instance = WebAssembly.Exports & { memory: WebAssembly.Memory; rest: WebAssembly.Global<'i32'> };
  export function inspect(request: Request): Report | Promise<Report>;
  export function verdicts(request: Request): Report;
  export function diagnose(request: Request): Diagnosed;
  export function derivations(
    request: Request,
  ): { hash: string; password: Uint8Array<ArrayBuffer>; salt: Uint8Array<ArrayBuffer>; rounds: number; length: number }[];
  export function derived(keys: (Uint8Array | null)[]): void;
  export function catalog(): Catalog;
  export function derTree(bytes: Uint8Array): DerNode;
  export function forget(): void;
  export function mend(request: Request, plan: Plan): Mended | Promise<Mended>;
}
