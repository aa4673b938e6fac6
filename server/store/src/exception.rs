//! Exceptions: work that a handheld did without the network, and that the server refused once it was back.
//!
//! **Invariant**: an operator has one open exception a line at most; what is refused later on that line joins it. What each command
//! moved stands by itself, once, so that different goods are never added up; whoever resolves it has seen all that joined it.

use bipe_core::flow::Refusal;
use bipe_core::id::{CommandId, ExceptionId, LocationId, UserId, WarehouseId};
use bipe_core::offline::Moved;
use uuid::Uuid;

use crate::row::{Id, all, json, one, run};
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
    let (id, commands) = one!(
        tx,
        (Uuid, i64),
        "exception/put.sql",
        id.0,
        warehouse.0,
        user_id.0,
        line_id,
        command_id.0,
        reason,
        at_ms
    )?;
    let mut put = Put { id: ExceptionId(id), new: commands == 1, location_id: None };
    if let Some(moved) = moved {
        let (location,) = one!(
            tx,
            (Option<Uuid>,),
            "exception/put_goods.sql",
            command_id.0,
            id,
            warehouse.0,
            moved.location_id.map(|location| location.0),
            moved.sku.as_str(),
            moved.lot.as_deref().unwrap_or_default(),
            moved.unit.as_str(),
            moved.gained_base()
        )?;
        put.location_id = location.map(LocationId);
    }
    Ok(put)
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
    /// The code of the line's bin.
    pub location: Option<String>,
    /// The code of the line's item.
    pub sku: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The code of the line's lot, where people see one.
    pub lot: Option<String>,
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

/// Goods of an exception, of one kind: what all of its commands moved.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Goods {
    /// The exception.
    pub exception_id: Uuid,
    /// The code of the bin that they came out of.
    pub location: Option<String>,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: Option<String>,
    /// The base unit's name.
    pub unit: Option<String>,
    /// The lot's code, where people see one.
    pub lot: String,
    /// The unit that they went into.
    pub unit_code: String,
    /// How much, in base units; below nothing where they went back the way they came.
    pub moved_base: i64,
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

/// Exceptions with their goods, newest first, at most `limit`.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    which: Which<'_>,
    limit: i64,
) -> Result<Vec<(Listed, Vec<Goods>)>, StoreError> {
    let (before, id) = (which.before.map(|id| id.0), which.id.map(|id| id.0));
    let rows = all!(tx, Listed, "exception/page.sql", warehouse.0, which.status, before, id, limit)?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut goods = all!(tx, Goods, "exception/goods.sql", json(&Id::all(&ids)))?;
    let with_goods = |row: Listed| {
        let own = goods.extract_if(.., |goods| goods.exception_id == row.id).collect();
        (row, own)
    };
    Ok(rows.into_iter().map(with_goods).collect())
}

/// Resolves an open exception of so many commands; says whether there was one.
pub async fn resolve(
    tx: &mut Tx,
    warehouse: WarehouseId,
    (id, commands): (ExceptionId, i64),
    (by, note): (UserId, &str),
    at_ms: i64,
) -> Result<bool, StoreError> {
    Ok(run!(tx, "exception/resolve.sql", id.0, warehouse.0, at_ms, by.0, note, commands)? == 1)
}
