//! take order.
