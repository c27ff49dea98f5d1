//! The tenantrisk command.

fn main() {}
