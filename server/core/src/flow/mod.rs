//! Flows: what the floor does, one file each. A flow has a `State` (what was loaded), an `Effect` list (what commits) and
//! `decide`, which takes a state and an [`Input`] to a [`Decision`] or a [`Refusal`].
//!
//! The server loads the state and what the scan means ([`Found`]), calls `decide`, commits the effects and answers with
//! `screen` of the state that `decide` gave back. The offline handheld calls the very same functions on what it downloaded.
//!
//! **Invariant**: a refusal carries no effect; a decision's effects are all that changes.

pub mod count;
pub mod inquire;
pub mod lookup;
pub mod moved;
mod named;
pub mod pack;
pub mod pick;
pub mod putaway;
pub mod receive;
mod refusal;
pub mod relocate;
pub mod replenish;
pub mod returns;
pub mod ship;

use serde::{Deserialize, Serialize};
use time::Date;

pub use refusal::{Expected, Refusal, Unfit};

use crate::code::CommandCode;
use crate::id::{HandlingUnitId, Ids, LocationId, OrderId, PackagingId, ParcelId, ReceiptId};
use crate::item::Item;
use crate::location::Location;
use crate::scan::Scan;
use crate::screen::{Message, Outcome};
use crate::words::{Language, Say};

/// One scan, button or entry, with all that a decision may need from outside.
#[derive(Clone, Debug)]
pub struct Input {
    /// What was scanned, parsed.
    pub scan: Scan,
    /// What it stands for in this warehouse.
    pub found: Found,
    /// The warehouse's date when it was scanned.
    pub today: Date,
    /// Ids for what the decision creates.
    pub ids: Ids,
}

impl Input {
    /// Why the scan is refused where something else was expected: it is unknown, or known and not for here.
    fn not_here(&self, expected: Expected) -> Refusal {
        let code = self.scan.text.clone();
        match self.found {
            Found::Nothing | Found::NewUnit(_) => Refusal::UnknownCode { code },
            _ => Refusal::NotHere { code, expected },
        }
    }
}

/// What a scanned code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A command barcode or button.
    Command(CommandCode),
    /// A quantity typed on the keypad, in the packaging that the screen shows.
    Quantity(i64),
    /// Goods: an item by GTIN or other code, in one of its packagings. Lot and dates are in the scan.
    Goods {
        /// The item with its packagings.
        item: Box<Item>,
        /// The packaging whose code it is; `None` for the base unit.
        packaging_id: Option<PackagingId>,
    },
    /// A location.
    Location(Location),
    /// A handling unit that exists.
    Unit(Unit),
    /// A code of the tote or SSCC pattern that no handling unit has yet.
    NewUnit(String),
    /// A receipt, by access key or number.
    Receipt(ReceiptId),
    /// A parcel, by SSCC or tracking code.
    Parcel {
        /// The parcel.
        parcel_id: ParcelId,
        /// Its order.
        order_id: OrderId,
    },
    /// Only lot or dates, no item: they are in the scan.
    Attributes,
    /// Nothing known.
    Nothing,
}

/// What a handling unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// A pallet with an SSCC.
    Pallet,
    /// A carton: a parcel with an SSCC.
    Carton,
    /// A reusable tote with a code of its own.
    Tote,
}

/// A handling unit as a flow sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: HandlingUnitId,
    /// Its code: an SSCC or a tote's code.
    pub code: String,
    /// What it is.
    pub kind: UnitKind,
    /// Where it stands.
    pub location_id: Option<LocationId>,
    /// The order it is bound to.
    pub order_id: Option<OrderId>,
    /// Whether there is anything in it.
    pub empty: bool,
}

/// What `decide` gives back: the next state, what to commit, what to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision<S, E> {
    /// The state after the effects.
    pub state: S,
    /// What to commit, in order.
    pub effects: Vec<E>,
    /// What to say.
    pub said: Said,
}

/// What an accepted scan says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// A plain "ok".
    Ok,
    /// The item's own words: "1 CX de 12".
    Goods {
        /// How many.
        count: i64,
        /// Of which packaging.
        packaging: String,
        /// Base units in one.
        packaging_base: i64,
        /// The base unit's name.
        unit: String,
    },
    /// So much was posted.
    Posted {
        /// In base units.
        quantity_base: i64,
        /// The base unit's name.
        unit: String,
    },
    /// Scan the same symbol again, because of this.
    Again(Box<Refusal>),
    /// So far so good, and this is missing: the lot of the goods just scanned.
    Wanted(Box<Refusal>),
    /// How many are there, of what should be there?
    HowMany,
    /// So much will be noted as short, once confirmed.
    ShortConfirm {
        /// In base units.
        quantity_base: i64,
    },
    /// The last scan was taken back.
    Undone,
    /// So much came out of a tote again, and is in hand.
    TakenBack {
        /// In base units.
        quantity_base: i64,
        /// The base unit's name.
        unit: String,
        /// The tote's code.
        tote: String,
    },
    /// What was moved last is to go back where it was.
    MovedBack {
        /// Where.
        place: String,
    },
    /// Short: so much is missing.
    Short {
        /// In base units.
        quantity_base: i64,
    },
    /// The task is done.
    Done,
    /// Goods were posted, and the bin is empty by the book: is it?
    IsItEmpty {
        /// The bin.
        bin: String,
    },
    /// The stop was put off before: why again?
    SkipWhy {
        /// Its bin.
        bin: String,
    },
    /// So many lines were counted; the count closes once confirmed. None: the bin is empty.
    CountConfirm {
        /// Lines.
        lines: i64,
    },
    /// Goods moved while they were counted.
    CountAgain,
    /// The bin is counted.
    Counted,
    /// A code names an item from now on.
    Attached {
        /// The item's name.
        item: String,
    },
    /// A label was sent to the printer.
    Printing,
    /// A station's scans are answered on this screen from now on.
    Station {
        /// The station's name.
        name: String,
    },
}

