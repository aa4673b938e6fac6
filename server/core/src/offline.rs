//! Working without the network: what a handheld carries of the work in hand, and how it answers scans from that alone.
//!
//! While the network is there the server answers, and the handheld makes the same decision beside it, so that what it carries is
//! always up to the last answer. When the network goes it answers by itself, with the same `decide`, and keeps the commands. When
//! it is back they go to the server in their order, each once, and there they are decided again on what is true by then: what
//! is refused then is an *exception*, since the goods have moved already.
//!
//! **Invariant**: what is carried answers as the server would, as long as nobody else changed what it was made of. It never answers
//! what it can't know: another bin or lot than the reserved one, a code that was not loaded, other work, a print.

mod count;
mod known;
mod pick;
mod receive;
pub mod training;

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

pub use count::Sheet;
pub use known::{Known, Named};
pub use pick::{Heap, Tour};
pub use receive::Dock;

use crate::code::{CommandCode, OwnCode};
use crate::flow::{Found, Input, Refusal, Said};
use crate::id::{Ids, LocationId, TaskId};
use crate::scan::{self, Scan};
use crate::screen::{Screen, Step};
use crate::words::{Language, Say};

/// The work that a handheld carries, and all that a scan there may stand for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Carried {
    /// The task it is the state of.
    pub task: TaskId,
    /// The task's version: how often it was saved.
    pub version: i64,
    /// The operator's language.
    pub language: Language,
    /// Minutes by which the warehouse's time is ahead of UTC.
    pub utc_offset_min: i32,
    /// What codes stand for.
    pub known: Known,
    /// The work itself.
    pub work: Work,
}

/// Work that goes on without the network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// A tour.
    Pick(Box<Tour>),
    /// A count.
    Count(Box<Sheet>),
    /// A receipt.
    Receive(Box<Dock>),
}

/// A command to answer.
#[derive(Clone, Debug)]
pub struct Command<'c> {
    /// What was read.
    pub symbol: &'c str,
    /// When it was scanned, in Unix milliseconds of the server's clock.
    pub scanned_ms: i64,
    /// Ids for what it creates here; the server makes its own.
    pub ids: Ids,
}

/// How a command was answered here.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What the operator sees.
    pub step: Step,
    /// What the server is to know of it.
    pub mark: Mark,
}

/// What goes to the server beside a command that was answered without it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// The line it was made for: the pick of a tour's stop, a count, or a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Uuid>,
    /// The version of the task that it was made on, where it counts only on top of what came before: in a count a scan adds to others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Whether it was refused, and is only to be logged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// The goods that the operator moved by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
}

/// Goods that an operator moved while the network was away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The item.
    pub sku: String,
    /// The lot, where people see one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// How much, in base units.
    pub quantity_base: i64,
    /// Out of which bin; none of what came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
    /// Into which unit.
    pub unit: String,
    /// Whether they went back the way they had come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
}

impl Moved {
    /// By how much there is more where they went, in base units: less than nothing where they went back.
    pub fn gained_base(&self) -> i64 {
        if self.back { -self.quantity_base } else { self.quantity_base }
    }
}

/// Why a command is not carried out without the network, or not any more once it is back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unlinked {
    /// The code was not loaded before the network went.
    NotCarried {
        /// The code as scanned.
        code: String,
    },
    /// It takes the network.
    NeedsNetwork,
    /// By now the line is not the operator's to do any more.
    Gone,
}

impl Carried {
    /// Answers a command as the server would, and goes on from there.
    pub fn answer(&mut self, command: &Command<'_>) -> Answer {
        let today = date(command.scanned_ms, self.utc_offset_min);
        let scan = scan::parse(command.symbol, today);
        let version = self.work.is_sequence().then_some(self.version);
        let found = self.found(&scan);
        let line = self.work.line(found.as_ref().ok());
        let decided = match found {
            Ok(found) => {
                let unknown = matches!(found, Found::Nothing | Found::NewUnit(_)).then(|| scan.text.clone());
                let input = Input { scan, found, today, ids: command.ids.clone() };
                self.work.take(&input).map_err(|why| without_network(why, unknown))
            }
            Err(why) => Err(why),
        };
        let (message, mark) = match decided {
            Ok((said, moved)) => {
                self.version += 1;
                (said.message(self.language), Mark { line, version, refused: false, moved })
            }
            Err(why) => (why.message(self.language), Mark { line, version, refused: true, moved: None }),
        };
        Answer { step: Step { message: Some(message), ..self.step(command.scanned_ms) }, mark }
    }

