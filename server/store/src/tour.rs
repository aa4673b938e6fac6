//! The tour table and its neighbours.
