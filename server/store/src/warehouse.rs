//! The warehouse table and its neighbours.
