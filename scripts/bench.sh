# shellcheck shell=bash
# Measures sizes and times. Sourced, not run.

# Sizes of a list of files together: raw, gzip, brotli (each file compressed by itself, as a server does).
sizes() {
  local raw=0 gz=0 br=0 file
  for file in "$@"; do
    raw=$((raw + $(stat -c %s "$file")))
    gz=$((gz + $(gzip -9 -c "$file" | wc -c)))
    br=$((br + $(brotli -q 11 -c "$file" | wc -c)))
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
  mapfile -t site < <(find dist/site/index.html dist/site/assets -type f)
  printf 'dist/site, what a visit loads %s\n' "$(sizes "${site[@]}")"
  printf 'dist/certlens.html           %s\n' "$(sizes dist/certlens.html)"
  node benches/engine.mjs "$bundles"
  node benches/command.mjs "$bundles"
  node benches/cost.mjs
  need_browser
  node benches/page.mjs "$bundles"
}
