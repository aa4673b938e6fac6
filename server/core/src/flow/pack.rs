//! The pack flow.
