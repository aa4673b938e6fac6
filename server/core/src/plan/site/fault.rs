//! What can be wrong with where bins stand, and with what is said of the ways between them.

use std::fmt;

use crate::plan::layout::Unsound;

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
        match self {
            Self::Twice(one, other) => write!(f, "{one} and {other} are one place"),
            Self::Crooked(aisle) => write!(f, "the bins of aisle {aisle} are in no line"),
            Self::Unreachable(bin) => write!(f, "{bin} is in no aisle"),
            Self::Layout(why) => why.fmt(f),
            Self::NoAisle(aisle) => write!(f, "there is no aisle {aisle:?}"),
            Self::NoHall(hall) => write!(f, "there is no hall {hall:?}"),
            Self::NoPlace(text) => write!(f, "{text:?} is no location, and no point x/y in millimetres"),
            Self::InTwoHalls(name) => write!(f, "{name:?} stands in two halls"),
            Self::Against(one, other) => {
                write!(f, "the aisles {one} and {other} are one line and lead in opposite directions")
            }
            Self::Loop(place) => write!(f, "it leads from {place} to itself"),
            Self::LinkTwice(from, to) => write!(f, "there are two links from {from} to {to}"),
            Self::Apart(from, to) => write!(f, "there is no way from {from} to {to}"),
            Self::Unreached(bin) => write!(f, "no way leads to {bin}"),
            Self::Unleft(bin) => write!(f, "no way leads from {bin} to the end of a walk"),
            Self::TooMany(most) => write!(f, "more than {most} crossings and places"),
        }
    }
}

impl std::error::Error for Fault {}

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
