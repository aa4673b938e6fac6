//! Formats of the outside, each mapped to office jobs.

pub mod nfe;
pub mod webhook;
