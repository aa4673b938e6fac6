//! The `bipe` program.
fn main() {}
