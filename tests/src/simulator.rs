//! A simulated house: many people, one after the other by the order that a seed gives, do what people do (the right thing mostly),
//! through the real doors, decisions and store, while an auditor of its own foretells every answer and what it moves, and reads
//! the books every so often. Answers get lost, writes break off midway, the program ends and begins again, the network goes away from
//! a picker, nights pass.
//!
//! The same seed gives the same run to the last answer, on either engine. `cargo xtask simulate` runs it for long.

mod count;
mod desk;
mod dock;
mod floor;
mod foreseen;
mod item;
mod late;
mod lot;
mod meddle;
mod mishap;
mod order;
mod people;
mod receipt;
mod receive;
mod record;
mod relocate;
mod replenish;
mod returns;
mod turn;
mod world;

use std::collections::{BTreeMap, VecDeque};

use bipe_core::actor::Role;
use bipe_core::screen::Step;

pub use record::{Record, Tally};
pub use world::{Request, World};

use crate::auditor::{self, Account, Foreseen};
use crate::books::Books;
use crate::chance::Chance;
use crate::crew::hire;
use crate::fire::Engine;
use foreseen::Desk;
use people::Person;
use receipt::Paper;

/// People of the office come first in the list: a program, a supervisor, an admin.
const OFFICE: usize = 3;
/// After so many commands the books are read.
const CHECK_EVERY: u64 = 100;
/// So many commands are remembered, to be sent again.
const REMEMBERED: usize = 200;

/// A command on its way.
#[derive(Clone, Debug)]
struct Act {
    kind: &'static str,
    /// The person's place in the list.
    who: usize,
    request: Request,
    /// Of a scan: what is scanned, at which step, and what is foreseen of it.
    scan: Option<Scanning>,
    /// The status that is foreseen.
    status: u16,
    /// Of a desk's command: what else is foreseen.
    desk: Desk,
}

#[derive(Clone, Debug)]
struct Scanning {
    symbol: String,
    command: String,
    before: Step,
    foreseen: Foreseen,
}

/// A command with its answer.
#[derive(Clone, Debug)]
struct Sent {
    act: Act,
    status: u16,
    body: String,
}

impl Act {
    fn desk(kind: &'static str, who: usize, request: Request, status: u16) -> Self {
        Self { kind, who, request, scan: None, status, desk: Desk::default() }
    }

    /// Whether it takes effect once, however often it is sent.
    fn is_once(&self) -> bool {
        self.scan.is_some() || self.request.key.is_some()
    }
}

/// The simulation.
pub struct Simulator {
    /// The house.
    pub world: World,
    /// Its books.
    pub books: Books,
    /// The auditor's account.
    pub account: Account,
    /// What was done.
    pub record: Record,
    chance: Chance,
    people: Vec<Person>,
    sent: VecDeque<Sent>,
    papers: BTreeMap<u32, Paper>,
    /// Numbers for what the simulation names.
    number: u64,
    invoices: u32,
    /// Pallets that papers announced.
    pallets: i64,
    serials: i64,
    totes: i64,
    new_tote: Option<String>,
    /// Those who work without the network now.
    away: BTreeMap<usize, late::Away>,
    /// Whether answers get lost, writes break off and the program restarts.
    pub mishaps: bool,
}

impl Simulator {
    /// A fresh house on this engine, with as many people as the seed says: 8 to 64.
    ///
    /// # Panics
    /// When it can't be made.
    pub async fn open(engine: Engine, seed: u64) -> Self {
        let world = World::open(engine, seed).await;
        let mut chance = Chance::new(seed);
        let count = usize::try_from(chance.between(8, 64)).expect("a few");
        let crew = people::crew(&mut chance, count);
        hire(&world.app, world.warehouse, &crew).await;
        let mut people = vec![
            Person::new("erp", &[Role::Integration]),
            Person::new("sonia", &[Role::Supervisor]),
            Person::new("ada", &[Role::Admin]),
        ];
        people.extend(crew.iter().map(|(login, roles)| Person::new(login, roles)));
        let books = Books::open(&world.url);
        Self {
            world,
            books,
            account: Account::default(),
            record: Record::default(),
            chance,
            people,
            sent: VecDeque::new(),
            papers: BTreeMap::new(),
            number: 0,
            invoices: 0,
            pallets: 0,
            serials: 0,
            totes: 0,
            new_tote: None,
            away: BTreeMap::new(),
            mishaps: true,
        }
    }

    /// Sends so many commands, and reads the books every so often and at the end.
    ///
    /// # Errors
    /// What was not as foreseen, in words.
    pub async fn run(&mut self, commands: u64) -> Result<(), String> {
        let end = self.record.commands() + commands;
        while self.record.commands() < end {
            self.turn().await?;
            if self.record.commands().is_multiple_of(CHECK_EVERY) {
                self.check().await?;
            }
        }
        self.check().await
    }

    /// Reads the books: they are what the account says, and add up by themselves.
    ///
    /// # Errors
    /// Every difference.
    pub async fn check(&mut self) -> Result<(), String> {
        auditor::check(&self.account, &mut self.books)?;
        let report =
            bipe_store::audit::run(&self.world.app.store).await.map_err(|error| error.to_string())?;
        if report.findings.is_empty() { Ok(()) } else { Err(format!("bipe audit: {:?}", report.findings)) }
    }

    /// The place of a login in the list.
    fn who(&self, login: &str) -> usize {
        self.people.iter().position(|person| person.login == login).expect("someone of the house")
    }
}
