//! The print queue.
