//! Stories of each flow over HTTP, on both engines.

mod adjust;
mod allocate;
mod count;
mod explain;
mod inquire;
mod item;
mod label_template;
mod location;
mod lot;
mod movement;
mod order;
mod pack;
mod pick;
mod picked;
mod print;
mod putaway;
mod receive;
mod relocate;
mod replenish;
mod sent;
mod session;
mod ship;
mod statements;
mod station;
mod station_run;
mod webhook;
