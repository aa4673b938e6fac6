//! Taking back what a task moved last (R21): where it still is as it was put, a movement back brings it to where it was.

use crate::flow::{Refusal, Said, Unfit};
use crate::id::MovementId;
use crate::ledger::{Kept, Movement, Posted, undo};

/// What a task moved last, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// The movements.
    pub posted: Vec<Posted>,
    /// The code of the place that it came from.
    pub from: String,
    /// The code of the place that it went to.
    pub to: String,
    /// Why the place that it came from does not take it back.
    pub unfit: Option<Unfit>,
}

/// Movements back, each with the one that it takes back.
pub type Back = Vec<(MovementId, Movement)>;

/// The movements that take it back.
///
/// # Errors
/// Why it stays where it is.
pub fn take_back(last: Option<&Last>) -> Result<(Back, Said), Refusal> {
    let last = last.filter(|last| !last.posted.is_empty()).ok_or(Refusal::NothingToUndo)?;
    let back = undo(&last.posted).map_err(|why| match why {
        Kept::Undone => Refusal::NothingToUndo,
        _ => Refusal::Stays { place: last.to.clone() },
    })?;
    match last.unfit {
        Some(why) => Err(Refusal::BinUnfit { bin: last.from.clone(), why }),
        None => Ok((back, Said::MovedBack { place: last.from.clone() })),
    }
}
