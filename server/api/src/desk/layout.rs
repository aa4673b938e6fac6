//! The warehouse as a map.

use bipe_core::plan::site::Fault;
use serde::{Deserialize, Serialize};

/// The warehouse from above (`GET /api/v1/layout`): where bins stand, how often they are picked from, and how a wave's carts walk. All
/// lengths are in millimetres, x across the aisles and y along them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutMap {
    /// The aisles, from left to right; one that stands before another shares its x.
    pub aisles: Vec<MapAisle>,
    /// The cross aisles' y, from the front to the back; empty where no layout can be read.
    pub cross_aisles_mm: Vec<i64>,
    /// The desk at which walks begin and end: x and y.
    pub desk_mm: [i64; 2],
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
    /// The corners of its walk, from the desk back to the desk: x and y.
    pub path_mm: Vec<[i64; 2]>,
}

/// What is wrong with where bins stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapFault {
    /// `twice`: two bins say they are one place. `crooked`: an aisle's bins are in no line. `unreachable`: a bin is in no aisle.
    /// `layout`: no layout comes of it.
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
        };
        Self { kind: kind.to_owned(), names }
    }
}
