//! The house under fire: killed, out of room, without its database, and with two hundred hands on ten units.

mod crash;
mod gone;
mod race;
mod room;
mod sequence;
mod simulate;
mod slices;
mod trace;
