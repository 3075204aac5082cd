#!/usr/bin/env python3
"""Records what clients say to a server that presents something else than the files on somebody's desk say.

    python3 tests/corpora/hypotheses/record.py

Makes CAs and certificates whose keys protect nothing, runs real servers and real clients on loopback, and writes one
folder a case: the files as somebody would drop them, and `case.json` with what the client said and which hypothesis is
true. Wants openssl, curl, node, java and python3.
"""
import json, os, re, shutil, socket, subprocess, sys, tempfile, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASES = HERE / 'cases'
WORK = Path(tempfile.mkdtemp(prefix='hypotheses-'))
HOST = 'app.contoso.internal'
NOW = int(time.time())


def run(*command, stdin=b'', cwd=WORK, env=None):
    return subprocess.run([str(c) for c in command], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=cwd, env=env, timeout=60)


def openssl(*command):
    done = run('openssl', *command)
    if done.returncode:
        sys.exit(done.stdout.decode())
    return done.stdout


def key(name):
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', f'{name}.key')


def issue(name, subject, by=None, names=(), ca=False, start=None, end=None, usage='serverAuth'):
    """A certificate with its key; `by`: the issuer's name, none: self-signed. Times as YYYYMMDDHHMMSSZ."""
    key(name)
    lines = [f'basicConstraints=critical,CA:{"TRUE" if ca else "FALSE"}', 'subjectKeyIdentifier=hash']
    lines.append('keyUsage=critical,keyCertSign,cRLSign' if ca else 'keyUsage=critical,digitalSignature')
    if not ca:
        lines.append(f'extendedKeyUsage={usage}')
    if names:
        lines.append('subjectAltName=' + ','.join(names))
    if by:
        lines.append('authorityKeyIdentifier=keyid')
    (WORK / f'{name}.ext').write_text('\n'.join(lines) + '\n')
    openssl('req', '-new', '-key', f'{name}.key', '-subj', subject, '-out', f'{name}.csr')
    base = WORK / f'{name}.ca'
    base.mkdir()
    (base / 'index.txt').write_text('')
    (base / 'serial').write_text(os.urandom(12).hex().upper() + '01\n')
    (base / 'conf').write_text(
        f'[ca]\ndefault_ca=d\n[d]\ndatabase={base}/index.txt\nserial={base}/serial\nnew_certs_dir={base}\ndefault_md=sha256\npolicy=p\nunique_subject=no\n'
        '[p]\ncommonName=optional\norganizationName=optional\norganizationalUnitName=optional\n'
    )
    start = start or time.strftime('%Y%m%d%H%M%SZ', time.gmtime(NOW - 30 * 86400))
    end = end or time.strftime('%Y%m%d%H%M%SZ', time.gmtime(NOW + (3650 if ca else 150) * 86400))
    signer = ['-selfsign', '-keyfile', f'{name}.key'] if not by else ['-cert', f'{by}.pem', '-keyfile', f'{by}.key']
    openssl('ca', '-batch', '-notext', '-preserveDN', '-config', base / 'conf', *signer, '-in', f'{name}.csr', '-out', f'{name}.pem', '-extfile', f'{name}.ext', '-startdate', start, '-enddate', end)


def text(*names):
    return ''.join((WORK / f'{n}.pem').read_text() for n in names)


