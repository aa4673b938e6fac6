//! The audit table and its neighbours.
