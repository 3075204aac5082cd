//! One literal-only file per target. Profiles hold no logic.
