//! The reservation table and its neighbours.
