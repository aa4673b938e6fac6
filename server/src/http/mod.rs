//! Doors only: take, call one function, give back. No SQL, no rules.

pub mod assets;
pub mod auth;
pub mod body;
pub mod carriers;
pub mod counts;
pub mod cursor;
pub mod customers;
pub mod events;
pub mod exceptions;
pub mod explain;
pub mod items;
pub mod label_templates;
pub mod layout;
pub mod locations;
pub mod lots;
pub mod movements;
pub mod orders;
pub mod print_jobs;
pub mod printers;
pub mod problem;
pub mod receipts;
pub mod release_channels;
pub mod replenishments;
pub mod router;
pub mod scans;
pub mod session;
pub mod setup;
pub mod sheets;
pub mod stations;
pub mod stock;
pub mod users;
pub mod warehouse;
pub mod waves;
pub mod webhooks;

pub use problem::Failure;
