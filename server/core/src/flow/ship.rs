//! The ship flow.
