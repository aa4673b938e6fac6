//! A receipt without the network: goods go on onto the pallet that is at hand.
//!
//! A new pallet takes the network, since its label does; so do closing, attaching a code, and taking back from quarantine. How much of
//! the document others have received meanwhile is seen when the commands arrive.

use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use super::{Moved, Unlinked};
use crate::code::CommandCode;
use crate::flow::receive::{self, Effect, KnownLot, Posted, State};
use crate::flow::{Found, Input, Refusal, Said};
use crate::lot::LotStatus;
use crate::screen::Screen;

/// A receipt that is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dock {
    /// The receipt, the pallet at hand, and what is in work.
    pub state: State,
    /// Lots on record of the receipt's items.
    pub lots: Vec<KnownLot>,
}

/// Whether a command means something at a receipt without the network.
pub(super) fn takes(command: CommandCode) -> bool {
    use CommandCode::{Cancel, Confirm, Damaged, Undo};
    matches!(command, Cancel | Confirm | Damaged | Undo)
}

impl Dock {
    /// The receipt.
    pub(super) fn line(&self) -> Option<Uuid> {
        self.state.receipt.as_ref().map(|receipt| receipt.id.0)
    }

    /// Takes a scan: what it says, and the goods that came in by it.
    pub(super) fn take(&mut self, input: &Input) -> Result<(Said, Option<Moved>), Refusal> {
        let mut state = self.state.clone();
        state.take_item(&input.found);
        let is_back = input.found == Found::Command(CommandCode::Undo);
        let was_set_aside = state.progress.last.as_ref().is_some_and(|last| last.quarantine.is_some());
        if state.may_begin_pallet(&input.found) || (is_back && was_set_aside) {
            return Err(Unlinked::NeedsNetwork.into());
        }
        if matches!(input.found, Found::NewUnit(_) | Found::Nothing) && input.scan.plain().is_none() {
            return Err(Unlinked::NotCarried { code: input.scan.text.clone() }.into());
        }
        let asked = receive::lot_in_question(&state, &input.scan, &input.found, input.today);
        state.known = asked.and_then(|(item, code)| {
            self.lots.iter().find(|lot| lot.item_id == item && lot.code == code).cloned()
        });
        let decision = receive::decide(&state, input)?;
        if decision.effects.iter().any(needs_network) || decision.state.progress.attach.is_some() {
            return Err(Unlinked::NeedsNetwork.into());
        }
        decision.effects.iter().for_each(|effect| self.write(effect));
        let moved = receive::moved(&decision.state, &decision.effects);
        self.state = decision.state;
        Ok((decision.said, moved))
    }

    pub(super) fn screen(&self, today: Date) -> (Screen, Vec<CommandCode>) {
        receive::screen(&self.state, today)
    }

    /// Notes what an effect does to the lots on record.
    fn write(&mut self, effect: &Effect) {
        match effect {
            Effect::NewLot(new) => {
                let (id, item_id, code, expiry) = (new.id, new.item_id, new.code.clone(), new.expiry);
                let status = LotStatus::Released;
                self.lots.push(KnownLot { id, item_id, code, expiry, status, on_hand_base: 0 });
            }
            Effect::Receive(posted) => {
                for goods in posted {
                    self.count(goods, goods.quantity_base);
                }
            }
            Effect::TakeBack(goods) => self.count(goods, -goods.quantity_base),
            _ => {}
        }
    }

    fn count(&mut self, goods: &Posted, by_base: i64) {
        for lot in self.lots.iter_mut().filter(|lot| lot.id == goods.lot_id) {
            lot.on_hand_base += by_base;
        }
    }
}

/// Whether an effect takes what only the server can give: a label, a document, a code for all.
fn needs_network(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Begin(_)
            | Effect::Open
            | Effect::NewPallet { .. }
            | Effect::Attach { .. }
            | Effect::Label(_)
            | Effect::Release(_)
            | Effect::Close(_)
    )
}
