# shellcheck shell=bash
# Shared by build.sh and its parts: messages, stamps, the cache folder. Sourced, not run.

# One line about what is being done.
say() { printf 'certlens: %s\n' "$*" >&2; }

# One clear sentence, then stop.
die() {
  printf 'certlens: cannot go on: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Tools that take long to build live outside `target`, so that `clean` and fresh clones keep them.
# shellcheck disable=SC2034 # the other parts read it
CACHE="${CERTLENS_CACHE:-${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/certlens}"

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo -n "$@"
  else
    return 1
  fi
}

APT_REFRESHED=
# Installs Debian packages; fails quietly, the caller says what is missing.
apt_install() {
  have apt-get || return 1
  if [ -z "$APT_REFRESHED" ]; then
    as_root apt-get update -qq >/dev/null 2>&1 || true
    APT_REFRESHED=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

# A digest over the names and contents of everything tracked or new under the given paths.
digest_of() {
  { find "$@" -type f -not -path '*/node_modules/*' -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum | cut -d' ' -f1
}

# stale FILE DIGEST: whether FILE does not hold DIGEST.
stale() { [ "$(cat "$1" 2>/dev/null)" != "$2" ]; }

stamp() { mkdir -p "$(dirname "$1")" && printf '%s' "$2" >"$1"; }

# The corpora that the engine's parts are made by belong to it.
page_inputs() { printf '%s-%s' "$(digest_of www scripts/common.sh scripts/parts tests/corpora/scenarios tests/corpora/stories)" "$(cat dist/.package-stamp 2>/dev/null)"; }
