//! The pick flow.
