# shellcheck shell=bash
# Formatters and linters: rustfmt and clippy, Biome for TypeScript, scripts and CSS (biome.jsonc), shfmt (.editorconfig)
# and ShellCheck; licences and sources of what is built in (deny.toml). Sourced, not run.

need_shell_tools() {
  have shfmt && have shellcheck && return
  say "installing shfmt and ShellCheck"
  apt_install shfmt shellcheck || true
  { have shfmt && have shellcheck; } || die "shfmt and ShellCheck are needed (Debian: apt-get install shfmt shellcheck)"
}

# Every shell script but those that stand beside the corpora they made.
shell_files() { find build.sh .ci/run scripts fuzz benches www tests -not -path '*/node_modules/*' -not -path 'tests/corpora/*' -not -path 'fuzz/target/*' \( -name '*.sh' -o -path .ci/run \) -type f; }

biome() { www/node_modules/.bin/biome "$@"; }

# Writes everything as the formatters have it.
run_format() {
  need_cargo
  need_node_modules
  need_shell_tools
  cargo fmt && biome format --write . && shell_files | xargs shfmt -w
}

check_format() {
  need_shell_tools
  cargo fmt --check && biome format . && shell_files | xargs shfmt -d
}

# Clippy is a step of its own beside these: it compiles.
run_linters() {
  need_shell_tools
  biome lint --error-on-warnings . && shell_files | xargs shellcheck -x && node scripts/supply.mjs
}
