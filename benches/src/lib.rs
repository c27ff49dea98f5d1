//! How long tenantrisk takes, beside the time that its random draws alone need.
//!
//! `cargo run --release -p tenantrisk-benches --bin simulation` times the simulation stage, `--bin command` the
//! whole command. `docs/performance.md` says what the figures mean.

pub mod floor;
pub mod needs;
pub mod peer;
pub mod scenarios;
pub mod storage;
pub mod timing;
