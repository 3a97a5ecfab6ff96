//! Begins here.
fn main() {}
