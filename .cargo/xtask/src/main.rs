//! `cargo xtask`: everything a newcomer needs, in two commands.
fn main() {}
