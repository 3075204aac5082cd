// What the policy does not cover is taken away before any other script can run, in the page and in the engine's worker:
// WebRTC connects without asking a policy, a frame or a second window would bring a fresh set of everything, and a link
// element can have a name looked up. What is taken away cannot be put back.

import type { Violation } from './protocol';

const CONNECTING = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'mozRTCPeerConnection',
  'RTCDataChannel',
  'RTCIceCandidate',
  'RTCIceTransport',
  'RTCSessionDescription',
  'RTCRtpSender',
  'RTCRtpReceiver',
  'RTCCertificate',
  'WebTransport',
  'open',
];

/** Elements that bring another document, or that reach for an address by themselves. */
const REACHING = /^(?:.*:)?(?:i?frame|frameset|fencedframe|portal|object|embed|applet|link|meta|base)$/i;

function fixed(owner: object, name: string, value: unknown): void {
  try {
    Object.defineProperty(owner, name, { value, writable: false, configurable: false, enumerable: false });
  } catch {
    // Not there to be changed: then nobody else can either.
  }
}

function takeAway(): void {
  for (const name of CONNECTING) fixed(globalThis, name, undefined);
  if (typeof Document === 'undefined') return;
  for (const name of ['createElement', 'createElementNS'] as const) {
    const own = Document.prototype[name] as (this: Document, ...args: unknown[]) => Element;
    fixed(Document.prototype, name, function (this: Document, ...args: unknown[]) {
      const asked = String(args[name === 'createElement' ? 0 : 1]);
      // What was looked at is what is made: an object could say something else the second time.
      args[name === 'createElement' ? 0 : 1] = asked;
      if (REACHING.test(asked)) throw new TypeError(`this page makes no <${asked}>`);
      return own.apply(this, args);
    });
  }
}

// Before anything else runs: whoever imports this first.
takeAway();

interface Navigating extends Event {
  destination: { url: string; sameDocument: boolean };
  downloadRequest: string | null;
  hashChange: boolean;
  navigationType: string;
}

/** No policy keeps a page from being left for an address that says something. Browsers that announce it let it be refused. */
export function stay(observe: (violation: Violation) => void): void {
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.addEventListener('navigate', (event) => {
    const { destination, downloadRequest, hashChange, navigationType } = event as Navigating;
    const to = new URL(destination.url, location.href);
    const here = location.protocol !== 'file:' && to.origin === location.origin && to.search === '';
    if (hashChange || destination.sameDocument || downloadRequest !== null || navigationType === 'reload' || navigationType === 'traverse' || here) return;
    event.preventDefault();
    observe({ directive: 'navigation', blocked: to.protocol === 'blob:' || to.protocol === 'data:' ? to.protocol.slice(0, -1) : to.href, where: 'page' });
  });
}
