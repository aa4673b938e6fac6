//! The people of the house: who they are, what they may do, and what each remembers.

use std::collections::{BTreeMap, BTreeSet};

use bipe_core::actor::Role;
use bipe_core::id::TaskId;
use bipe_core::screen::{Message, Outcome, Screen};

use crate::auditor::{Goods, Leg, Place, PutIn};
use crate::chance::Chance;

/// Someone with a device, or a program.
#[derive(Clone, Debug)]
pub struct Person {
    /// The login.
    pub login: String,
    /// What they may do.
    pub roles: Vec<Role>,
    /// The session's token.
    pub token: Option<String>,
    /// When the session ends.
    pub until_ms: i64,
    /// When the next attempt to log in is heard, after wrong PINs.
    pub locked_until_ms: i64,
    /// Wrong PINs in a row.
    pub failures: u32,
    /// What a task asked for last and was not answered yet.
    pub questions: BTreeMap<TaskId, String>,
    /// By order: the tote that stands on their cart for it.
    pub totes: BTreeMap<String, String>,
    /// What they received last, and the pallet that they had in hand then.
    pub last: Option<(Leg, Option<Place>)>,
    /// What they may receive once more.
    pub repeat: Option<(Goods, i64)>,
    /// What a code that they give a name to is to stand for.
    pub naming: Option<(String, i64)>,
    /// The tasks whose goods in hand are damaged while they wait for their lot.
    pub damaged: BTreeSet<TaskId>,
    /// Whether they have begun a tour and not ended it; nobody knows once a desk changed what is picked.
    pub on_tour: Option<bool>,
    /// Whether a desk changed what is picked since their last step on a tour.
    pub changed: bool,
    /// The bin that they count, and how often goods had moved there when they began.
    pub counting: Option<(Place, u64)>,
    /// What they took back last, while it may be undone.
    pub returned: Vec<Leg>,
    /// What they moved last at each screen that can take it back, by the screen's name.
    pub moved_last: BTreeMap<&'static str, Vec<Leg>>,
    /// What they put into totes last, the latest last, while it may come out again.
    pub put_in: Vec<PutIn>,
    /// Whether the count is on their screen.
    pub at_count: bool,
    /// The face that they fill up, and the item.
    pub filling: Option<(Place, String)>,
    /// Whether it is on their screen.
    pub at_face: bool,
    /// The bin that they are about to put goods into.
    pub heads_for: Option<Place>,
    /// Whether their screen waits for something that they can do.
    pub busy: bool,
}

impl Person {
    /// Someone who is not logged in.
    pub fn new(login: &str, roles: &[Role]) -> Self {
        Self {
            login: login.to_owned(),
            roles: roles.to_vec(),
            token: None,
            until_ms: 0,
            locked_until_ms: 0,
            failures: 0,
            questions: BTreeMap::new(),
            totes: BTreeMap::new(),
            last: None,
            repeat: None,
            naming: None,
            damaged: BTreeSet::new(),
            on_tour: Some(false),
            changed: false,
            counting: None,
            returned: Vec::new(),
            moved_last: BTreeMap::new(),
            put_in: Vec::new(),
            at_count: false,
            filling: None,
            at_face: false,
            heads_for: None,
            busy: false,
        }
    }

    /// What is said to a scan: a question, or the end of one.
    pub fn hears(&mut self, task: TaskId, message: &Message, symbol: &str) {
        match message.outcome {
            // Told after it was done, it asks nothing.
            Outcome::Confirm if message.code == "nothing_in_reserve" => {}
            Outcome::Confirm => drop(self.questions.insert(task, asked(message, symbol))),
            // Going on with a tour answers nothing.
            Outcome::Accepted if symbol == "BPCPICK" => {}
            Outcome::Accepted => drop(self.questions.remove(&task)),
            Outcome::Refused => {}
        }
    }

