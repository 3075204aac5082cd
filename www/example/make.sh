#!/usr/bin/env bash
# Makes the files of the example: a private CA, three servers behind a gateway, the gateway's listener. The keys protect
# nothing and all but the listener's are thrown away. Run it again only with a
# reason: src/example.ts names a moment within their validity period, and the example is judged at it once they have ended.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

HOST=portal.northwind.example
PASSWORD=northwind1

# The CAs sign with P-256: the example is part of the page, and each of their signatures is in it several times.
key() {
  case "$1" in
    root | issuing) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/$1.key" 2>/dev/null ;;
    *) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$work/$1.key" 2>/dev/null ;;
  esac
}

# issue NAME SUBJECT ISSUER DAYS EXTENSIONS
issue() {
  key "$1"
  openssl req -new -key "$work/$1.key" -subj "$2" -out "$work/$1.csr"
  printf '%s\n' "$5" >"$work/$1.ext"
  local by=(-CA "$work/$3.pem" -CAkey "$work/$3.key")
  [ "$3" != "$1" ] || by=(-signkey "$work/$1.key")
  openssl x509 -req -in "$work/$1.csr" "${by[@]}" -set_serial "0x$(openssl rand -hex 15)" -days "$4" -sha256 -extfile "$work/$1.ext" -out "$work/$1.pem" 2>/dev/null
}

# A second apart: servers whose certificates end at the same moment would make the other one the odd one out.
server() {
  sleep 1.1
  issue "$1" "/O=Northwind Traders/CN=$2" issuing 199 "basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth
subjectAltName=$3
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
authorityInfoAccess=caIssuers;URI:http://pki.northwind.example/issuing.cer"
}

CA="basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash"
issue root "/O=Northwind Traders/CN=Northwind Root CA" root 7300 "$CA"
issue issuing "/O=Northwind Traders/CN=Northwind Issuing CA" root 3650 "basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid"
server vm1 "$HOST" "DNS:$HOST,DNS:vm1.northwind.internal"
# The mistake: the name that is asked for stands in the CN only, and a SAN exists, so the CN does not count.
server vm2 "$HOST" "DNS:vm2.northwind.internal"
server vm3 "$HOST" "DNS:$HOST,DNS:vm3.northwind.internal"
server listener "$HOST" "DNS:$HOST"

cat "$work/issuing.pem" "$work/root.pem" >"$work/chain.pem"
openssl pkcs12 -export -inkey "$work/listener.key" -in "$work/listener.pem" -certfile "$work/chain.pem" -name "$HOST" \
  -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -passout "pass:$PASSWORD" -out "$work/listener.pfx"
base64 -w 76 "$work/listener.pfx" >listener.pfx.txt
# The shorter stories, with a CA and keys of their own: a PFX that a service refuses, and a server whose key file is of another year.
small() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/$1.key" 2>/dev/null; }
LEAF="basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:shop.northwind.example
authorityKeyIdentifier=keyid"
for name in shop-ca shop shop-old; do small "$name"; done
openssl req -x509 -new -key "$work/shop-ca.key" -subj "/O=Northwind Traders/CN=Northwind Shop CA" -days 3650 -addext keyUsage=critical,keyCertSign -out shop-ca.pem
openssl req -new -key "$work/shop.key" -subj "/CN=shop.northwind.example" -out "$work/shop.csr"
openssl x509 -req -in "$work/shop.csr" -CA shop-ca.pem -CAkey "$work/shop-ca.key" -set_serial "0x$(openssl rand -hex 15)" -days 199 -extfile <(printf '%s' "$LEAF") -out shop.pem 2>/dev/null
cp "$work/shop.key" shop-key.pem
cp "$work/shop-old.key" shop-old-key.pem
openssl pkcs12 -export -inkey "$work/shop.key" -in shop.pem -certfile shop-ca.pem -name shop -passout "pass:$PASSWORD" -out "$work/shop.pfx"
base64 -w 76 "$work/shop.pfx" >shop.pfx.txt

for name in root issuing vm1 vm2 vm3; do cp "$work/$name.pem" "$name.pem"; done
