//! Devices: stations, printers, and the queue between them.

pub(crate) mod print_outcome;
pub mod print_queue;
pub mod print_reason;
pub mod station;
pub mod station_print;

/// How the address of a printer at a station begins: `station:CODE/NAME`.
pub(crate) const AT_STATION: &str = "station:";
