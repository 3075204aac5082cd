# shellcheck shell=bash
# Finds the tools of the build, or installs them. Sourced, not run.

WASM_TARGET=wasm32-unknown-unknown

# Sets TOOLCHAIN to `rustup` or `debian`.
choose_toolchain() {
  [ -z "${TOOLCHAIN:-}" ] || return 0
  case "${CERTLENS_TOOLCHAIN:-}" in
    debian) need_debian_compiler && TOOLCHAIN=debian && return ;;
    rustup | '') ;;
    *) die "CERTLENS_TOOLCHAIN is '$CERTLENS_TOOLCHAIN'; it can be 'rustup' or 'debian'" ;;
  esac
  if have cargo && [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/$WASM_TARGET/lib" ]; then
    TOOLCHAIN=rustup
    return
  fi
  if have rustup; then
    say "adding the target $WASM_TARGET (rustup)"
    if rustup target add "$WASM_TARGET" >/dev/null 2>&1; then
      TOOLCHAIN=rustup
      return
    fi
    say "rustup could not add it; trying Debian's compiler instead"
  fi
  need_debian_compiler
  TOOLCHAIN=debian
}

# Debian's compiler for the web, with the library's source: it builds the standard library for wasm itself.
need_debian_compiler() {
  if [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library" ] && have lld-22; then
    return
  fi
  say "installing Debian's Rust compiler and its source (rustc-web, cargo-web, rust-web-src, lld-22)"
  apt_install rustc-web cargo-web rust-web-src rust-web-llvm libstd-rust-web-dev lld-22 ||
    die "no Rust compiler for $WASM_TARGET: install rustup (rustup target add $WASM_TARGET) or, as root, apt-get install rustc-web cargo-web rust-web-src rust-web-llvm libstd-rust-web-dev lld-22"
}

# The native compiler for tests and tools.
need_cargo() {
  if have cargo; then return; fi
  [ -x /usr/bin/cargo ] || need_debian_compiler
  have cargo || die "cargo is not on the PATH; install Rust with rustup"
}

# locked_version NAME [FILE]: the version of a package in Cargo.lock, or in another lock file.
locked_version() { awk -v name="$1" '$0 == "name = \"" name "\"" { getline; gsub(/[^0-9.]/, "", $3); print $3; exit }' "${2:-Cargo.lock}"; }

# Sets WASM_BINDGEN to wasm-bindgen's library as a command, of exactly the version of the engine's.
need_wasm_bindgen() {
  local version own folder
  version=$(locked_version wasm-bindgen)
  own=$(locked_version wasm-bindgen-cli-support scripts/bindgen/Cargo.lock)
  [ "$version" = "$own" ] || die "wasm-bindgen is $version in Cargo.lock and $own in scripts/bindgen/Cargo.lock; they have to be the same"
  folder="$CACHE/bindgen-$version-$(digest_of scripts/bindgen | cut -c1-12)"
  WASM_BINDGEN="$folder/release/bindgen"
  [ -x "$WASM_BINDGEN" ] && return
  need_cargo
  say "building the command that packs the engine (once, under a minute; kept in the cache)"
  cargo build -q --release --locked --manifest-path scripts/bindgen/Cargo.toml --target-dir "$folder" ||
    die "the command that packs the engine (scripts/bindgen) could not be built with cargo"
}

need_node() {
  have node || apt_install nodejs npm || true
  have node || die "Node.js 20 or newer is needed and could not be installed"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "Node.js 20 or newer is needed; this is $(node --version)"
  have npm || apt_install npm || true
  have npm || die "npm is needed and could not be installed"
}

# esbuild, TypeScript, Playwright, binaryen: by www/package-lock.json.
need_node_modules() {
  need_node
  local wanted
  wanted=$(sha256sum www/package-lock.json | cut -d' ' -f1)
  stale www/node_modules/.stamp "$wanted" || return 0
  say "installing the page's build tools (npm ci)"
  (cd www && npm ci --silent --no-audit --no-fund --prefer-offline) || die "npm could not install the build tools of www/package-lock.json"
  stamp www/node_modules/.stamp "$wanted"
}

# Other versions of Node.js, by their own lock file; where they cannot be had, their tests say so and are passed over.
need_nodes() {
  local wanted
  wanted=$(sha256sum tests/command/nodes/package-lock.json | cut -d' ' -f1)
  export CERTLENS_NODES="$CACHE/nodes"
  stale "$CERTLENS_NODES/.stamp" "$wanted" || return 0
  say "fetching Node.js 20, 22 and 24 for the tests (npm ci)"
  mkdir -p "$CERTLENS_NODES" && cp tests/command/nodes/package*.json "$CERTLENS_NODES" || return 0
  if (cd "$CERTLENS_NODES" && npm ci --silent --no-audit --no-fund --prefer-offline --ignore-scripts); then stamp "$CERTLENS_NODES/.stamp" "$wanted"; fi
}

# Browsers and readers that only tests need.
need_browser() {
  have chromium || { say "installing Chromium for the tests" && apt_install chromium; } || true
  have chromium || die "the browser tests need Chromium (Debian: apt-get install chromium)"
}

need_brotli() {
  have brotli || apt_install brotli || true
  have brotli || die "brotli is needed to measure sizes (Debian: apt-get install brotli)"
}

# Firefox alone: the tests speak its own remote protocol and need no driver.
need_firefox() {
  have firefox-esr || have firefox || { say "installing Firefox for the tests" && apt_install firefox-esr; } || true
  have firefox-esr || have firefox || die "the Firefox tests need Firefox (Debian: apt-get install firefox-esr)"
}

# WebKitGTK's small browser with its driver, and a display in memory.
need_webkit() {
  have WebKitWebDriver && have Xvfb || { say "installing WebKitGTK for the tests" && apt_install webkit2gtk-driver xvfb; } || true
  { have WebKitWebDriver && have Xvfb; } || die "the WebKit tests need WebKitGTK's driver and Xvfb (Debian: apt-get install webkit2gtk-driver xvfb)"
}

# Servers that the site is put behind in tests.
need_servers() {
  have nginx && have apache2 && have caddy && return
  say "installing nginx, Apache httpd and Caddy for the tests"
  # Installed only to be started by the tests: not as services of this machine.
  apt_install nginx-light apache2-bin caddy mime-support || apt_install nginx-light apache2-bin caddy media-types || true
  { have nginx && have apache2 && have caddy; } || die "the hosting tests need nginx, Apache httpd and Caddy (Debian: apt-get install nginx-light apache2-bin caddy)"
}

# Lighthouse, by a lock file of its own.
need_lighthouse() {
  need_node
  say "installing Lighthouse (its own lock file)"
  (cd benches/lighthouse && npm ci --silent --no-audit --no-fund --prefer-offline) || die "npm could not install Lighthouse by benches/lighthouse/package-lock.json"
}
