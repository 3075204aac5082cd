// Files as they lie on a machine that renews certificates for 250 services: four a service, three of them certificates and
// one a key, under four private authorities.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, certificate, ecKey, rsaKey } from '../www/forge.mjs';

const SERVICES = 250;
const AUTHORITIES = 4;
/** One service in so many still has an RSA key. */
const RSA_EVERY = 5;

/** Writes the files below `folder`; answers with how many there are, and the root that vouches for all. */
export function estate(folder, now) {
  const rootKey = rsaKey();
  const authorities = Array.from({ length: AUTHORITIES }, (_, i) => {
    const key = i % 2 === 0 ? rsaKey() : ecKey();
    const subject = `Estate Issuing ${i}`;
    return {
      key,
      subject,
      pem: certificate({ serial: i + 1, subject, issuer: 'Estate Root', key, issuerKey: rootKey, from: now - 400 * DAY, days: 1825, authority: true }),
    };
  });
  for (let i = 0; i < SERVICES; i += 1) {
    const key = i % RSA_EVERY === 0 ? rsaKey() : ecKey();
    const issuer = authorities[i % AUTHORITIES];
    const host = `service-${i}.estate.example`;
    const pem = certificate({
      serial: 256 + i,
      subject: host,
      issuer: issuer.subject,
      key,
      issuerKey: issuer.key,
      from: now - (i % 80) * DAY,
      days: 90,
      names: [host, `www.${host}`],
    });
    const at = join(folder, host);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'cert.pem'), pem);
    writeFileSync(join(at, 'chain.pem'), issuer.pem);
    writeFileSync(join(at, 'fullchain.pem'), pem + issuer.pem);
    writeFileSync(join(at, 'privkey.pem'), key.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  }
  const root = certificate({
    serial: 0,
    subject: 'Estate Root',
    issuer: 'Estate Root',
    key: rootKey,
    issuerKey: rootKey,
    from: now - 800 * DAY,
    days: 7300,
    authority: true,
  });
  return { files: SERVICES * 4, root };
}
