# shellcheck shell=bash
# Every test, one step after the other; a failing step does not stop the rest. Sourced, not run.
#
#   format     rustfmt, Biome, shfmt: `./build.sh format` writes what they ask for
#   lints      Biome, ShellCheck, licences and sources (deny.toml), clippy for the native and the wasm target; warnings are errors
#   engine     cargo test: units, corpora, handshakes, third-party vectors, robustness
#   package    the package in Node: the contract, the same report as the native engine, the command, and whether it can be published
#   page       TypeScript, unit tests, both editions in Chromium
#   firefox    the core journeys in Firefox
#   webkit     the core journeys in WebKitGTK
#   hosting    the site behind nginx, Apache and Caddy with the files of dist/hosting
#   rebuild    a second clean build gives the same bytes
#   debian     Debian's compiler builds an engine that answers the same
#   fuzz       two minutes of fuzzing
#
# `./build.sh test STEP...` runs only these.

ALL_STEPS=(format lints engine package page firefox webkit hosting rebuild debian fuzz)

step_format() { . scripts/style.sh && check_format; }

step_lints() {
  (. scripts/style.sh && run_linters) || return 1
  cargo clippy -q --locked --all-targets -- -D warnings || return 1
  if [ "$TOOLCHAIN" = rustup ]; then
    cargo clippy -q --locked --lib --target "$WASM_TARGET" -- -D warnings
  fi
}

step_engine() { cargo test -q --locked; }

step_package() {
  build_package dist || return 1
  (cd www && node_modules/.bin/tsc --noEmit -p ../cli) || return 1
  need_nodes
  node --test tests/package.test.mjs tests/command/*.test.mjs && www/node_modules/.bin/publint run dist/pkg --strict &&
    www/node_modules/.bin/attw --pack dist/pkg --profile esm-only --exclude-entrypoints ./certlens_bg.wasm --format ascii >/dev/null
}

step_page() {
  build || return 1
  need_browser
  (cd www && node_modules/.bin/tsc --noEmit -p .) || return 1
  # One browser at a time: several on two cores only wait for each other.
  node --test --test-concurrency=1 www/test/*.test.mjs tests/browser/*.test.mjs
}

step_firefox() {
  build || return 1
  need_firefox || return 1
  node --test tests/firefox/*.test.mjs
}

step_webkit() {
  build || return 1
  need_webkit || return 1
  node --test tests/webkit/*.test.mjs
}

step_hosting() {
  build || return 1
  need_browser
  need_servers || return 1
  node --test tests/hosting/*.test.mjs
}

# Another folder for everything that is made.
build_elsewhere() { CERTLENS_TARGET_DIR="$ELSEWHERE/target" build_package "$ELSEWHERE/dist"; }

# The other compiler.
build_with_debian() (
  TOOLCHAIN=
  export CERTLENS_TOOLCHAIN=debian CERTLENS_TARGET_DIR="$CACHE/target-debian"
  build_package "$CACHE/dist-debian"
)

# Both take a core for minutes while the browsers leave one: they are built beside the browsers' steps. The steps that compare
# them wait for that, and build what is still missing then.
BESIDE=
build_beside() {
  (
    renice -n 19 -p "$BASHPID" >/dev/null 2>&1
    case " $* " in *" rebuild "*) (build_elsewhere) ;; esac
    case " $* " in *" debian "*) build_with_debian ;; esac
  ) >"$ELSEWHERE.log" 2>&1 &
  BESIDE=$!
}
await_beside() { while [ -n "$BESIDE" ] && kill -0 "$BESIDE" 2>/dev/null; do sleep 2; done; }

# The same bytes.
step_rebuild() {
  build || return 1
  await_beside
  build_elsewhere &&
    node scripts/licences.mjs "$ELSEWHERE/dist" &&
    node www/build.mjs --package "$ELSEWHERE/dist/pkg" --out "$ELSEWHERE/dist" &&
    diff -r dist/pkg "$ELSEWHERE/dist/pkg" && diff -r dist/site "$ELSEWHERE/dist/site" && diff -r dist/hosting "$ELSEWHERE/dist/hosting" &&
    cmp dist/certlens.html "$ELSEWHERE/dist/certlens.html" && cmp dist/bom.cdx.json "$ELSEWHERE/dist/bom.cdx.json"
}

# Debian's bytes differ, its reports must not.
step_debian() {
  build_package dist || return 1
  await_beside
  build_with_debian && CERTLENS_PACKAGE="$CACHE/dist-debian/pkg" node --test tests/package.test.mjs
}

step_fuzz() { . scripts/fuzz.sh && run_fuzz 2 1; }

run_tests() {
  local steps=("$@") passed=0 failed=() step began
  [ ${#steps[@]} -gt 0 ] || steps=("${ALL_STEPS[@]}")
  need_cargo
  choose_toolchain
  need_node_modules
  ELSEWHERE=$(mktemp -d)
  # The trap's own outcome must not become the run's: what was built beside has mostly ended by then.
  trap '[ -z "$BESIDE" ] || kill "$BESIDE" 2>/dev/null || true; rm -rf "$ELSEWHERE" "$ELSEWHERE.log"' EXIT
  for step in "${steps[@]}"; do
    declare -F "step_$step" >/dev/null || die "unknown test step: $step (there are: ${ALL_STEPS[*]})"
    say "test: $step"
    began=$SECONDS
    [ "$step" != page ] || build_beside "${steps[@]}"
    if ("step_$step"); then
      passed=$((passed + 1))
      say "test: $step passed in $((SECONDS - began)) s"
    else
      failed+=("$step")
      say "test: $step FAILED after $((SECONDS - began)) s"
    fi
  done
  [ ${#failed[@]} -eq 0 ] || say "failed: ${failed[*]}"
  echo "$passed passed, ${#failed[@]} failed"
  [ ${#failed[@]} -eq 0 ]
}
