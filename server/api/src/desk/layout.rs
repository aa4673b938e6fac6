//! The warehouse as a map.

use bipe_core::plan::site::Fault;
use bipe_core::plan::ways::Direction;
use serde::{Deserialize, Serialize};

/// The warehouse from above (`GET /api/v1/layout`): where bins stand, how often they are picked from, and how a wave's carts walk. All
/// lengths are in millimetres, x across the aisles and y along them. Halls that lie over one another are drawn side by side: all x
/// are as drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutMap {
    /// The aisles, from left to right; one that stands before another shares its x.
    pub aisles: Vec<MapAisle>,
    /// The halls, the first one first; none where no layout can be read.
    #[serde(default)]
    pub halls: Vec<MapHall>,
    /// The first hall's cross aisles' y, from the front to the back; empty where no layout can be read.
    pub cross_aisles_mm: Vec<i64>,
    /// Where walks start, the pack desk when nothing else is said: x and y.
    pub desk_mm: [i64; 2],
    /// Where walks end; none when that is where they start.
    #[serde(default)]
    pub ends_mm: Vec<[i64; 2]>,
    /// Stairs, lifts, doors.
    #[serde(default)]
    pub links: Vec<MapLink>,
    /// The places at which bins stand, one above the other.
    pub spots: Vec<MapSpot>,
    /// The tours of the wave that was asked for, by number.
    pub tours: Vec<MapTour>,
    /// What is wrong with where bins stand.
    pub faults: Vec<MapFault>,
}

/// An aisle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapAisle {
    /// Its name.
    pub aisle: String,
    /// Where it is.
    pub x_mm: i64,
    /// Where its first and its last bin are.
    #[serde(default)]
    pub y_mm: [i64; 2],
    /// Its hall, as a position among them.
    #[serde(default)]
    pub hall: usize,
    /// The direction in which it must be walked, where it is one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
}

/// A hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapHall {
    /// Its name; empty for the first of a warehouse that names none.
    pub name: String,
    /// The x of its first and of its last aisle.
    pub x_mm: [i64; 2],
    /// Its cross aisles' y, from the front to the back.
    pub cross_aisles_mm: Vec<i64>,
}

/// A way between two places besides aisles and cross aisles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapLink {
    /// What people call it.
    pub name: String,
    /// The place it leads from.
    pub from_mm: [i64; 2],
    /// The place it leads to.
    pub to_mm: [i64; 2],
    /// How far that is to walk.
    pub length_mm: i64,
    /// Whether it may be walked from `from_mm` to `to_mm` only.
    pub one_way: bool,
}

/// A place at which bins stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapSpot {
    /// The code of its first bin in the order of the walk.
    pub code: String,
    /// Where.
    pub x_mm: i64,
    /// Where.
    pub y_mm: i64,
    /// Bins there.
    pub bins: i64,
    /// Picks there: the wave's, or those of the last thirty days' waves.
    pub picks: i64,
}

/// A tour as a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapTour {
    /// Its number.
    pub number: String,
    /// The corners of its walk, from where it starts to where it ends: x and y. Between the ends of a link they jump.
    pub path_mm: Vec<[i64; 2]>,
    /// How long it is.
    #[serde(default)]
    pub walk_mm: i64,
    /// How long any walk past the same bins is at least that takes heavy goods before fragile ones, as it does: the same length where
    /// none is shorter. Absent past more than 120 places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_mm: Option<i64>,
}

/// What is wrong with where bins stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapFault {
    /// `twice`: two bins say they are one place. `crooked`: an aisle's bins are in no line. `unreachable`: a bin is in no aisle.
    /// `layout`: no layout comes of it. `unreached`: no way leads to a bin. `unleft`: no way leads on from a bin. `against`: two
    /// aisles are one line and lead in opposite directions. `ways`: what is said of the ways does not hold.
    pub kind: String,
    /// Whom it concerns: codes of bins, the name of an aisle, or the reason.
    pub names: Vec<String>,
}

impl From<Fault> for MapFault {
    fn from(fault: Fault) -> Self {
        let (kind, names) = match fault {
            Fault::Twice(one, other) => ("twice", vec![one, other]),
            Fault::Crooked(aisle) => ("crooked", vec![aisle]),
            Fault::Unreachable(code) => ("unreachable", vec![code]),
            Fault::Layout(why) => ("layout", vec![why.to_string()]),
            Fault::Unreached(code) => ("unreached", vec![code]),
            Fault::Unleft(code) => ("unleft", vec![code]),
            Fault::Against(one, other) => ("against", vec![one, other]),
            fault @ (Fault::NoAisle(_)
            | Fault::NoHall(_)
            | Fault::NoPlace(_)
            | Fault::InTwoHalls(_)
            | Fault::Loop(_)
            | Fault::LinkTwice(..)
            | Fault::Apart(..)
            | Fault::TooMany(_)) => ("ways", vec![fault.to_string()]),
        };
        Self { kind: kind.to_owned(), names }
    }
}
