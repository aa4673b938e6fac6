//! Walks through the interface as it is used: the real WASM in a real Chromium, before the real server.
//!
//! The interface must have been built: `cargo xtask wasm --dev` (`cargo xtask test` does that first). Each walk leaves pictures in
//! `target/pictures`; with `BIPE_README_PICTURES=1` two of them replace those of the README.

mod aisle;
mod camera;
mod desk;
mod device;
mod dock;
mod first_start;
mod map;
mod narrow;
mod offline;
#[expect(dead_code, reason = "stories over HTTP use more of it than walks do")]
#[path = "../flows/picked.rs"]
mod picked;
mod picking;
mod purchase;
mod receiving;
mod release;
mod returns;
mod shelf;
mod shipped;
mod training;
mod trust;