    /// What the screen that they see now tells of them.
    pub fn sees(&mut self, screen: &Screen) {
        self.busy = match screen {
            Screen::Menu(_) | Screen::PickEmpty | Screen::PickDone(_) | Screen::PackDone(_) => false,
            Screen::PutawayUnit(at) => !at.waiting.is_empty(),
            Screen::ReceiveInvoice(at) => !at.expected.is_empty(),
            Screen::PackTote(at) => !at.waiting.is_empty(),
            Screen::ShipParcel(at) => !at.waiting.is_empty(),
            Screen::CountBin(at) => !at.waiting.is_empty(),
            Screen::ReplenishFace(at) => !at.waiting.is_empty(),
            Screen::RelocateFrom(_) | Screen::ReturnsStart => false,
            _ => true,
        };
        self.on_tour = match screen {
            Screen::PickTote(_) | Screen::PickBin(_) | Screen::PickGoods(_) | Screen::PickInto(_) => {
                Some(true)
            }
            Screen::PickSkip(_) => Some(true),
            Screen::PickDone(_) => Some(false),
            _ => self.on_tour,
        };
        self.at_face = matches!(
            screen,
            Screen::ReplenishFace(_)
                | Screen::ReplenishBin(_)
                | Screen::ReplenishGoods(_)
                | Screen::ReplenishInto(_)
        );
        self.heads_for = match screen {
            Screen::PutawayBin(at) => Some(at.bin.code.clone()),
            Screen::ReplenishBin(at) | Screen::ReplenishGoods(at) | Screen::ReplenishInto(at) => {
                Some(at.to.code.clone())
            }
            Screen::RelocateInto(at) => at.to.as_ref().map(|bin| bin.code.clone()),
            _ => None,
        };
        self.at_count = matches!(screen, Screen::CountBin(_) | Screen::CountGoods(_) | Screen::CountClose(_));
    }

    /// What of an order's goods went into a tote on a tour, or came out again.
    pub fn picks(&mut self, tour: &str, order: &str, moved: &[Leg], out: bool) {
        if out {
            self.put_in.truncate(self.put_in.len() - moved.len().min(self.put_in.len()));
            return;
        }
        self.put_in.retain(|before| before.tour == tour);
        for leg in moved {
            let (tour, order, leg) = (tour.to_owned(), order.to_owned(), leg.clone());
            self.put_in.push(PutIn { tour, order, leg });
        }
        let past = self.put_in.len().saturating_sub(PutIn::KEPT);
        self.put_in.drain(..past);
    }

    /// Whether their session goes on at this time.
    pub fn is_logged_in(&self, now_ms: i64) -> bool {
        self.token.is_some() && now_ms < self.until_ms
    }
}

/// As many people of the floor, each with one kind of work or several.
pub fn crew(chance: &mut Chance, count: usize) -> Vec<(String, Vec<Role>)> {
    let shifts: [&[Role]; 8] = [
        &[Role::Receiver],
        &[Role::Picker],
        &[Role::Packer],
        &[Role::Picker, Role::Packer],
        &[Role::Receiver, Role::Picker, Role::Packer],
        &[Role::Receiver, Role::Supervisor],
        &[Role::Counter],
        &[Role::Counter, Role::Picker],
    ];
    let roles = |number: usize, chance: &mut Chance| match shifts.get(number) {
        // Each kind of work has someone.
        Some(roles) => roles.to_vec(),
        None => chance.one(&shifts).expect("there are some").to_vec(),
    };
    (0..count).map(|number| (format!("op{number:02}"), roles(number, chance))).collect()
}

/// What is asked: how much of a stop goes into which tote, how much comes in, or of which goods, where that is it.
fn asked(message: &Message, symbol: &str) -> String {
    let numbers = message.sentence.split(|letter: char| !letter.is_ascii_digit());
    match (message.code.as_str(), numbers.into_iter().find(|digits| !digits.is_empty())) {
        ("part_only", Some(quantity_base)) => format!("part_only {quantity_base} {symbol}"),
        ("over_receipt", Some(quantity_base)) => format!("over_receipt {quantity_base}"),
        ("short_life_quarantine", _) => format!("short_life_quarantine {symbol}"),
        (code, _) => code.to_owned(),
    }
}
