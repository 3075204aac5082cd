# Fuzzing with cargo-fuzz (libFuzzer). Sourced, not run.

need_cargo_fuzz() {
  need_cargo
  export PATH="$CACHE/cargo-fuzz/bin:$PATH"
  have cargo-fuzz && return
  say "building cargo-fuzz (once, kept in the cache)"
  cargo install -q cargo-fuzz --root "$CACHE/cargo-fuzz" || die "cargo-fuzz could not be built with cargo"
}

# run_fuzz MINUTES: all targets, the minutes shared among them, seeded from the corpora.
run_fuzz() {
  local minutes=${1:-} targets target seconds seeds
  [[ "$minutes" =~ ^[0-9]+$ ]] && [ "$minutes" -gt 0 ] || die "say for how many minutes: ./build.sh fuzz MINUTES"
  need_cargo_fuzz
  mapfile -t targets < <(cd fuzz && sed -n 's/^name = "\(fuzz_\)\?\(.*\)"$/\1\2/p' Cargo.toml | tail -n +2)
  seconds=$((minutes * 60 / ${#targets[@]}))
  [ "$seconds" -gt 0 ] || seconds=1
  for target in "${targets[@]}"; do
    say "fuzzing $target for $seconds s"
    seeds=$(mktemp -d)
    find tests/corpora/scenarios tests/corpora/pfx -type f -size -32k -not -name manifest.json -print0 |
      while IFS= read -r -d '' file; do cp "$file" "$seeds/$(printf '%s' "$file" | sha256sum | cut -c1-16)"; done
    mkdir -p "fuzz/corpus/$target"
    # The sanitisers need a nightly compiler or this switch; the stable one is what everything else here uses.
    RUSTC_BOOTSTRAP=1 cargo fuzz run -s address "$target" "fuzz/corpus/$target" "$seeds" -- \
      -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=32768 -print_final_stats=0 2>&1 | tail -n 4
    local result=${PIPESTATUS[0]}
    rm -rf "$seeds"
    [ "$result" -eq 0 ] || return 1
  done
}
