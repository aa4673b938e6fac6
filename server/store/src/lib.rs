//! All SQL of Bipe: one text for two engines, SQLite (embedded, the default) and PostgreSQL.
//!
//! Each noun has a file with functions that take a [`Tx`], and a folder `sql/<noun>/` with one statement a file. [`Store::write`]
//! is the only way to write: it runs a closure in one transaction, commits it together with what else waits, and runs it again
//! when the engine asks for that, so the closure has no clock, chance or network of its own.
//!
//! **Invariant**: no other crate names sqlx. **Invariant**: rules never differ by engine; markers in the SQL do (see [`engine`]).

pub mod audit;
pub mod audit_log;
pub mod backup;
mod batch;
pub mod carrier;
pub mod code;
pub mod command;
pub mod count;
pub mod counter;
pub mod customer;
mod eager;
pub mod engine;
pub mod error;
pub mod event;
pub mod exception;
mod fault;
pub mod forecast;
mod goes_on;
pub mod handling_unit;
pub mod inquire;
pub mod item;
pub mod label_template;
pub mod ledger;
pub mod location;
pub mod lot;
pub mod migrate;
pub mod movement;
pub mod offline;
mod open;
pub mod order;
pub mod owner;
pub mod parcel;
pub mod print_job;
pub mod printer;
mod probe;
pub mod put_back;
pub mod receipt;
pub mod release_channel;
pub mod relocate;
pub mod replenishment;
pub mod reservation;
pub mod returns;
pub mod row;
pub mod scan_log;
mod sent;
pub mod session;
pub mod station;
pub mod stock;
pub mod task;
pub mod tour;
pub mod tx;
pub mod user;
pub mod warehouse;
pub mod wave;
pub mod wave_release;
pub mod webhook;
mod writer;
pub mod zone;

pub use engine::Engine;
pub use error::StoreError;
pub use fault::Faults;
pub use sent::Sent;
pub use tx::{Store, Tx};
