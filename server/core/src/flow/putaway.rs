//! The putaway flow.
