//! The stock table and its neighbours.
