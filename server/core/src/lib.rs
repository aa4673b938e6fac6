//! Nouns and decisions of the warehouse: pure, synchronous, wasm-safe.
