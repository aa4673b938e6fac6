//! Bipe's interface: screens for the floor, pages for the desk, a WASM program for each (`main.rs`, `bin/desk.rs`), and
//! a third that decides without the network (`bin/offline.rs`). The fourth, which reads what the camera sees, is a crate of its own
//! (`reader/`).
//!
//! The floor (`/`) holds no rule of its own: a scan goes to the server, the server answers with a
//! [`Step`](bipe_core::screen::Step), and [`screen`] draws it by a total `match`. The desk (`/desk`) reads lists and sends
//! a few commands. What both share: [`client`] (HTTP), [`scan`] (keys to symbols), [`queue`] (symbols to answers, in order,
//! once each), [`live`] (server-sent events), [`i18n`] (words).
//!
//! **Invariant**: a captured scan is either answered or still in the queue; it is never dropped for want of a network.

pub mod app;
mod client;
#[cfg(test)]
mod contrast;
mod desk;
mod device;
mod entry;
mod floor;
mod i18n;
mod kept;
mod live;
mod offline;
mod part;
mod queue;
mod route;
mod scan;
mod screen;
mod step;
mod tone;
