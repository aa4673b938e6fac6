//! The print job table and its neighbours.
