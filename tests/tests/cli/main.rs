//! The program `bipe` as people run it: its commands, its settings, its start and its end.

mod audit;
mod backup;
mod https;
mod plan;
mod program;
mod serve;
mod station;
mod upgrade;
