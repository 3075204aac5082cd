#!/usr/bin/env bash
# Fills fuzz/corpus with the files of the test corpora, as a start for each target, and with those of fuzz/seeds: keys of
# every form, and PFX files with one round of key derivation (openssl pkcs12 -export -iter 1), so that little time goes there.
#   fuzz/seed.sh && RUSTC_BOOTSTRAP=1 cargo fuzz run text -- -max_total_time=60
set -eu
cd "$(dirname "$0")"
corpora=../tests/corpora

# seed TARGET FILES...: at most 64 KiB each, named by their contents. Where a first byte chooses how the input begins, one
# that chooses nothing goes before.
seed() {
  local target=$1 file name
  shift
  mkdir -p "corpus/$target"
  for file in "$@"; do
    { [ -f "$file" ] && [ "$(wc -c <"$file")" -le 65536 ]; } || continue
    name=$(sha1sum "$file" | cut -c1-16)
    case $target in
      evidence_* | capture) {
        printf '\377'
        cat "$file"
      } >"corpus/$target/$name" ;;
      *) cp "$file" "corpus/$target/$name" ;;
    esac
  done
}

shopt -s nullglob
seed text $corpora/scenarios/*/*
seed inspect $corpora/scenarios/*/*
seed pem $corpora/scenarios/*/*.cer $corpora/scenarios/*/*.der
seed der seeds/keys/* $corpora/scenarios/*/*.cer $corpora/scenarios/*/*.p7b $corpora/scenarios/*/*.crl $corpora/scenarios/*/*.csr $corpora/pfx_input/*
seed pkcs12 seeds/pkcs12/* $corpora/pfx/*.pfx $corpora/pfx/*.p12
seed java_keystore $corpora/pfx/*.jks $corpora/pfx/*.jceks $corpora/pfx/*.bks
seed keys seeds/keys/* $corpora/pfx_input/*
seed zip seeds/keys/* $corpora/scenarios/*/*.cer $corpora/scenarios/*/*.pem
seed mend seeds/chain.pem seeds/pkcs12/* $corpora/scenarios/*/*
situations=$corpora/situations/cases
seed capture $situations/*/*.{pcap,pcapng,cap}
seed evidence_configurations $situations/B*/*.{conf,cfg,properties,xml,toml,txt} $situations/B*/*config
seed evidence_yaml $situations/*/*.{yaml,yml}
seed evidence_objects $situations/A*/*.{json,tf,bicep,txt}
seed evidence_transcripts $situations/C*/*.{txt,json,xml,log,html}
seed evidence_phrases $situations/D*/*.{txt,log}
seed differential seeds/differential/*
seed cost seeds/chain.pem seeds/pkcs12/* $corpora/scenarios/*/* $corpora/cost/*
