//! A bin's count without the network: from its first goods to its close. The next bin takes the network, since somebody else may be at it.
//!
//! What the book says is not carried (R28): whether a difference is posted, counted again or waits is decided when the commands
//! arrive.

use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use super::Unlinked;
use crate::code::CommandCode;
use crate::flow::count::{self, Effect, LotAsked, LotFacts, State, Uncounted};
use crate::flow::{Input, Refusal, Said};
use crate::screen::Screen;

/// A count that is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The count, and what was found so far.
    pub state: State,
    /// Lots of the bin's goods; of untracked items the newest. Known by item and code.
    pub lots: Vec<LotFacts>,
    /// Items whose lots nobody tells apart.
    pub untracked: Vec<LotFacts>,
}

/// Whether a command means something at a count without the network.
pub(super) fn takes(command: CommandCode) -> bool {
    use CommandCode::{Cancel, Close, Confirm, Next, Undo};
    matches!(command, Cancel | Close | Confirm | Next | Undo)
}

impl Sheet {
    /// The count.
    pub(super) fn line(&self) -> Option<Uuid> {
        self.state.sheet.as_ref().map(|sheet| sheet.id.0)
    }

    pub(super) fn take(&mut self, input: &Input) -> Result<Said, Refusal> {
        let Some(sheet) = &self.state.sheet else { return Err(Unlinked::NeedsNetwork.into()) };
        let state = State {
            lot: self.lot(input),
            // Where a difference would be posted to is the server's to know; nothing is posted here.
            adjustment_id: Some(sheet.location_id),
            ..self.state.clone()
        };
        let decision = count::decide(&state, input).map_err(|why| match why {
            Refusal::Uncounted { why: Uncounted::UnknownLot { .. } } => {
                Unlinked::NotCarried { code: input.scan.text.clone() }.into()
            }
            why => why,
        })?;
        if decision.effects.iter().any(|effect| matches!(effect, Effect::Release { .. })) {
            // That gives the bin back, for others to count.
            return Err(Unlinked::NeedsNetwork.into());
        }
        self.state = decision.state;
        Ok(decision.said)
    }

    pub(super) fn screen(&self, today: Date) -> (Screen, Vec<CommandCode>) {
        count::screen(&self.state, today)
    }

    fn lot(&self, input: &Input) -> Option<LotFacts> {
        let LotAsked { item_id, code, .. } = count::lot_asked(&self.state, &input.scan, &input.found)?;
        let of_item = |lot: &&LotFacts| lot.item_id == item_id;
        match code {
            None => self.untracked.iter().find(of_item).cloned(),
            Some(code) => self.lots.iter().filter(of_item).find(|lot| lot.code == code).cloned(),
        }
    }
}
