//! The webhook table and its neighbours.
