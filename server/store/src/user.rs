//! The user table and its neighbours.
