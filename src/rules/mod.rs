//! One file per rule: it turns facts of a scene into findings.
