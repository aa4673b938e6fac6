//! The print worker.
