//! The order table and its neighbours.