    /// What the operator sees, without saying anything.
    pub fn step(&self, now_ms: i64) -> Step {
        let (screen, actions) = self.work.screen(date(now_ms, self.utc_offset_min));
        let task = (!self.work.is_done()).then_some(self.task);
        Step { task, screen, message: None, actions }
    }

    /// What the scan stands for; or why it can't be answered here.
    fn found(&self, scan: &Scan) -> Result<Found, Refusal> {
        if !scan.is_usable() {
            return Err(Refusal::of_symbol(scan));
        }
        match &scan.content.own {
            Some(OwnCode::Station(_) | OwnCode::Badge(_)) => Err(Unlinked::NeedsNetwork.into()),
            Some(OwnCode::Command(command)) if !self.work.takes(*command) => {
                Err(Unlinked::NeedsNetwork.into())
            }
            _ => Ok(self.known.find(scan)),
        }
    }
}

/// The date at `unix_ms` where clocks are so many minutes ahead of UTC.
pub fn date(unix_ms: i64, utc_offset_min: i32) -> Date {
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000);
    let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    at.saturating_add(Duration::minutes(i64::from(utc_offset_min))).date()
}

/// The refusal as it is without the network: what is unknown here may be known there.
fn without_network(why: Refusal, unknown: Option<String>) -> Refusal {
    match (why, unknown) {
        (Refusal::UnknownCode { .. }, Some(code)) => Unlinked::NotCarried { code }.into(),
        (why, _) => why,
    }
}

impl Work {
    fn line(&self, found: Option<&Found>) -> Option<Uuid> {
        match self {
            Self::Pick(tour) => tour.line(found),
            Self::Count(sheet) => sheet.line(),
            Self::Receive(dock) => dock.line(),
        }
    }

    fn take(&mut self, input: &Input) -> Result<(Said, Option<Moved>), Refusal> {
        match self {
            Self::Pick(tour) => tour.take(input),
            Self::Count(sheet) => sheet.take(input).map(|said| (said, None)),
            Self::Receive(dock) => dock.take(input),
        }
    }

    fn takes(&self, command: CommandCode) -> bool {
        match self {
            Self::Pick(_) => pick::takes(command),
            Self::Count(_) => count::takes(command),
            Self::Receive(_) => receive::takes(command),
        }
    }

    fn screen(&self, today: Date) -> (Screen, Vec<CommandCode>) {
        match self {
            Self::Pick(tour) => tour.screen(today),
            Self::Count(sheet) => sheet.screen(today),
            Self::Receive(dock) => dock.screen(today),
        }
    }

    fn is_done(&self) -> bool {
        match self {
            Self::Pick(tour) => tour.state.done,
            Self::Count(_) | Self::Receive(_) => false,
        }
    }

    /// Whether each command counts only on top of those before it.
    fn is_sequence(&self) -> bool {
        match self {
            Self::Pick(_) => false,
            Self::Count(_) | Self::Receive(_) => true,
        }
    }
}

impl From<Unlinked> for Refusal {
    fn from(why: Unlinked) -> Self {
        Self::Unlinked { why }
    }
}

impl Unlinked {
    /// The stable name of the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotCarried { .. } => "not_carried",
            Self::NeedsNetwork => "needs_network",
            Self::Gone => "line_gone",
        }
    }
}

impl Say for Unlinked {
    fn say(&self, language: Language) -> String {
        let pt = language == Language::Pt;
        match self {
            Self::NotCarried { code } if pt => {
                format!("Sem rede, e {code} não está neste coletor. Bipe o que a tela pede.")
            }
            Self::NotCarried { code } => {
                format!("No network, and {code} is not on this handheld. Scan what the screen asks for.")
            }
            Self::NeedsNetwork if pt => "Sem rede isto não dá. Siga com o que a tela pede.".to_owned(),
            Self::NeedsNetwork => "This takes the network. Go on with what the screen asks for.".to_owned(),
            Self::Gone if pt => "Esta linha já não é sua. O que você levou vai para a supervisão.".to_owned(),
            Self::Gone => "This line is no longer yours. A supervisor looks at what you took.".to_owned(),
        }
    }
}
