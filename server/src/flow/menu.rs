//! The menu: no task is open. A command opens a kind of work; scanning a thing opens the work that fits it.
//!
//! **Invariant**: a task opens, and the one before it is put aside, only by a scan that is taken (R02).

use bipe_core::actor::Role;
use bipe_core::code::CommandCode;
use bipe_core::flow::{Found, Refusal, UnitKind};
use bipe_core::id::TaskId;
use bipe_core::screen::{Menu, Screen, Step, Waiting};
use bipe_store::task::{Kind, Status, Task};
use bipe_store::{StoreError, code, task};

use super::{Floor, turn};

/// Each kind of work: the command that opens it, and who may.
const WORK: [(Kind, CommandCode, &[Role]); 10] = [
    (Kind::Receive, CommandCode::Receive, &[Role::Receiver]),
    (Kind::Putaway, CommandCode::Putaway, &[Role::Receiver]),
    (Kind::Pick, CommandCode::Pick, &[Role::Picker]),
    (Kind::Pack, CommandCode::Pack, &[Role::Packer]),
    (Kind::Ship, CommandCode::Ship, &[Role::Packer]),
    (Kind::Count, CommandCode::Count, &[Role::Counter]),
    (Kind::Replenish, CommandCode::Replenish, &[Role::Receiver, Role::Picker]),
    (Kind::Relocate, CommandCode::Relocate, &[Role::Receiver, Role::Picker, Role::Counter]),
    (Kind::Returns, CommandCode::Returns, &[Role::Receiver]),
    (Kind::Inquire, CommandCode::Inquire, &[Role::Receiver, Role::Picker, Role::Packer, Role::Counter]),
];

/// Shows the menu with what waits for this operator.
pub async fn show(floor: &mut Floor<'_>, refusal: Option<Refusal>) -> Result<Step, StoreError> {
    let actor = &floor.scanned.session.actor;
    let waiting = task::waiting(floor.tx, actor.warehouse_id).await?;
    let work = WORK
        .iter()
        .filter(|(_, _, roles)| actor.may(roles))
        .map(|(kind, command, _)| Waiting { command: *command, count: waiting.of(*kind) })
        .collect();
    Ok(Step {
        task: None,
        screen: Screen::Menu(Menu { work }),
        message: refusal.map(|refusal| refusal.message(floor.language())),
        actions: vec![CommandCode::Logout],
    })
}

/// Opens the work that the scan asks for.
pub async fn take(floor: &mut Floor<'_>) -> Result<Step, StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let found = code::resolve(floor.tx, warehouse, None, &floor.scanned.scan).await?;
    // What was done may still be on the screen, with the way back to the menu.
    if found == Found::Command(CommandCode::Leave) {
        return show(floor, None).await;
    }
    if found == Found::Command(CommandCode::Undo) {
        return take_back(floor).await;
    }
    let kind = match &found {
        Found::Command(command) if *command != CommandCode::Blind => {
            WORK.iter().find(|(_, starts, _)| starts == command).map(|work| work.0)
        }
        Found::Receipt(_) | Found::Command(CommandCode::Blind) => Some(Kind::Receive),
        Found::Unit(unit) if unit.kind == UnitKind::Pallet => Some(Kind::Putaway),
        Found::Unit(unit) if unit.kind == UnitKind::Tote && unit.order_id.is_some() => Some(Kind::Pack),
        Found::Parcel { .. } => Some(Kind::Ship),
        // What stands for no work tells what it is.
        Found::Location(_) | Found::Goods { .. } | Found::Unit(_) => Some(Kind::Inquire),
        _ => None,
    };
    let Some(kind) = kind else {
        let code = floor.scanned.scan.text.clone();
        let refusal = match found {
            Found::Nothing | Found::NewUnit(_) => Refusal::UnknownCode { code },
            _ => Refusal::NotHere { code, expected: bipe_core::flow::Expected::Work },
        };
        return show(floor, Some(refusal)).await;
    };
    let may = WORK.iter().any(|work| work.0 == kind && floor.scanned.session.actor.may(work.2));
    if !may {
        return show(floor, Some(Refusal::NoRole)).await;
    }
    let task = open(floor, kind).await?;
    // Picking starts by its command, which claims a tour; the other kinds of work wait for a thing to be scanned.
    let starts = matches!(&found, Found::Command(command) if *command != CommandCode::Blind);
    if starts && kind != Kind::Pick {
        enter(floor).await?;
        return turn::show(floor, &task).await;
    }
    hand_on(floor, task).await
}

