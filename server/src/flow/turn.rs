//! One turn of a flow: load, decide, commit; the same for all.

use std::future::Future;

use bipe_core::code::CommandCode;
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::offline::Moved;
use bipe_core::screen::{Screen, Step};
use bipe_store::task::{Kind, Status, Task};
use bipe_store::{StoreError, task};
use uuid::Uuid;

use super::{Floor, Scanned, menu, offline};
use crate::clock::date_in;

/// How one flow loads, decides, writes and shows. The rules are core's; the SQL is the store's.
pub trait Flow: Sized {
    /// The kind of its tasks.
    const KIND: Kind;
    /// What core decides on.
    type State: Send + Sync;
    /// What core asks to be written.
    type Effect: Send + Sync;

    /// Looks the scan up, and loads the state that the task and the scan need, locked.
    fn load(
        floor: &mut Floor<'_>,
        task: &Task,
    ) -> impl Future<Output = Result<(Self::State, Found), StoreError>> + Send;

    /// Core's decision.
    fn decide(state: &Self::State, input: &Input) -> Result<Decision<Self::State, Self::Effect>, Refusal>;

    /// Writes the effects. `after` is the state that the decision gave.
    fn commit(
        floor: &mut Floor<'_>,
        task: &Task,
        after: &Self::State,
        effects: &[Self::Effect],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What the task keeps of the state.
    fn turn(state: &Self::State) -> Turn;

    /// The goods that move by these effects, where they may move without the network: what a handheld says that it moved must be the same.
    fn moved(_after: &Self::State, _effects: &[Self::Effect]) -> Option<Moved> {
        None
    }

    /// Whether leaving parks the task, to be gone on with; else leaving ends it, since nothing is in work.
    fn parks(_state: &Self::State) -> bool {
        true
    }

    /// What the operator sees, and the buttons that do something there, in order of use.
    fn screen(state: &Self::State, today: time::Date) -> (Screen, Vec<CommandCode>);
}

/// What a task keeps between scans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What it is about: the receipt, tour or order.
    pub subject_id: Option<Uuid>,
    /// Progress within the step, as JSON.
    pub state: String,
    /// Whether the task has ended.
    pub done: bool,
}

/// Hands a scan to the flow of an open task.
pub async fn take(floor: &mut Floor<'_>, task: Task) -> Result<Step, StoreError> {
    match task.kind {
        Kind::Receive => run::<super::receive::Receive>(floor, task).await,
        Kind::Putaway => run::<super::putaway::Putaway>(floor, task).await,
        Kind::Pick => run::<super::pick::Pick>(floor, task).await,
        Kind::Pack => run::<super::pack::Pack>(floor, task).await,
        Kind::Ship => run::<super::ship::Ship>(floor, task).await,
        Kind::Count => run::<super::count::Count>(floor, task).await,
        Kind::Replenish => run::<super::replenish::Replenish>(floor, task).await,
        Kind::Relocate => run::<super::relocate::Relocate>(floor, task).await,
        Kind::Returns => run::<super::returns::Returns>(floor, task).await,
        Kind::Inquire => run::<super::inquire::Inquire>(floor, task).await,
    }
}

/// Shows an open task's screen again.
pub async fn show(floor: &mut Floor<'_>, task: &Task) -> Result<Step, StoreError> {
    match task.kind {
        Kind::Receive => look::<super::receive::Receive>(floor, task).await,
        Kind::Putaway => look::<super::putaway::Putaway>(floor, task).await,
        Kind::Pick => look::<super::pick::Pick>(floor, task).await,
        Kind::Pack => look::<super::pack::Pack>(floor, task).await,
        Kind::Ship => look::<super::ship::Ship>(floor, task).await,
        Kind::Count => look::<super::count::Count>(floor, task).await,
        Kind::Replenish => look::<super::replenish::Replenish>(floor, task).await,
        Kind::Relocate => look::<super::relocate::Relocate>(floor, task).await,
        Kind::Returns => look::<super::returns::Returns>(floor, task).await,
        Kind::Inquire => look::<super::inquire::Inquire>(floor, task).await,
    }
}

async fn look<F: Flow>(floor: &mut Floor<'_>, task: &Task) -> Result<Step, StoreError> {
    let (state, _) = F::load(floor, task).await?;
    Ok(step::<F>(floor, task, &state))
}

fn step<F: Flow>(floor: &Floor<'_>, task: &Task, state: &F::State) -> Step {
    let Scanned { today, request, session, at_ms, .. } = floor.scanned;
    // Days may have passed since a scan that comes late: what is shown is of now.
    let today = if request.offline.is_some() { date_in(&session.time_zone, *at_ms) } else { *today };
    let (screen, actions) = F::screen(state, today);
    Step { task: Some(task.id), screen, message: None, actions }
}

async fn run<F: Flow>(floor: &mut Floor<'_>, mut task: Task) -> Result<Step, StoreError> {
    let (state, found) = F::load(floor, &task).await?;
    let aside = if F::parks(&state) { Status::Parked } else { Status::Done };
    if found == Found::Command(CommandCode::Leave) {
        task::save(floor.tx, &task, aside, floor.scanned.at_ms).await?;
        return menu::show(floor, None).await;
    }
    if menu::starts_other(floor, &found, F::KIND) {
        menu::leave(floor, task.clone(), aside);
        let other = Box::pin(menu::take(floor)).await?;
        // What is refused changes no task: this one stays on the screen (R02).
        let refused = floor.refused.is_some();
        return Ok(if refused {
            Step { message: other.message, ..step::<F>(floor, &task, &state) }
        } else {
            other
        });
    }
    let input =
        Input { scan: floor.scanned.scan.clone(), found, today: floor.scanned.today, ids: floor.ids.fork() };
    let decided = F::decide(&state, &input).and_then(|decision| {
        offline::agrees(floor, &decision.said, F::moved(&decision.state, &decision.effects).as_ref())?;
        Ok(decision)
    });
    let decision = match decided {
        Ok(decision) => decision,
        Err(refusal) => {
            let message = Some(refusal.message(floor.language()));
            floor.refused = Some(refusal);
            return Ok(Step { message, ..step::<F>(floor, &task, &state) });
        }
    };
    menu::enter(floor).await?;
    F::commit(floor, &task, &decision.state, &decision.effects).await?;
    let turn = F::turn(&decision.state);
    task.subject_id = turn.subject_id;
    task.state = turn.state;
    let status = if turn.done { Status::Done } else { Status::Open };
    task::save(floor.tx, &task, status, floor.scanned.at_ms).await?;
    let message = Some(decision.said.message(floor.language()));
    let mut step = Step { message, ..step::<F>(floor, &task, &decision.state) };
    if turn.done {
        step.task = None;
    }
    Ok(step)
}
