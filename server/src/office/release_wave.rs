//! release wave.
