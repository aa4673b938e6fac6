//! The interface's entry point.
fn main() {}
