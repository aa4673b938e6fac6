//! A house under fire: the program as it ships, with many devices at work on it, while it is killed, its disk fills up or its
//! database goes away; and the proof afterwards that what was acknowledged is there, and nothing twice.

mod crowd;
mod house;
mod proof;

pub use crowd::{Acknowledged, AtWork, Crowd};
pub(crate) use house::furnish;
pub use house::{Engine, House};
pub use proof::prove;

use crate::chance::Chance;

/// How many devices work: enough for several pieces of work in one commit.
const PICKERS: usize = 4;
const PACKERS: usize = 2;

/// Kills the program `rounds` times while devices work, starts it again each time, lets every device ask again what it was not
/// answered, and proves after each round that nothing was lost or done twice.
///
/// # Panics
/// When something was; the words name the round.
pub async fn kill_rounds(engine: Engine, rounds: usize, seed: u64) {
    let mut house = House::open(engine).await;
    let mut crowd = Crowd::gather(&house, seed).await;
    let mut chance = Chance::new(seed);
    for round in 1..=rounds {
        let at_work = crowd.begin();
        // The moment of death is what is tried here.
        tokio::time::sleep(std::time::Duration::from_millis(chance.between(20, 220).unsigned_abs())).await;
        house.server.kill();
        crowd = at_work.gather().await;
        house.server.restart();
        crowd.settle().await;
        prove(&house, &crowd, &format!("round {round} of seed {seed} on {engine:?}"));
    }
    let acknowledged = crowd.acknowledged().len();
    assert!(acknowledged > rounds * 5, "only {acknowledged} commands in {rounds} rounds: that was no load");
    println!("{rounds} rounds on {engine:?}: {acknowledged} commands acknowledged, none lost, none twice");
}