class Server:
    """`openssl s_server` that sends these certificates, in order; `also`: another site, chosen by its server name."""

    def __init__(self, leaf, *chain, also=None):
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            self.port = probe.getsockname()[1]
        command = ['openssl', 's_server', '-accept', f'127.0.0.1:{self.port}', '-cert', f'{leaf}.pem', '-key', f'{leaf}.key', '-www', '-quiet']
        if chain:
            (WORK / 'sent.pem').write_text(text(*chain))
            command += ['-cert_chain', 'sent.pem']
        if also:
            command += ['-servername', also[1], '-cert2', f'{also[0]}.pem', '-key2', f'{also[0]}.key']
        self.process = subprocess.Popen(command, cwd=WORK, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        for _ in range(100):
            try:
                socket.create_connection(('127.0.0.1', self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        sys.exit('the server does not start')

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def s_client(server, trust, host, *more):
    name = ['-servername', host] if '-noservername' not in more else []
    trusted = ['-CAfile', f'{trust}.pem'] if trust else []
    done = run('openssl', 's_client', '-connect', f'127.0.0.1:{server.port}', *name, '-verify_hostname', host, *trusted, '-verify_return_error', *more)
    lines = [line for line in done.stdout.decode().splitlines() if re.match(r'verify error|Verification error|Verify return code|.*error:', line)]
    return lines[0]


def curl(server, trust, host, *more):
    trusted = ['--cacert', f'{trust}.pem'] if trust else []
    done = run('curl', '-sS', '-o', '/dev/null', '--noproxy', '*', *trusted, '--resolve', f'{host}:{server.port}:127.0.0.1', *more, f'https://{host}:{server.port}/')
    return done.stdout.decode().splitlines()[0]


def python(server, trust, host):
    code = (
        'import socket,ssl,sys\n'
        f'c=ssl.create_default_context(cafile={f"{trust}.pem" if trust else None!r})\n'
        f's=socket.create_connection(("127.0.0.1",{server.port}))\n'
        f'c.wrap_socket(s,server_hostname={host!r})\n'
    )
    return run(sys.executable, '-c', code).stdout.decode().splitlines()[-1]


def node(server, trust, host):
    code = (
        "const tls=require('tls'),fs=require('fs');"
        f"const s=tls.connect({{host:'127.0.0.1',port:{server.port},servername:'{host}'" + (f",ca:fs.readFileSync('{trust}.pem')" if trust else '') + "},()=>s.end());"
        "s.on('error',e=>{console.log(`Error: ${e.message}\\n    code: '${e.code}'`)});"
    )
    return run('node', '-e', code).stdout.decode().strip()


JAVA = """
import javax.net.ssl.*; import java.security.*; import java.security.cert.*; import java.io.*; import java.net.*;
public class Dial { public static void main(String[] a) throws Exception {
  KeyStore ks = null;
  if (!a[1].equals("-")) { ks = KeyStore.getInstance("PKCS12"); ks.load(null, null); ks.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream(a[1]))); }
  TrustManagerFactory t = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()); t.init(ks);
  SSLContext c = SSLContext.getInstance("TLS"); c.init(null, t.getTrustManagers(), null);
  SSLSocket s = (SSLSocket) c.getSocketFactory().createSocket(new Socket("127.0.0.1", Integer.parseInt(a[0])), a[2], Integer.parseInt(a[0]), true);
  SSLParameters p = s.getSSLParameters(); p.setEndpointIdentificationAlgorithm("HTTPS"); s.setSSLParameters(p);
  try { s.startHandshake(); } catch (Exception e) { System.out.println("Exception in thread \\"main\\" " + e); Throwable x = e; while ((x = x.getCause()) != null) System.out.println("Caused by: " + x); } } }
"""


def java(server, trust, host):
    (WORK / 'Dial.java').write_text(JAVA)
    return run('java', 'Dial.java', server.port, f'{trust}.pem' if trust else '-', host).stdout.decode().strip()


CLIENTS = {'openssl': s_client, 'curl': curl, 'python': python, 'nodejs': node, 'java': java}


def case(name, title, server, client, trust, files, hypothesis, host=HOST, dialled=None, more=()):
    """`files`: name -> (certificates, seat); `trust`: what the client really trusts; `host`: as typed, `dialled`: as dialled."""
    with server as running:
        said = CLIENTS[client](running, trust, dialled or host, *more)
    folder = CASES / name
    folder.mkdir(parents=True)
    given = []
    for file, (certificates, seat) in files.items():
        (folder / file).write_text(text(*certificates))
        given.append({'name': file, 'seat': seat})
    # Ports are of this run alone.
    said = said.replace(f':{running.port}', ':443').replace(f'port {running.port}', 'port 443')
    record = {'title': title, 'client': client, 'files': given, 'hosts': [host], 'now': NOW, 'observed': said, 'hypothesis': hypothesis}
    (folder / 'case.json').write_text(json.dumps(record, indent=1) + '\n')
    print(name, '|', said.replace('\n', ' / ')[:150])


def main():
    shutil.rmtree(CASES, ignore_errors=True)
    issue('root', '/O=Contoso/CN=Contoso Root CA', ca=True)
    issue('issuing', '/O=Contoso/CN=Contoso Issuing CA 1', 'root', ca=True)
    issue('other-root', '/O=Fabrikam/CN=Fabrikam Root CA', ca=True)
    issue('proxy-root', '/O=Contoso IT/CN=Contoso Web Proxy CA', ca=True)
    issue('app', f'/CN={HOST}', 'issuing', [f'DNS:{HOST}'])
    issue('app-old', f'/CN={HOST}', 'issuing', [f'DNS:{HOST}'], start='20250601000000Z', end='20260601000000Z')
    issue('app-small', f'/CN={HOST}', 'issuing', ['DNS:contoso.internal'])
    issue('app-next', f'/CN={HOST}', 'issuing', [f'DNS:{HOST}'], start=time.strftime('%Y%m%d%H%M%SZ', time.gmtime(NOW + 5 * 86400)), end='20270601000000Z')
    issue('app-direct', f'/CN={HOST}', 'root', [f'DNS:{HOST}'])
    issue('app-proxied', f'/CN={HOST}', 'proxy-root', [f'DNS:{HOST}'])
    issue('shop', '/CN=shop.contoso.internal', 'issuing', ['DNS:shop.contoso.internal'])
    issue('fake', '/O=Acme Co/CN=Kubernetes Ingress Controller Fake Certificate', names=['DNS:ingress.local'])
    issue('traefik', '/CN=TRAEFIK DEFAULT CERT', names=['DNS:0123456789abcdef.traefik.default'])
    issue('fallback', '/CN=SSL_Self_Signed_Fallback')
    issue('machine', '/CN=ip-10-0-0-4', names=['DNS:ip-10-0-0-4'])

    desk = {'chain.pem': (['app', 'issuing'], 'server'), 'root.pem': (['root'], 'trust')}
    direct = {'app.pem': (['app-direct'], 'server'), 'root.pem': (['root'], 'trust')}
    for client in CLIENTS:
        case(f'leaf-only-{client}', 'The file has the chain, the server sends its own certificate alone', Server('app'), client, 'root', desk, 'leaf-only')
    case('leaf-and-root', 'The server sends its certificate and the root, without the issuing CA', Server('app', 'root'), 'curl', 'root', desk, 'leaf-and-root')
    for client in ('openssl', 'curl', 'nodejs', 'java'):
        case(f'public-only-{client}', 'The root was never given to the client', Server('app', 'issuing', 'root'), client, None, {**desk, 'chain.pem': (['app', 'issuing', 'root'], 'server')}, 'public-only')
    case('other-root', 'The client trusts the root of another CA', Server('app', 'issuing', 'root'), 'curl', 'other-root', {**desk, 'chain.pem': (['app', 'issuing', 'root'], 'server'), 'fabrikam.pem': (['other-root'], 'ignore')}, 'other-root')
    old = {**desk, 'before.pem': (['app-old', 'issuing'], 'ignore')}
    for client in ('curl', 'nodejs', 'java'):
        case(f'stale-{client}', 'Renewed, and the service was not reloaded; the file of before is at hand', Server('app-old', 'issuing'), client, 'root', old, 'stale')
    case('stale-unseen-python', 'Renewed, and the service was not reloaded; nobody has the old file', Server('app-old', 'issuing'), 'python', 'root', desk, 'stale')
    case('stale-unseen-openssl', 'The same, seen by openssl', Server('app-old', 'issuing'), 'openssl', 'root', desk, 'stale')
    case('stale-names', 'Issued again with the name, and the server still presents the certificate without it', Server('app-small', 'issuing'), 'curl', 'root', {**desk, 'before.pem': (['app-small'], 'ignore')}, 'stale')
    case('not-yet', 'The new certificate was installed before it begins', Server('app-next', 'issuing'), 'curl', 'root', {**desk, 'next.pem': (['app-next'], 'ignore')}, 'stale')
    case('clock-behind', 'The clock of the client is behind', Server('app', 'issuing'), 'openssl', 'root', desk, 'clock-behind', more=('-attime', str(NOW - 300 * 86400)))
    for client, shape in (('curl', 'fake'), ('java', 'fake'), ('python', 'traefik'), ('nodejs', 'fallback'), ('openssl', 'machine')):
        case(f'built-in-{shape}-{client}', 'No site has the name, and the server answers with a certificate of its own making', Server(shape), client, 'root', desk, 'self-signed')
    case('other-site', 'Without a server name the first site answers; its file is at hand', Server('shop', 'issuing', also=('app', HOST)), 'openssl', 'root', {**desk, 'shop.pem': (['shop'], 'ignore')}, 'default-certificate', more=('-noservername',))
    case('other-site-unseen', 'Another site answers, and nobody has its file', Server('shop', 'issuing'), 'curl', 'root', desk, 'other-site')
    case('other-site-unseen-java', 'The same, seen by Java', Server('shop', 'issuing'), 'java', 'root', desk, 'other-site')
    case('by-address', 'The client dials the address', Server('app', 'issuing'), 'curl', 'root', desk, 'other-name', dialled='127.0.0.1')
    case('by-short-name', 'The client dials a short name', Server('app', 'issuing'), 'nodejs', 'root', desk, 'other-name', dialled='app')
    case('by-short-name-java', 'The same, seen by Java', Server('app', 'issuing'), 'java', 'root', desk, 'other-name', dialled='app')
    for client in ('curl', 'python'):
        case(f'proxy-{client}', 'A proxy in between signs anew, and its CA is not trusted', Server('app-proxied'), client, 'root', direct, 'proxy')
    case('proxy-root-sent', 'The same, and the proxy sends its root as well', Server('app-proxied', 'proxy-root'), 'nodejs', 'root', direct, 'proxy')
    shutil.rmtree(WORK)


main()
