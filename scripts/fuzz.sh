# shellcheck shell=bash
# Fuzzing with cargo-fuzz (libFuzzer). Sourced, not run.

need_cargo_fuzz() {
  need_cargo
  export PATH="$CACHE/cargo-fuzz/bin:$PATH"
  have cargo-fuzz && return
  say "building cargo-fuzz (once, kept in the cache)"
  cargo install -q cargo-fuzz --root "$CACHE/cargo-fuzz" || die "cargo-fuzz could not be built with cargo"
}

# run_fuzz MINUTES [SEED]: all targets, the minutes shared among them, starting from the corpora. With a seed the same
# inputs come in the same order, as a test should have it; what looks for programs that differ then runs over its seeds alone,
# and what looks for slow inputs, by time, is only compiled.
run_fuzz() {
  local minutes=${1:-} seed=${2:-0} targets target seconds log runs features=()
  [[ "$minutes" =~ ^0*[1-9][0-9]*$ ]] || die "say for how many minutes: ./build.sh fuzz MINUTES"
  need_cargo_fuzz
  # The sanitisers need a nightly compiler or this switch; the stable one is what everything else here uses. The built
  # targets stay in the cache: they take minutes to compile.
  export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$CACHE/target-fuzz"
  mapfile -t targets < <(sed -n '/^\[\[bin\]\]/,/^path/s/^name = "\(.*\)"$/\1/p' fuzz/Cargo.toml)
  seconds=$((minutes * 60 / ${#targets[@]}))
  bash fuzz/seed.sh
  # Beside rustls-webpki, OpenSSL is asked, where its headers are.
  if have pkg-config && pkg-config --exists 'openssl >= 3'; then features=(--features openssl); fi
  say "compiling the fuzz targets (${targets[*]})"
  log=$(mktemp)
  if ! cargo fuzz build -s address "${features[@]}" >"$log" 2>&1; then
    tail -n 30 "$log"
    rm -f "$log"
    die "the fuzz targets do not compile: RUSTC_BOOTSTRAP=1 cargo fuzz build"
  fi
  for target in "${targets[@]}"; do
    runs=-1
    if [ "$seed" != 0 ]; then
      case $target in
        differential) runs=0 ;;
        cost) continue ;;
      esac
    fi
    say "fuzzing $target for $seconds s"
    if ! cargo fuzz run -s address "${features[@]}" "$target" -- -seed="$seed" -runs="$runs" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -max_len=65536 \
      >"$log" 2>&1; then
      tail -n 30 "$log"
      rm -f "$log"
      return 1
    fi
    grep -E '^Done [0-9]+ runs' "$log" || tail -n 1 "$log"
  done
  rm -f "$log"
}
