//! set up.
