// The engine as the package's Node entry gives it: ready when imported.
declare module 'certlens-engine' {
  import type { Catalog, Report, Request } from '../www/src/report';
  export function inspect(request: Request): Report;
  export function verdicts(request: Request): Report;
  export function catalog(): Catalog;
  export function forget(): void;
}
