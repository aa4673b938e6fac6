//! The receive flow.
