//! Exceptions: work that a handheld did without the network, and that the server refused once it was back.
//!
//! **Invariant**: an operator has one open exception a line at most; what is refused later on that line joins it.

use bipe_core::flow::Refusal;
use bipe_core::id::{CommandId, ExceptionId, LocationId, UserId, WarehouseId};
use bipe_core::offline::Moved;
use uuid::Uuid;

use crate::row::{all, one, run};
use crate::{StoreError, Tx};

/// A late command that was refused.
#[derive(Clone, Copy, Debug)]
pub struct Refused<'r> {
    /// The exception's id, where it is the line's first.
    pub id: ExceptionId,
    /// Who scanned.
    pub user_id: UserId,
    /// The line that it was made for.
    pub line_id: Uuid,
    /// The command.
    pub command_id: CommandId,
    /// Why.
    pub why: &'r Refusal,
    /// The goods that were moved by it.
    pub moved: Option<&'r Moved>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Put {
    /// The line's exception.
    pub id: ExceptionId,
    /// Whether it is new.
    pub new: bool,
    /// The bin that goods were taken out of, if it is one of this warehouse.
    pub location_id: Option<LocationId>,
}

/// Opens an exception, or adds to the one that is open for the line.
pub async fn put(
    tx: &mut Tx,
    warehouse: WarehouseId,
    refused: Refused<'_>,
    at_ms: i64,
) -> Result<Put, StoreError> {
    let Refused { id, user_id, line_id, command_id, why, moved } = refused;
    let reason = serde_json::to_string(why).expect("a refusal serialises");
    let text = |part: fn(&Moved) -> &str| moved.map_or("", part);
    let (id, commands, location) = one!(
        tx,
        (Uuid, i64, Option<Uuid>),
        "exception/put.sql",
        id.0,
        warehouse.0,
        user_id.0,
        line_id,
        command_id.0,
        reason,
        moved.map(|moved| moved.quantity_base),
        moved.and_then(|moved| moved.location_id).map(|location| location.0),
        text(|moved| &moved.sku),
        text(|moved| moved.lot.as_deref().unwrap_or_default()),
        text(|moved| &moved.unit),
        at_ms
    )?;
    Ok(Put { id: ExceptionId(id), new: commands == 1, location_id: location.map(LocationId) })
}

/// Whether a command of this operator on this line was refused at this time or later.
pub async fn since(tx: &mut Tx, user: UserId, line_id: Uuid, at_ms: i64) -> Result<bool, StoreError> {
    let (since,) = one!(tx, (bool,), "exception/since.sql", user.0, line_id, at_ms)?;
    Ok(since)
}

/// An exception as desks read it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// Who scanned.
    pub operator: String,
    /// `open` or `resolved`.
    pub status: String,
    /// Why the first command was refused: a [`Refusal`] as JSON.
    pub reason: String,
    /// How many commands were refused.
    pub commands: i64,
    /// What was moved, in base units; none where it did not come that far.
    pub moved_base: Option<i64>,
    /// The bin's code.
    pub location: Option<String>,
    /// The item's code.
    pub sku: Option<String>,
    /// The item's name.
    pub name: Option<String>,
    /// The base unit's name.
    pub unit: Option<String>,
    /// The lot's code, where people see one.
    pub lot: Option<String>,
    /// The unit that the goods went into.
    pub unit_code: String,
    /// The order's number.
    pub order_number: Option<String>,
    /// When the first command was refused, in Unix milliseconds.
    pub created_at_ms: i64,
    /// When it was resolved.
    pub resolved_at_ms: Option<i64>,
    /// By whom.
    pub resolved_by: Option<String>,
    /// What was done about it.
    pub note: String,
}

/// Which exceptions to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which<'w> {
    /// In this status only.
    pub status: Option<&'w str>,
    /// Older than this one.
    pub before: Option<ExceptionId>,
    /// This one alone.
    pub id: Option<ExceptionId>,
}

/// Exceptions, newest first, at most `limit`.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    which: Which<'_>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let (before, id) = (which.before.map(|id| id.0), which.id.map(|id| id.0));
    all!(tx, Listed, "exception/page.sql", warehouse.0, which.status, before, id, limit)
}

/// Resolves an open exception; says whether there was one.
pub async fn resolve(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: ExceptionId,
    (by, note): (UserId, &str),
    at_ms: i64,
) -> Result<bool, StoreError> {
    Ok(run!(tx, "exception/resolve.sql", id.0, warehouse.0, at_ms, by.0, note)? == 1)
}
