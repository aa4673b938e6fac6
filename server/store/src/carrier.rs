//! The carrier table and its neighbours.
