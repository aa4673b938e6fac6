//! The house under fire: killed, out of room, without its database, and with two hundred hands on ten units.

mod crash;
mod race;
mod simulate;
