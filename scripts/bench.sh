# shellcheck shell=bash
# Measures sizes and times. Sourced, not run.

# Sizes of a list of files together: raw, gzip, brotli (each file compressed by itself, as a server does).
sizes() {
  local raw=0 gz=0 br=0 file
  for file in "$@"; do
    raw=$((raw + $(stat -c %s "$file")))
    gz=$((gz + $(gzip -9 -c "$file" | wc -c)))
    br=$((br + $(brotli -q 11 -w 24 -c "$file" | wc -c)))
  done
  printf '%12d %12d %12d' "$raw" "$gz" "$br"
}

run_bench() {
  need_brotli
  need_cargo
  local bundles=target/bench
  mkdir -p "$bundles"
  say "installing the peers (their own lock file)"
  (cd benches/peers && npm ci --silent --no-audit --no-fund --prefer-offline) || die "npm could not install the peers of benches/peers/package-lock.json"
  for count in 1000 10000; do
    [ -s "$bundles/$count.pem" ] || cargo run -q --release --locked --example forge -- "$count" >"$bundles/$count.pem"
  done
  echo "sizes in bytes                        raw         gzip       brotli"
  printf 'engine (certlens_bg.wasm)    %s\n' "$(sizes dist/pkg/certlens_bg.wasm)"
  mapfile -t page < <(find dist/site/index.html dist/site/assets -type f -not -name 'certlens-engine-*' -not -name 'certlens-rest-*')
  printf 'page: document, style, script %s\n' "$(sizes "${page[@]}")"
  printf 'first part of the engine     %s\n' "$(sizes dist/site/assets/certlens-engine-*)"
  printf 'the rest of it               %s\n' "$(sizes dist/site/assets/certlens-rest-*)"
  printf 'before a verdict on PEM files %s\n' "$(sizes "${page[@]}" dist/site/assets/certlens-engine-*)"
  printf 'dist/site, all that is loaded %s\n' "$(sizes "${page[@]}" dist/site/assets/certlens-engine-* dist/site/assets/certlens-rest-*)"
  printf 'dist/certlens.html           %s\n' "$(sizes dist/certlens.html)"
  node benches/engine.mjs "$bundles"
  node benches/command.mjs "$bundles"
  node benches/cost.mjs
  need_browser
  node benches/page.mjs "$bundles"
  node benches/diagnosis.mjs
  node benches/start.mjs
}
