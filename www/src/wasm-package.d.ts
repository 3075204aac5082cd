// The package wasm-bindgen writes; build.mjs resolves it.
declare module 'certlens-package' {
  import type { Catalog, DerNode, Diagnosed, Mended, Plan, Report, Request } from './report';

  export default function init(from: { module_or_path: BufferSource }): Promise<unknown>;
  export function inspect(request: Request): Report | Promise<Report>;
  export function verdicts(request: Request): Report;
  export function diagnose(request: Request): Diagnosed;
  export function catalog(): Catalog;
  export function derTree(bytes: Uint8Array): DerNode;
  export function forget(): void;
  export function mend(request: Request, plan: Plan): Mended | Promise<Mended>;
}
