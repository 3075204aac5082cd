// The stories that are ready to load. The gateway's: a listener PFX, the private root that was uploaded, and three servers of
// which one is wrong. A PFX that a service refuses. A server whose configuration names the key of another year. Made by
// example/make.sh with keys that protect nothing.

import issuing from '../example/issuing.pem';
import listener from '../example/listener.pfx.txt';
import root from '../example/root.pem';
import shopCa from '../example/shop-ca.pem';
import shopKey from '../example/shop-key.pem';
import shopOldKey from '../example/shop-old-key.pem';
import shop from '../example/shop.pem';
import shopPfx from '../example/shop.pfx.txt';
import vm1 from '../example/vm1.pem';
import vm2 from '../example/vm2.pem';
import vm3 from '../example/vm3.pem';
import type { Seat } from './report';
import type { HostChip, NewInput } from './state';

/** A moment when all certificates of the stories are within their validity periods, and one when they still are. */
const FROM = Date.UTC(2026, 10, 28, 20) / 1000;
const TO = Date.UTC(2027, 5, 1) / 1000;

const HOST = 'portal.northwind.example';
const PASSWORD = 'northwind1';

export type ExampleName = 'gateway' | 'pfx' | 'key';

interface Example {
  inputs: NewInput[];
  hosts: HostChip[];
  focus: string[] | null;
  time: number | null;
}

function file(name: string, seat: Seat | null, server: string | null, ...parts: string[]): NewInput {
  return { name, bytes: new TextEncoder().encode(parts.join('')), password: null, seat, server };
}

function pfx(name: string, base64: string, seat: Seat | null): NewInput {
  return { name, bytes: Uint8Array.from(atob(base64.replace(/\s/g, '')), (char) => char.charCodeAt(0)), password: PASSWORD, seat, server: null };
}

const STORIES: Record<ExampleName, () => Omit<Example, 'time'>> = {
  gateway: () => ({
    inputs: [
      pfx('listener.pfx', listener, 'listener'),
      file('northwind-root.cer', 'trust', null, root),
      file('vm1.pem', 'server', 'vm1', vm1, issuing),
      file('vm2.pem', 'server', 'vm2', vm2, issuing),
      file('vm3.pem', 'server', 'vm3', vm3, issuing),
    ],
    hosts: [{ name: HOST, use: null }],
    focus: null,
  }),
  pfx: () => ({ inputs: [pfx('shop.pfx', shopPfx, null)], hosts: [], focus: ['azure-application-gateway-listener'] }),
  key: () => ({
    inputs: [
      file('fullchain.pem', 'server', 'shop', shop, shopCa),
      file('privkey.pem', 'server', 'shop', shopOldKey),
      file('privkey-2026.pem', 'ignore', null, shopKey),
    ],
    hosts: [],
    focus: ['nginx-server'],
  }),
};

/** Long after the certificates have ended a story is still the same, at a time that it shows. */
export function example(name: ExampleName, clock: number): Example {
  return { ...STORIES[name](), time: clock >= FROM && clock <= TO ? null : FROM };
}
