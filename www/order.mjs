// In which order a system looks at things, found by asking the engine: two faults at a time, the one that is named came first.
import { CLIENT_AUTH, DAY, certificate, ecKey, rsaKey } from './forge.mjs';

/** What is only inferred or documented says nothing about what comes first. */
const KNOWN = ['source', 'tested'];
const ASKED = ['connect', 'traffic'];
const HOST = 'www.example.com';

/** What can be wrong with a chain, in the words of the page, and the change that makes it so. */
const FAULTS = {
  'the server key is too short': (chain) => (chain.leafKey = rsaKey(1024)),
  'the server certificate is for another purpose': (chain) => (chain.leaf.purpose = CLIENT_AUTH),
  'the server certificate has another name': (chain) => (chain.leaf.names = ['other.example.com']),
  'the server certificate has expired': (chain) => (chain.leaf.days = 5),
  'the issuing CA has expired': (chain) => (chain.middle.days = 5),
  'the issuer is no CA': (chain) => (chain.middle.authority = false),
  'the signature does not verify': (chain) => (chain.leaf.damaged = true),
  'the issuing CA is missing': (chain) => (chain.send = ['leaf']),
  'the root is not trusted': (chain) => (chain.trust = 'other'),
};

function forge(faults, keys, now) {
  const from = now - 30 * DAY;
  const chain = { leafKey: keys.leaf, leaf: { names: [HOST], days: 90 }, middle: { authority: true, days: 900 }, send: ['leaf', 'middle'], trust: 'root' };
  for (const fault of faults) FAULTS[fault](chain);
  const root = (subject, key) => certificate({ serial: 1, subject, issuer: subject, key, issuerKey: key, from, days: 3000, authority: true });
  const made = {
    leaf: certificate({ serial: 3, subject: HOST, issuer: 'Order Issuing', key: chain.leafKey, issuerKey: keys.middle, from, ...chain.leaf }),
    middle: certificate({ serial: 2, subject: 'Order Issuing', issuer: 'Order Root', key: keys.middle, issuerKey: keys.root, from, ...chain.middle }),
    root: root('Order Root', keys.root),
    other: root('Other Root', keys.other),
  };
  const input = (name, texts, seat) => ({ name, bytes: new TextEncoder().encode(texts.join('')), seat });
  return {
    inputs: [
      input(
        'chain.pem',
        chain.send.map((one) => made[one]),
        'server',
      ),
      input('root.pem', [made[chain.trust]], 'trust'),
    ],
    hosts: [{ name: HOST }],
    now: now / 1000,
  };
}

/**
 * Per client: the faults that it refuses a chain for, in the order in which it names them. Where it depends on more than
 * the two faults which one is named, there is no order, and the client is left out.
 */
export function orders(inspect, now) {
  const keys = { root: ecKey(), other: ecKey(), middle: ecKey(), leaf: ecKey() };
  const names = Object.keys(FAULTS);
  const said = (faults) => {
    const report = inspect(forge(faults, keys, now));
    const known = report.verdicts.filter(({ check, outcome, confidence }) => ASKED.includes(check) && (outcome !== 'rejected' || KNOWN.includes(confidence)));
    return new Map(known.map(({ target, outcome, code, message }) => [target, outcome === 'rejected' ? JSON.stringify([code, message]) : null]));
  };
  const alone = new Map(names.map((name) => [name, said([name])]));
  const together = new Map(names.flatMap((a, i) => names.slice(i + 1).map((b) => [`${a}|${b}`, said([a, b])])));
  const found = new Map();
  for (const target of alone.get(names[0]).keys()) {
    const refused = names.filter((name) => (alone.get(name).get(target) ?? null) !== null);
    /** Below zero: `a` is named although `b` is there too. */
    const compare = (a, b) => {
      const word = (together.get(`${a}|${b}`) ?? together.get(`${b}|${a}`)).get(target);
      const [first, second] = [alone.get(a).get(target) === word, alone.get(b).get(target) === word];
      return first === second ? 0 : first ? -1 : 1;
    };
    const order = [];
    while (order.length < refused.length) {
      const left = refused.filter((name) => !order.includes(name));
      const next = left.find((name) => left.every((other) => other === name || compare(other, name) >= 0));
      if (next === undefined) break;
      order.push(next);
    }
    if (order.length === refused.length && order.length > 2) found.set(target, order);
  }
  return found;
}
