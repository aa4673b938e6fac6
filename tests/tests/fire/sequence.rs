//! Any sequence of commands keeps I1 to I13, and a refused one leaves no trace: sequences are drawn, sent to the real server, and
//! cut down to the shortest that still goes wrong.
//!
//! A few short ones run each time. `BIPE_SEQUENCES` says how many on each engine instead, `BIPE_SEQUENCE_SEED` which; the same
//! seed draws the same.

mod house;

use std::cell::Cell;

use bipe_tests::fire::Engine;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use house::House;

/// Commands of one sequence at most.
const COMMANDS_MAX: usize = 30;

/// One command, or the few that belong together. Numbers choose among what there is when it is their turn.
#[derive(Clone, Debug)]
enum Command {
    /// Goods are announced and come in, on one pallet.
    Receive { sku: u8, lot: u8, count: i64, closes: bool },
    /// A pallet is put where it is sent, or elsewhere.
    PutAway { bin: Option<u8> },
    /// An order is taken.
    Order { coffee: i64, soap: i64 },
    /// It wants more or less.
    Change { order: u8, line: i64, quantity: i64, priority: i64 },
    /// It is given up.
    Cancel { order: u8 },
    /// All that waits is released.
    Wave,
    /// A wave is taken back.
    CancelWave { wave: u8 },
    /// Someone does what the screen says, so many times.
    Work { who: u8, scans: u8 },
    /// Someone scans anything.
    Scan { who: u8, what: u8 },
    /// A picker finds less than there should be.
    Short { found: i64 },
    /// A bin is to be counted.
    AskCount { bin: u8 },
    /// Someone counts a bin, and finds so many more of each lot.
    Count { who: u8, bin: u8, more: i64 },
    /// A count is approved or dropped.
    Settle { count: u8, drops: bool },
    /// A lot is held, recalled or released.
    Lot { lot: u8, verb: u8 },
    /// Stock is corrected, or thrown away.
    Adjust { bin: u8, sku: u8, lot: u8, quantity: i64, scraps: bool },
    /// Goods move from bin to bin.
    Relocate { from: u8, to: u8, quantity: i64 },
    /// Goods come back that no shipment tells of.
    Return { sku: u8, lot: u8, way: u8 },
    /// Hours pass.
    Pass { hours: u8 },
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => (0..3_u8, 0..3_u8, 1..30_i64, any::<bool>())
            .prop_map(|(sku, lot, count, closes)| Command::Receive { sku, lot, count, closes }),
        4 => proptest::option::of(0..12_u8).prop_map(|bin| Command::PutAway { bin }),
        3 => (0..20_i64, 0..20_i64).prop_map(|(coffee, soap)| Command::Order { coffee, soap }),
        2 => (any::<u8>(), 1..4_i64, 0..30_i64, -120..120_i64)
            .prop_map(|(order, line, quantity, priority)| Command::Change { order, line, quantity, priority }),
        1 => any::<u8>().prop_map(|order| Command::Cancel { order }),
        3 => Just(Command::Wave),
        1 => any::<u8>().prop_map(|wave| Command::CancelWave { wave }),
        8 => (0..6_u8, 1..12_u8).prop_map(|(who, scans)| Command::Work { who, scans }),
        4 => (0..6_u8, any::<u8>()).prop_map(|(who, what)| Command::Scan { who, what }),
        1 => (0..20_i64).prop_map(|found| Command::Short { found }),
        1 => (0..12_u8).prop_map(|bin| Command::AskCount { bin }),
        2 => (0..2_u8, 0..12_u8, -3..4_i64).prop_map(|(who, bin, more)| Command::Count { who, bin, more }),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(count, drops)| Command::Settle { count, drops }),
        2 => (any::<u8>(), 0..3_u8).prop_map(|(lot, verb)| Command::Lot { lot, verb }),
        1 => (0..12_u8, 0..3_u8, 0..3_u8, -10..10_i64, any::<bool>())
            .prop_map(|(bin, sku, lot, quantity, scraps)| Command::Adjust { bin, sku, lot, quantity, scraps }),
        2 => (0..12_u8, 0..12_u8, 1..20_i64)
            .prop_map(|(from, to, quantity)| Command::Relocate { from, to, quantity }),
        1 => (0..3_u8, 0..3_u8, 0..3_u8).prop_map(|(sku, lot, way)| Command::Return { sku, lot, way }),
        1 => (1..40_u8).prop_map(|hours| Command::Pass { hours }),
    ]
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Draws so many sequences and runs each in a house of its own.
fn sequences_hold(engine: Engine, few: u32) {
    let cases = number("BIPE_SEQUENCES").and_then(|cases| u32::try_from(cases).ok()).unwrap_or(few);
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("BIPE_SEQUENCE_SEED").unwrap_or(1).to_le_bytes());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let sequences = vec(command(), 1..=COMMANDS_MAX);
    let sum = Cell::new((0, 0));
    let held = runner.run(&sequences, |sequence| {
        let mut house = runtime.block_on(House::open(engine));
        for command in &sequence {
            runtime.block_on(house.run(command)).map_err(TestCaseError::fail)?;
        }
        let (commands, refused) = sum.get();
        sum.set((commands + house.sent, refused + house.refused));
        Ok(())
    });
    if let Err(what) = held {
        panic!("on {engine:?}: {what}");
    }
    let (commands, refused) = sum.get();
    println!("{cases} sequences on {engine:?}: {commands} commands, {refused} of them refused");
    assert!(refused > 0 && refused < commands, "{refused} of {commands} were refused");
}

#[test]
fn any_sequence_of_commands_keeps_the_books_on_sqlite() {
    sequences_hold(Engine::Sqlite, 12);
}

#[test]
fn any_sequence_of_commands_keeps_the_books_on_postgres() {
    sequences_hold(Engine::Postgres, 3);
}
