//! The Bipe warehouse management server.
//!
//! The walk of one scan: `http::scans` takes it, `flow` opens one write transaction and in it checks for a replay, loads what the
//! decision needs, decides in `bipe_core::flow`, commits the effects with the reply, and announces after the commit.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod device;
pub mod flow;
pub mod http;
pub mod https;
pub mod integration;
pub mod job;
pub mod office;
pub mod secret;
pub mod station;

pub use app::App;
