//! Bar codes in the camera's picture.
//!
//! [`read`] finds a symbol in a grey picture and tells it as a scanner does: AIM identifier first, GS (U+001D) between elements.
//! [`sight`] says each symbol once while it stays in view. `main.rs` makes both a program of their own, which runs in a worker of the
//! page and which a handheld loads when its camera is opened, never before.
//!
//! **Invariant**: what the camera reads is, byte for byte, what a scanner with AIM identifiers would have sent.

pub mod read;
pub mod sight;
