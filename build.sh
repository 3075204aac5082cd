#!/usr/bin/env bash
# Builds, serves, tests and measures Certlens. Run without arguments for the build, `./build.sh help` for the rest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/common.sh
. scripts/tools.sh
. scripts/engine.sh

usage() {
  cat <<'HELP'
./build.sh                   build dist/pkg, dist/site, dist/certlens.html and dist/hosting (only what is stale)
./build.sh serve [PORT]      build what is stale and serve dist/site on 127.0.0.1 (port 8080, or the next free one)
./build.sh test              every test: formatting, lints, engine, package, page in real browsers, reproducibility
./build.sh format            write Rust, TypeScript, CSS and shell as the formatters have it
./build.sh contract          write www/src/report.d.ts from the Rust types
./build.sh data [NAME...]    renew what the engine carries of others: suffixes, logs, letters, roots (asks the network)
./build.sh release           build, and pack dist/release: archive, sums, bill of materials
./build.sh bench             sizes and times, with the peers beside them
./build.sh audit             Lighthouse in Chromium: performance, accessibility, best practices, SEO
./build.sh agreement [--list]  how often the engine agrees with the corpora, row by row with --list
./build.sh mutants [WORD]    put small faults into a copy of the engine, and see that tests notice
./build.sh fuzz MINUTES      fuzz the readers and the whole engine
./build.sh clean             remove dist and target
CERTLENS_TOOLCHAIN=debian    use Debian's compiler even where rustup's works
CERTLENS_CACHE=DIR           where tools are kept between builds (default: the user's cache folder)
HELP
}

build() {
  build_package dist
  need_node_modules
  if stale dist/.page-stamp "$(page_inputs)"; then
    say "listing what is inside, with its licences"
    node scripts/licences.mjs dist || die "the licences could not be listed"
    say "building the page (TypeScript, esbuild)"
    node www/build.mjs --package dist/pkg --out dist || die "the page could not be built"
    stamp dist/.page-stamp "$(page_inputs)"
  fi
}

case "${1:-build}" in
  build) build && say "done: dist/pkg, dist/site, dist/certlens.html" ;;
  serve) build && exec node scripts/serve.mjs dist/site "${2:-8080}" ;;
  test) shift && . scripts/test.sh && run_tests "$@" ;;
  release) build && node scripts/release.mjs dist ;;
  bench) shift && build && . scripts/bench.sh && run_bench "$@" ;;
  audit) shift && build && need_browser && need_lighthouse && node benches/lighthouse/run.mjs "$@" ;;
  agreement) shift && . scripts/agreement.sh && run_agreement "$@" ;;
  mutants) shift && need_node && need_cargo && node scripts/mutants.mjs "$@" ;;
  fuzz) . scripts/fuzz.sh && run_fuzz "${2:-}" ;;
  data) shift && need_node && need_cargo && node scripts/data.mjs "$@" ;;
  contract) need_node && node scripts/contract.mjs ;;
  format) . scripts/style.sh && run_format ;;
  clean) rm -rf dist target && say "removed dist and target" ;;
  help | -h | --help) usage ;;
  *) usage >&2 && die "unknown command: $1" ;;
esac