impl Said {
    /// The message for the operator.
    pub fn message(&self, language: Language) -> Message {
        let outcome = match self {
            Self::Again(_) | Self::Wanted(_) | Self::HowMany | Self::ShortConfirm { .. } => Outcome::Confirm,
            Self::CountConfirm { .. } | Self::CountAgain | Self::IsItEmpty { .. } => Outcome::Confirm,
            Self::SkipWhy { .. } => Outcome::Confirm,
            _ => Outcome::Accepted,
        };
        Message { outcome, code: self.code().to_owned(), sentence: self.say(language) }
    }

    /// The stable name of what is said.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Goods { .. } => "goods",
            Self::Posted { .. } => "posted",
            Self::Again(why) | Self::Wanted(why) => why.code(),
            Self::HowMany => "how_many",
            Self::ShortConfirm { .. } => "short_confirm",
            Self::Undone | Self::TakenBack { .. } | Self::MovedBack { .. } => "undone",
            Self::Short { .. } => "short",
            Self::Done => "done",
            Self::IsItEmpty { .. } => "is_it_empty",
            Self::SkipWhy { .. } => "skip_why",
            Self::CountConfirm { .. } => "count_confirm",
            Self::CountAgain => "count_again",
            Self::Counted => "counted",
            Self::Attached { .. } => "attached",
            Self::Printing => "printing",
            Self::Station { .. } => "station",
        }
    }
}

impl Say for Said {
    fn say(&self, language: Language) -> String {
        let pt = language == Language::Pt;
        match self {
            Self::Ok => "OK".to_owned(),
            Self::Goods { count, packaging, packaging_base, unit } if *packaging_base > 1 => {
                let of = if pt { "de" } else { "of" };
                format!("{count} {packaging} {of} {packaging_base} {unit}")
            }
            Self::Goods { count, unit, .. } => format!("{count} {unit}"),
            Self::Posted { quantity_base, unit } => format!("{quantity_base} {unit}"),
            Self::Again(why) => {
                let again = if pt { "Bipe de novo para confirmar." } else { "Scan again to confirm." };
                format!("{} {again}", why.say(language))
            }
            Self::Wanted(why) => why.say(language),
            Self::HowMany if pt => "Quantas há no endereço? Digite a quantidade.".to_owned(),
            Self::HowMany => "How many are in the bin? Enter the quantity.".to_owned(),
            Self::ShortConfirm { quantity_base } if pt => {
                format!("Faltam {quantity_base}. Confirme a falta.")
            }
            Self::ShortConfirm { quantity_base } => format!("{quantity_base} are missing. Confirm it."),
            Self::Undone => if pt { "Desfeito." } else { "Undone." }.to_owned(),
            Self::TakenBack { quantity_base, unit, tote } if pt => {
                format!("Desfeito. Tire {quantity_base} {unit} da caixa {tote}.")
            }
            Self::TakenBack { quantity_base, unit, tote } => {
                format!("Undone. Take {quantity_base} {unit} out of tote {tote}.")
            }
            Self::MovedBack { place } if pt => format!("Desfeito. Leve de volta a {place}."),
            Self::MovedBack { place } => format!("Undone. Take it back to {place}."),
            Self::Short { quantity_base } if pt => format!("Falta de {quantity_base} anotada."),
            Self::Short { quantity_base } => format!("{quantity_base} noted as short."),
            Self::Done => if pt { "Concluído." } else { "Done." }.to_owned(),
            Self::IsItEmpty { bin } if pt => format!("{bin} ficou vazio? Responda."),
            Self::IsItEmpty { bin } => format!("Is {bin} empty now? Answer."),
            Self::SkipWhy { bin } if pt => format!("{bin} já foi pulado. Diga por quê."),
            Self::SkipWhy { bin } => format!("{bin} was skipped before. Say why."),
            Self::CountConfirm { lines: 0 } if pt => "O endereço está vazio? Confirme.".to_owned(),
            Self::CountConfirm { lines: 0 } => "Is the bin empty? Confirm it.".to_owned(),
            Self::CountConfirm { .. } if pt => "Contou tudo? Confirme.".to_owned(),
            Self::CountConfirm { .. } => "Is everything counted? Confirm it.".to_owned(),
            Self::CountAgain if pt => "O endereço mudou durante a contagem. Conte de novo.".to_owned(),
            Self::CountAgain => "The bin changed during the count. Count it again.".to_owned(),
            Self::Counted => if pt { "Contagem anotada." } else { "Count noted." }.to_owned(),
            Self::Attached { item } if pt => format!("Código agora é de {item}."),
            Self::Attached { item } => format!("The code names {item} now."),
            Self::Printing => if pt { "Etiqueta enviada." } else { "Label sent." }.to_owned(),
            Self::Station { name } if pt => format!("Estação {name} ligada a esta tela."),
            Self::Station { name } => format!("Station {name} answers on this screen."),
        }
    }
}
