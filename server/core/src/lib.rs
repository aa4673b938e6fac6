//! Nouns and decisions of the warehouse: pure, synchronous, wasm-safe.
//!
//! **Invariant**: nothing here knows a database, a network, a clock or a source of chance; dates, ids and what was loaded
//! are handed in. The same code decides on the server and on an offline handheld.

pub mod actor;
pub mod allocate;
pub mod code;
pub mod flow;
pub mod id;
pub mod item;
pub mod ledger;
pub mod location;
pub mod lot;
pub mod offline;
pub mod order;
pub mod plan;
pub mod quantity;
pub mod scan;
pub mod screen;
pub mod words;
