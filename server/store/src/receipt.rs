//! The receipt table and its neighbours.
