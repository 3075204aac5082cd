//! What functions leave behind on the stack.

use zeroize::Zeroize;

/// The deepest that reading and mending get, with room to spare; `tests/wiping.rs` looks.
const DEPTH: usize = 128 << 10;

/// Overwrites the stack below the caller. Key schedules, hash states and moved values have lain there in functions that
/// have returned, and their crates cannot wipe what the compiler copied.
#[inline(never)]
pub(crate) fn wipe() {
    let mut room = [0_u8; DEPTH];
    room.zeroize();
}
