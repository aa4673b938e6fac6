//! Any bytes as a scan. `cargo fuzz run scan` looks for bytes that break a promise; on stable, `--sanitizer none`.
#![no_main]

#[path = "../promises.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::hold(bytes));
