# shellcheck shell=bash
# Builds the engine into an ES module package. Sourced, not run.

engine_inputs() { printf '%s-%s' "$(digest_of src data build.rs Cargo.toml Cargo.lock scripts cli www/src/preset.ts www/src/preset-schema.ts www/src/takeaway.ts www/src/report.d.ts LICENSE-MIT LICENSE-APACHE)" "${CERTLENS_TOOLCHAIN:-any}"; }

# Compiles src/ to wasm; prints nothing, leaves the file at $1/wasm32-unknown-unknown/release/certlens.wasm.
compile_engine() {
  local target_dir=$1 cargo_home flags
  cargo_home="${CARGO_HOME:-$HOME/.cargo}"
  # Paths of this machine must not reach the binary: they would make builds differ and name the builder.
  flags="--remap-path-prefix=$PWD=certlens"$'\x1f'"--remap-path-prefix=$cargo_home=cargo"$'\x1f'"-Ctarget-feature=+simd128"
  if [ "$TOOLCHAIN" = rustup ]; then
    flags+=$'\x1f'"--remap-path-prefix=$(rustc --print sysroot)=rust"
    CARGO_ENCODED_RUSTFLAGS="$flags" CARGO_TARGET_DIR="$target_dir" cargo build -q --release --lib --locked --target "$WASM_TARGET"
  else
    flags+=$'\x1f'"--remap-path-prefix=$(/usr/bin/rustc --print sysroot)=rust"
    RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc CARGO_ENCODED_RUSTFLAGS="$flags" CARGO_TARGET_DIR="$target_dir" \
      /usr/bin/cargo build -q --release --lib --locked --target "$WASM_TARGET" -Zbuild-std=std,panic_abort
  fi
}

# build_package OUT: leaves OUT/pkg. Its steps stop by themselves when they fail: callers ask for its result, and bash then
# no longer stops at an error inside.
build_package() {
  local out=$1 inputs target_dir
  inputs=$(engine_inputs)
  stale "$out/.package-stamp" "$inputs" || return 0
  choose_toolchain
  need_wasm_bindgen
  need_node_modules
  target_dir="${CERTLENS_TARGET_DIR:-target}"
  say "compiling the engine to WebAssembly ($TOOLCHAIN's compiler)"
  compile_engine "$target_dir" || die "the engine does not compile"
  say "making the package $out/pkg"
  rm -rf "$out/pkg"
  mkdir -p "$out/pkg"
  "$WASM_BINDGEN" "$target_dir/$WASM_TARGET/release/certlens.wasm" "$out/pkg" certlens ||
    die "wasm-bindgen could not make the package"
  # What rustc left over, and no inlining: copies of code do not compress, and browsers compile large functions late. With -O3
  # the engine was 7 % larger after compression, and half as fast.
  www/node_modules/.bin/wasm-opt --duplicate-function-elimination --vacuum --coalesce-locals --reorder-locals --vacuum --merge-blocks \
    --optimize-instructions --remove-unused-brs --remove-unused-names --enable-simd --enable-bulk-memory --enable-sign-ext \
    --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-multivalue --strip-debug --strip-producers \
    --strip-target-features -o "$out/pkg/optimised.wasm" "$out/pkg/certlens_bg.wasm" || die "wasm-opt could not optimise the engine"
  mv "$out/pkg/optimised.wasm" "$out/pkg/certlens_bg.wasm"
  node scripts/package.mjs "$out/pkg" || die "the package could not be completed"
  stamp "$out/.package-stamp" "$inputs"
}
