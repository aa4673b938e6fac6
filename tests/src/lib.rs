//! What crosses a crate border, and the kit that proves it.
//!
//! A test spawns what it needs for itself: [`process`] the server program, [`postgres`] a database server of its
//! own, [`browser`] a real Chromium. All of it lives in temporary folders, listens on ports the system chose, and
//! is tied to the test process by a [`leash`], so that nothing outlives a run, even one that was killed.

pub mod auditor;
pub mod books;
pub mod browser;
pub mod chance;
pub mod crew;
pub mod cycles;
pub mod delivery;
pub mod film;
pub mod fire;
pub mod floor;
pub mod handheld;
pub mod leash;
pub mod postgres;
pub mod process;
pub mod relay;
pub mod simulator;
pub mod stock;
