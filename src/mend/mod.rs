//! New files: ordered bundles, converted certificates, rebuilt PFX, and the equivalent commands.
