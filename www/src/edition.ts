// What this copy of the page consists of, told by the document itself: the policy in force and SHA-256 sums.

/** The document, in the pieces build.mjs put it together from; %%NAME%% stands where a piece goes. */
declare const __TEMPLATE__: string;
declare const __EDITION__: 'site' | 'file';
export interface EngineFile {
  file: string;
  sum: string;
}

/** Where the scripts of the engine's two parts lie, and their sums; null where they are part of the document. */
declare const __ENGINE__: { first: EngineFile[]; rest: EngineFile[] } | null;

export const EDITION = __EDITION__;
export const ENGINE = __ENGINE__;

function policyElement(): HTMLMetaElement | null {
  return document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]');
}

/** The directives in force, in order. */
export function directives(): { name: string; value: string }[] {
  return (policyElement()?.content ?? '').split(';').flatMap((part) => {
    const [name, ...rest] = part.trim().split(/\s+/);
    return name ? [{ name, value: rest.join(' ') }] : [];
  });
}

/** The pieces of the document, from what the browser holds. */
function documentPieces(): Record<string, string> {
  const pieces: Record<string, string> = { CSP: policyElement()?.content ?? '' };
  for (const node of document.querySelectorAll<HTMLElement>('[data-part]')) {
    const name = node.dataset['part'] ?? '';
    const sum = node.getAttribute('integrity');
    pieces[name] = sum ?? node.textContent ?? '';
    const file = node.getAttribute('src');
    if (file !== null) pieces[`${name}_FILE`] = file;
  }
  return pieces;
}

/** The document as it was served, put together again from what the browser holds; nothing is fetched. */
function documentText(instead: Record<string, string> = {}): string {
  const pieces = { ...documentPieces(), ...instead };
  return __TEMPLATE__.replace(/%%(\w+)%%/g, (_, name: string) => pieces[name] ?? '');
}

/** What the edition knows beforehand: the text of its data block. */
export function presetText(): string {
  return documentPieces()['PRESET'] ?? 'null';
}

/** This document with another preset in its data block; only the edition in one file is whole in itself. */
export function documentWith(preset: string): string | null {
  return EDITION === 'file' ? documentText({ PRESET: preset }) : null;
}

/** The licences of everything inside; null where they are a file of their own. */
export function licences(): string | null {
  return documentPieces()['LICENCES'] ?? null;
}

/** SHA-256 of the document in hex; null where the browser offers no digest (plain http other than localhost). */
export async function documentSha256(): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  // The page draws itself before the last of its own text has been read.
  if (document.readyState === 'loading') await new Promise((done) => addEventListener('DOMContentLoaded', done, { once: true }));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(documentText()));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Sums the browser itself holds the parts of the site edition to. */
export function enforced(): { part: string; sum: string }[] {
  return [...document.querySelectorAll<HTMLElement>('[integrity]')].map((node) => ({
    part: node.getAttribute('src') ?? node.getAttribute('href') ?? '',
    sum: node.getAttribute('integrity') ?? '',
  }));
}
