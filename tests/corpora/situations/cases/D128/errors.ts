// Maps errors of TLS to messages for people.
export const MESSAGES: Record<string, string> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The server does not send its intermediate.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The name does not match.',
};
export function explain(code: string) { return MESSAGES[code] ?? code; }