/// Goes on with the tour that the operator ended last, to take back what ended it.
async fn take_back(floor: &mut Floor<'_>) -> Result<Step, StoreError> {
    let actor = &floor.scanned.session.actor;
    let ended = task::ended(floor.tx, actor.warehouse_id, actor.user_id).await?;
    let Some(task) = ended.filter(|task| task.kind == Kind::Pick && super::pick::can_take_back(task)) else {
        return show(floor, Some(Refusal::NothingToUndo)).await;
    };
    floor.opening.task = Some((task.clone(), false));
    hand_on(floor, task).await
}

/// Hands the scan to a task's flow; what that refuses leaves the menu on the screen (R02).
async fn hand_on(floor: &mut Floor<'_>, task: Task) -> Result<Step, StoreError> {
    let step = turn::take(floor, task).await?;
    match floor.refused.clone() {
        Some(refusal) => show(floor, Some(refusal)).await,
        None => Ok(step),
    }
}

/// Whether a command asks for another kind of work than `present`, which this operator may do: the task in work is parked
/// then, as if the operator had gone through the menu.
pub fn starts_other(floor: &Floor<'_>, found: &Found, present: Kind) -> bool {
    let Found::Command(command) = found else { return false };
    let actor = &floor.scanned.session.actor;
    WORK.iter().any(|(kind, starts, roles)| starts == command && *kind != present && actor.may(roles))
}

/// The commands of all work that this operator may do.
pub fn may(floor: &Floor<'_>) -> Vec<CommandCode> {
    let actor = &floor.scanned.session.actor;
    WORK.iter().filter(|(_, _, roles)| actor.may(roles)).map(|(_, command, _)| *command).collect()
}

/// A task that is to be on the screen, and the one that makes room for it.
#[derive(Debug, Default)]
pub struct Opening {
    left: Option<(Task, Status)>,
    task: Option<(Task, bool)>,
}

/// Other work is asked for than that of this task, which is left aside like this.
pub fn leave(floor: &mut Floor<'_>, task: Task, aside: Status) {
    floor.opening.left = Some((task, aside));
}

/// The operator's parked task of this kind, or a new one. Nothing is written before the scan is taken.
async fn open(floor: &mut Floor<'_>, kind: Kind) -> Result<Task, StoreError> {
    let actor = &floor.scanned.session.actor;
    let parked = task::parked(floor.tx, actor.warehouse_id, actor.user_id, kind).await?;
    let is_new = parked.is_none();
    let task = parked.unwrap_or_else(|| Task {
        id: TaskId(floor.ids.next_uuid()),
        kind,
        user_id: actor.user_id,
        subject_id: None,
        state: String::new(),
        version: 1,
    });
    floor.opening.task = Some((task.clone(), is_new));
    Ok(task)
}

/// The scan is taken: the task that it opens is on the screen from now on, and the one before no more.
pub async fn enter(floor: &mut Floor<'_>) -> Result<(), StoreError> {
    let Opening { left, task } = std::mem::take(&mut floor.opening);
    let Some((task, is_new)) = task else { return Ok(()) };
    let at_ms = floor.scanned.at_ms;
    if let Some((before, aside)) = left {
        task::save(floor.tx, &before, aside, at_ms).await?;
    }
    if is_new {
        return task::insert(floor.tx, floor.scanned.session.actor.warehouse_id, &task, at_ms).await;
    }
    task::save(floor.tx, &task, Status::Open, at_ms).await
}
