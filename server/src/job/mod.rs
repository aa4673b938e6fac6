//! Jobs: follow-up work that touches the network. Any job may run twice.

pub mod print;
pub mod webhooks;
