//! The lot table and its neighbours.
