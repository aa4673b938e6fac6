//! What can be wrong with where bins stand, and with what is said of the ways between them.

use std::fmt;

use crate::plan::layout::Unsound;
use crate::words::fault::{self, Fault as Told};
use crate::words::{Language, Say as _};

/// What is wrong with a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Two bins have the same aisle, bay, level and position.
    Twice(String, String),
    /// The bins of this aisle are in no line.
    Crooked(String),
    /// It is in no aisle: nobody walks there by plan.
    Unreachable(String),
    /// No layout comes of it.
    Layout(Unsound),
    /// No bin is in an aisle of this name.
    NoAisle(String),
    /// There is no hall of this name.
    NoHall(String),
    /// It is no location's code and no point.
    NoPlace(String),
    /// Two halls have this name, or want this aisle.
    InTwoHalls(String),
    /// Two aisles share a line between two cross aisles, and lead in opposite directions.
    Against(String, String),
    /// A link leads from a place to itself.
    Loop(String),
    /// There are two links for the way from the one place to the other.
    LinkTwice(String, String),
    /// There is no way from the one place to the other.
    Apart(String, String),
    /// No way leads from the start to this bin.
    Unreached(String),
    /// No way leads from this bin to an end.
    Unleft(String),
    /// So many crossings and places are more than can be planned for.
    TooMany(usize),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words().say(Language::En))
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// The same as it is told beside a field, in both languages.
    pub fn in_words(&self) -> Told {
        match self {
            Self::Twice(one, other) => fault::one_place(one, other),
            Self::Crooked(aisle) => fault::crooked(aisle),
            Self::Unreachable(bin) => fault::in_no_aisle(bin),
            // What a picture of a layout lacks is for programs that draw one.
            Self::Layout(why) => fault::unread(why),
            Self::NoAisle(aisle) => fault::no_aisle(format!("{aisle:?}")),
            Self::NoHall(hall) => fault::no_hall(format!("{hall:?}")),
            Self::NoPlace(text) => fault::no_place(format!("{text:?}")),
            Self::InTwoHalls(name) => fault::in_two_halls(format!("{name:?}")),
            Self::Against(one, other) => fault::against(one, other),
            Self::Loop(place) => fault::to_itself(place),
            Self::LinkTwice(from, to) => fault::link_twice(from, to),
            Self::Apart(from, to) => fault::apart(from, to),
            Self::Unreached(bin) => fault::unreached(bin),
            Self::Unleft(bin) => fault::unleft(bin),
            Self::TooMany(most) => fault::too_many_places(most),
        }
    }

    /// The same where it comes of what was asked for.
    pub fn with_these(&self) -> Told {
        let told = self.in_words();
        let (pt, en) = (told.say(Language::Pt), told.say(Language::En));
        fault::said("with_these", format!("com estes, {pt}"), format!("with these {en}"))
    }
}

/// A fault, and the field of the [`Ways`](crate::plan::ways::Ways) that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The field: `links[0].from`.
    pub at: String,
    /// What is wrong.
    pub fault: Fault,
}

impl Flaw {
    pub(super) fn new(at: impl Into<String>, fault: Fault) -> Self {
        Self { at: at.into(), fault }
    }
}
