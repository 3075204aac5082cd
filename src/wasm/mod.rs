//! The boundary to JavaScript: a few exports and nothing else.
