//! The wave table and its neighbours.
