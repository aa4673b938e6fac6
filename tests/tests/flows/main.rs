//! Stories of each flow over HTTP, on both engines.

mod allocate;
mod count;
mod item;
mod location;
mod order;
mod pack;
mod pick;
mod picked;
mod print;
mod putaway;
mod receive;
mod session;
mod ship;
mod statements;
mod station;
mod webhook;
