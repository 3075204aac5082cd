// The origin story, ready to load: a gateway's listener PFX, the private root that was uploaded, and three servers of
// which one is wrong. Made by example/make.sh with keys that protect nothing.

import issuing from '../example/issuing.pem';
import listener from '../example/listener.pfx.txt';
import root from '../example/root.pem';
import vm1 from '../example/vm1.pem';
import vm2 from '../example/vm2.pem';
import vm3 from '../example/vm3.pem';
import type { HostChip, NewInput } from './state';

/** The first second of the example's certificates, and a moment within their validity period. */
const FROM = Date.UTC(2026, 10, 27, 22, 17) / 1000;
const TO = Date.UTC(2027, 5, 1) / 1000;

const HOST = 'portal.northwind.example';

interface Example {
  inputs: NewInput[];
  hosts: HostChip[];
  time: number | null;
}

function text(name: string, ...parts: string[]): NewInput {
  return { name, bytes: new TextEncoder().encode(parts.join('')), password: null, seat: null, server: null };
}

export function example(clock: number): Example {
  return {
    inputs: [
      {
        name: 'listener.pfx',
        bytes: Uint8Array.from(atob(listener.replace(/\s/g, '')), (char) => char.charCodeAt(0)),
        password: 'northwind1',
        seat: 'listener',
        server: null,
      },
      { ...text('northwind-root.cer', root), seat: 'trust' },
      { ...text('vm1.pem', vm1, issuing), seat: 'server', server: 'vm1' },
      { ...text('vm2.pem', vm2, issuing), seat: 'server', server: 'vm2' },
      { ...text('vm3.pem', vm3, issuing), seat: 'server', server: 'vm3' },
    ],
    hosts: [{ name: HOST, use: null }],
    // Long after the certificates have ended the example still tells the same story, at a time that it shows.
    time: clock >= FROM && clock <= TO ? null : FROM,
  };
}
