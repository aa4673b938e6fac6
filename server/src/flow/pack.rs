//! The pack flow on the server.

use bipe_core::code::CommandCode;
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::screen::{Menu, Screen};
use bipe_store::StoreError;
use bipe_store::task::{Kind, Task};

use super::{Floor, Flow, Turn};

/// The flow.
pub struct Pack;

impl Flow for Pack {
    const KIND: Kind = Kind::Pack;
    type State = ();
    type Effect = ();

    async fn load(_floor: &mut Floor<'_>, _task: &Task) -> Result<((), Found), StoreError> {
        Ok(((), Found::Nothing))
    }

    fn decide(_state: &(), _input: &Input) -> Result<Decision<(), ()>, Refusal> {
        Err(Refusal::NothingWaits)
    }

    async fn commit(_: &mut Floor<'_>, _: &Task, _: &(), _: &[()]) -> Result<(), StoreError> {
        Ok(())
    }

    fn turn(_state: &()) -> Turn {
        Turn { subject_id: None, state: String::new(), done: false }
    }

    fn screen(_state: &(), _today: time::Date) -> (Screen, Vec<CommandCode>) {
        (Screen::Menu(Menu { work: Vec::new() }), Vec::new())
    }
}
