//! The printer table and its neighbours.
