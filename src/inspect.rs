//! The only orchestrator.
