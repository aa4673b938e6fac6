//! The owner table and its neighbours.
