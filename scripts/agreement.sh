# shellcheck shell=bash
# One table over all corpora. Sourced, not run.

# run_agreement [--list]: runs the corpus tests and collects the lines they print about themselves.
run_agreement() {
  local list=
  [ "${1:-}" != --list ] || list=1
  need_cargo
  local out
  out=$(mktemp)
  say "running the engine over the corpora (scenarios, pfx, handshakes, path suites, third-party tables)"
  # The tests print one line per corpus, whether they pass or not; a failing one is the test command's business.
  env ${list:+CERTLENS_LIST=1} cargo test -q --locked --no-fail-fast --test '*' -- --nocapture --test-threads=1 >"$out" 2>/dev/null || true
  # Support stories are judged as the package tells them.
  if [ -e dist/pkg/certlens.js ] && command -v node >/dev/null; then
    { node tests/corpora/stories/judge.mjs tests/corpora/stories/cases || true; } |
      sed -nE 's/^cases all right ([0-9]+) of ([0-9]+);.*/\2 \1/p' |
      awk '{ printf "agreement\tstories\t%d\t%d\t%d\t0\n", $1, $2, $1 - $2 }' >>"$out"
  fi
  awk -F'\t' '
    BEGIN { printf "%-44s %7s %9s %12s %12s\n", "corpus", "cases", "agreeing", "disagreeing", "not decided" }
    $1 ~ /(^|\.)agreement$/ { printf "%-44s %7d %9d %12d %12d   %6.2f %%\n", $2, $3, $4, $5, $6, $3 ? 100 * $4 / $3 : 100; n += $3; a += $4; d += $5; u += $6 }
    END { printf "%-44s %7d %9d %12d %12d   %6.2f %%\n", "all", n, a, d, u, n ? 100 * a / n : 100 }' "$out"
  awk -F'\t' '
    $1 ~ /(^|\.)listed$/ { rows[$2] = $3 }
    END { for (corpus in rows) printf "%-44s %7d rows differ, each listed with its reason in tests/corpora/disagreements.tsv\n", corpus, rows[corpus] }' "$out" | sort
  if [ -n "$list" ]; then
    echo
    awk -F'\t' '$1 ~ /(^|\.)row$/ { printf "%-44s %s\n", $2, $3 }' "$out"
  fi
  rm -f "$out"
}
