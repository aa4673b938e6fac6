//! Planning a wave: orders onto carts, and each cart's walk. Pure and deterministic.

pub mod batch;
pub mod bins;
pub(crate) mod dice;
pub mod finish;
pub mod gauge;
pub mod graph;
pub mod layout;
pub mod net;
pub mod phases;
pub mod policy;
pub mod rest;
pub mod route;
pub mod scattered;
pub mod select;
pub mod site;
pub mod tour;
pub mod ways;
