//! Devices: stations, printers, and the queue between them.

pub mod print_queue;
pub mod print_reason;
pub mod station;
