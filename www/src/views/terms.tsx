// Words of the trade, explained where they stand.

import type { ComponentChildren } from 'preact';

export const TERMS = {
  SAN: 'subject alternative name: the part of a certificate that lists the names it is for. Programs compare names with it and ignore the CN when it is there.',
  CN: 'common name: an older place for a name, in the subject.',
  SNI: 'server name indication: the name that a client sends first, so that the server can choose its certificate.',
  Probe: 'the request by which a gateway finds out whether a server behind it is healthy.',
  Intermediate: 'a certificate between the server certificate and the root: the server sends it along.',
  Root: 'a certificate that is trusted because somebody put it into a trust store.',
  PFX: 'one file with a certificate, its chain and its private key, locked with a password (PKCS #12).',
} as const;

/** Something with more to say while it has the focus or the pointer; Esc takes that away. */
export function Hinted({ hint, class: className, at, children }: { hint: string; class: string; at?: number; children: ComponentChildren }) {
  return (
    <span
      class={`hinted ${className}`}
      tabIndex={0}
      data-time={at}
      {...{ 'aria-description': hint }}
      onKeyDown={(event) => event.key === 'Escape' && (event.preventDefault(), event.currentTarget.blur())}
    >
      {children}
      <span class="hint-text" aria-hidden="true">
        {hint}
      </span>
    </span>
  );
}

export function Term({ of, children }: { of: keyof typeof TERMS; children: ComponentChildren }) {
  return (
    <Hinted class="term" hint={TERMS[of]}>
      {children}
    </Hinted>
  );
}
