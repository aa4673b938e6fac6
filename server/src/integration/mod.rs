//! Formats of the outside, each mapped to office jobs.

pub mod csv;
pub mod nfe;
pub mod webhook;
