"""Runs four programs over the cases of other projects' path suites and writes outcomes.json. See README.md.

usage: record.py THIRD_PARTY_FOLDER JUDGE_GO JUDGE_GNUTLS JAVA   (Judge.class in the working directory)
"""
import calendar, json, re, subprocess, sys, time

T, GO, GNUTLS, JAVA = sys.argv[1:5]


def der(text):
    found = re.search(r'-----BEGIN[^-]*-----(.*?)-----END', text, re.S)
    return ''.join((found.group(1) if found else text).split())


def epoch(text):
    if text == 'default':
        return 1633435200
    return calendar.timegm(time.strptime(text[:19], '%Y-%m-%dT%H:%M:%S'))


NOW = epoch('2026-11-23T12:00:00Z')


def cases(name):
    return json.load(open(f'{T}/cases/{name}'))['cases']


def jobs():
    for x in json.load(open(f'{T}/limbo/limbo.json'))['testcases']:
        if x['validation_kind'] == 'SERVER':
            name = x.get('expected_peer_name') or {}
            now = epoch(x['validation_time']) if x['validation_time'] else NOW
            yield 'limbo/' + x['id'], [x['peer_certificate']] + x['untrusted_intermediates'], x['trusted_certs'], now, name.get('value') or ''
    for x in cases('path_boringssl.json'):
        chain = x['chain_leaf_first']
        yield 'boringssl/' + x['id'], chain[:-1] or chain, chain[-1:], epoch(x['time']), ''
    for x in cases('path_pkits.json'):
        yield 'pkits/' + x['id'], x['chain_root_to_leaf'][::-1], [x['root']], epoch(x['time']), ''
    for x in cases('path_openssl.json'):
        o = x['options']
        now = int(o[o.index('-attime') + 1]) if '-attime' in o else NOW
        yield 'openssl/' + x['id'], [x['leaf']] + x['untrusted'], x['trusted'], now, ''
    for x in cases('path_go.json'):
        yield 'go/' + x['id'], [x['leaf']] + x['intermediates'], x['roots'], x['time_epoch'], x.get('host') or ''


def pem(body):
    lines = '\n'.join(body[i:i + 64] for i in range(0, len(body), 64))
    return f'-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n'


def openssl(chain, roots, now, host):
    for file, ders in (('l.pem', chain[:1]), ('u.pem', chain[1:]), ('r.pem', roots)):
        open(file, 'w').write(''.join(map(pem, ders)))
    command = ['openssl', 'verify', '-purpose', 'sslserver', '-auth_level', '2', '-no-CApath', '-no-CAstore', '-CAfile', 'r.pem']
    command += ['-attime', str(now)] + (['-untrusted', 'u.pem'] if chain[1:] else [])
    if host:
        address = re.fullmatch(r'[0-9.]+|[0-9a-fA-F:]+:[0-9a-fA-F:.]*', host)
        command += ['-verify_ip' if address else '-verify_hostname', host]
    done = subprocess.run(command + ['l.pem'], capture_output=True, text=True, errors='replace')
    found = re.search(r'error (\d+) at \d+ depth lookup', done.stdout + done.stderr)
    return 'OK' if done.returncode == 0 else found.group(1) if found else 'other'


def answers(command, lines):
    done = subprocess.run(command, input=''.join(lines), capture_output=True, text=True)
    return {row[0]: row[1] for row in map(json.loads, done.stdout.splitlines())}


found, as_json, as_text = {}, [], []
for id, chain, roots, now, host in jobs():
    chain, roots = list(map(der, chain)), list(map(der, roots))
    found[id] = [openssl(chain, roots, now, host)]
    as_json.append(json.dumps(dict(id=id, chain=chain, roots=roots, now=now, host=host)) + '\n')
    as_text.append('\t'.join([id, ','.join(chain), ','.join(roots), str(now), host]) + '\n')
java = [JAVA, '--add-exports', 'java.base/sun.security.util=ALL-UNNAMED', '-cp', '.', 'Judge']
for said in (answers([GO], as_json), answers(java, as_text), answers([GNUTLS], as_text)):
    for id in found:
        code = said[id]
        found[id].append(code.replace('The certificate is NOT trusted. ', '') if ' NOT trusted. ' in code else code)
codes = list(dict.fromkeys(code for row in found.values() for code in row))
rows = ',\n'.join(f'{json.dumps(id)}:{json.dumps([codes.index(c) for c in row])}' for id, row in found.items())
head = json.dumps({'programs': ['openssl', 'go', 'java', 'gnutls'], 'codes': codes}, indent=0)[:-2]
open('outcomes.json', 'w').write(f'{head},\n"rows": {{\n{rows}\n}}\n}}\n')
print(len(found), 'cases')
