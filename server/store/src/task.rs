//! Tasks: what one operator is working on, so that any device can show it again.

use bipe_core::id::{CommandId, TaskId, UserId, WarehouseId};
use uuid::Uuid;

use crate::command::Command;
use crate::row::{from_word, later, one, optional, word};
use crate::{StoreError, Tx};

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Taking goods in.
    Receive,
    /// Taking pallets to their bins.
    Putaway,
    /// Walking a tour.
    Pick,
    /// Checking an order at the desk.
    Pack,
    /// Loading parcels.
    Ship,
    /// Counting bins.
    Count,
    /// Filling pick faces up.
    Replenish,
    /// Moving goods or units by hand.
    Relocate,
    /// Taking goods back from customers.
    Returns,
    /// Asking what something is.
    Inquire,
}

/// Whether a task is on the operator's screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// On the screen.
    Open,
    /// Waiting to be resumed.
    Parked,
    /// Ended.
    Done,
}

/// A task.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Its flow.
    pub kind: Kind,
    /// Who works on it.
    pub user_id: UserId,
    /// What it is about: the receipt, tour or order; none until one is scanned.
    pub subject_id: Option<Uuid>,
    /// The flow's progress within its step, as JSON.
    pub state: String,
    /// How often it was saved.
    pub version: i64,
}

type Row = (Uuid, String, Uuid, Option<Uuid>, String, i64);

fn task(row: Row) -> Result<Task, StoreError> {
    let (id, kind, user_id, subject_id, state, version) = row;
    Ok(Task {
        id: TaskId(id),
        kind: from_word("tasks.kind", kind)?,
        user_id: UserId(user_id),
        subject_id,
        state,
        version,
    })
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    id: Option<Uuid>,
    kind: Option<String>,
    user_id: Option<Uuid>,
    subject_id: Option<Uuid>,
    state: Option<String>,
    version: Option<i64>,
    actor_id: Option<Uuid>,
    digest: Option<Vec<u8>>,
    status: Option<i64>,
    reply: Option<String>,
}

impl OpenRow {
    fn command(&mut self, key: &str) -> Option<Command> {
        Some(Command {
            key: key.to_owned(),
            id: CommandId(Uuid::nil()),
            actor_id: UserId(self.actor_id?),
            digest: self.digest.take()?,
            status: self.status?,
            reply: self.reply.take()?,
        })
    }

    fn task(self) -> Option<Row> {
        Some((self.id?, self.kind?, self.user_id?, self.subject_id, self.state?, self.version?))
    }
}

/// How a scan begins: the command stored under `key`, if it took effect before, and the user's task on the screen, locked.
///
/// The receipt or order that the task works on is locked with it, so that what is read of it afterwards is as the one before left
/// it. (A statement that locks a row and reads others beside it reads on PostgreSQL what those were before it waited.)
pub async fn open(
    tx: &mut Tx,
    warehouse: WarehouseId,
    user: UserId,
    key: &str,
) -> Result<(Option<Command>, Option<Task>), StoreError> {
    let mut row = one!(tx, OpenRow, "task/open.sql", warehouse.0, user.0, key)?;
    let command = row.command(key);
    Ok((command, row.task().map(task).transpose()?))
}

/// The user's task on the screen, only to show it.
pub async fn shown(tx: &mut Tx, warehouse: WarehouseId, user: UserId) -> Result<Option<Task>, StoreError> {
    optional!(tx, Row, "task/shown.sql", warehouse.0, user.0)?.map(task).transpose()
}

impl Task {
    /// What its flow kept between scans; the flow's default before the first.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is not what that flow writes.
    pub fn progress<P: Default + serde::de::DeserializeOwned>(&self) -> Result<P, StoreError> {
        if self.state.is_empty() {
            return Ok(P::default());
        }
        serde_json::from_str(&self.state)
            .map_err(|_| StoreError::Corrupt { column: "tasks.state", value: self.state.clone() })
    }
}

/// The user's newest parked task of a kind, locked.
pub async fn parked(
    tx: &mut Tx,
    warehouse: WarehouseId,
    user: UserId,
    kind: Kind,
) -> Result<Option<Task>, StoreError> {
    optional!(tx, Row, "task/parked.sql", warehouse.0, user.0, word(&kind))?.map(task).transpose()
}

/// The task that the user ended last.
pub async fn ended(tx: &mut Tx, warehouse: WarehouseId, user: UserId) -> Result<Option<Task>, StoreError> {
    optional!(tx, Row, "task/ended.sql", warehouse.0, user.0)?.map(task).transpose()
}

/// Opens a task on the user's screen; there must be none.
pub async fn insert(tx: &mut Tx, warehouse: WarehouseId, task: &Task, at_ms: i64) -> Result<(), StoreError> {
    later!(
        tx,
        "task/insert.sql",
        task.id.0,
        warehouse.0,
        task.user_id.0,
        word(&task.kind),
        task.subject_id,
        &task.state,
        at_ms
    )
}

/// Saves a task's progress, subject and status.
pub async fn save(tx: &mut Tx, task: &Task, status: Status, at_ms: i64) -> Result<(), StoreError> {
    later!(tx, "task/save.sql", task.id.0, &task.state, task.subject_id, word(&status), at_ms)
}

/// How much waits of each kind of work in a warehouse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    receipts: i64,
    pallets: i64,
    tours: i64,
    orders: i64,
    parcels: i64,
    counts: i64,
    faces: i64,
    put_backs: i64,
}

impl Waiting {
    /// Receipts, pallets at the dock, open tours, picked orders, closed parcels, bins to count, faces to fill up or totes with goods that
    /// go back.
    pub fn of(&self, kind: Kind) -> i64 {
        match kind {
            Kind::Receive => self.receipts,
            Kind::Putaway => self.pallets,
            Kind::Pick => self.tours,
            Kind::Pack => self.orders,
            Kind::Ship => self.parcels,
            Kind::Count => self.counts,
            Kind::Replenish => self.faces,
            Kind::Relocate => self.put_backs,
            Kind::Returns | Kind::Inquire => 0,
        }
    }
}

/// Counts what waits.
pub async fn waiting(tx: &mut Tx, warehouse: WarehouseId) -> Result<Waiting, StoreError> {
    type Row = (i64, i64, i64, i64, i64, i64, i64, i64);
    let (receipts, pallets, tours, orders, parcels, counts, faces, put_backs) =
        one!(tx, Row, "task/waiting.sql", warehouse.0)?;
    Ok(Waiting { receipts, pallets, tours, orders, parcels, counts, faces, put_backs })
}
