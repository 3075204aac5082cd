//! Every bound of the readers of evidence, in one place.

/// Objects and lists inside one another; Terraform's plans and Envoy's dumps stay below 30.
pub const DEPTH: usize = 64;

/// Values of one document. A gateway of 100 rules has 10,000.
pub const NODES: usize = 400_000;

/// Bytes of a bare word or an expression.
pub const WORD: usize = 4_096;

/// Bytes of a text that is looked through for evidence.
pub const TEXT: usize = 64 << 20;

/// Said when a text is longer.
pub const TEXT_TOO_LONG: &str = "A text of more than 64 MB was not looked through for configuration and error messages.";

/// Lines of a text of this many bytes that are looked through: each costs as much as some sixteen bytes do in lines of the usual
/// length, and no text that says something has shorter ones by the hundred thousand.
pub const fn lines(bytes: usize) -> usize {
    100_000 + bytes / 16
}

/// Said when there are more.
pub const TOO_MANY_LINES: &str =
    "A text of very many short lines was looked through for configuration and error messages only in its first part.";

/// Said when a text has more documents, directives, elements or findings than its reader looks at.
pub const TOO_MANY_PARTS: &str = "Of a text of very many entries only the first were read for configuration and error messages.";

/// Statements of all inputs together.
pub const STATEMENTS: usize = 20_000;

/// Said when there are more.
pub const TOO_MANY_STATEMENTS: &str = "Only the first 20,000 statements of the configuration and error messages were read.";

/// Combinations of all inputs together.
pub const SCENES: usize = 1_000;

/// Said when there are more.
pub const TOO_MANY_SCENES: &str = "Only the first 1,000 combinations of the configurations were rehearsed.";

/// Pieces that one text is cut into.
pub const SEGMENTS: usize = 20_000;

/// Characters of a name that is taken out of evidence.
pub const NAME: usize = 256;
