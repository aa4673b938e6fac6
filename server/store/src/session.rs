//! Sessions: who is logged in, where, with which roles.

use bipe_core::actor::{Actor, Role};
use bipe_core::id::{SessionId, StationId, UserId, WarehouseId};
use uuid::Uuid;

use crate::row::{all, from_word, optional, run, word};
use crate::{StoreError, Tx};

/// A session in force.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who acts in it.
    pub actor: Actor,
    /// The warehouse's IANA time zone.
    pub time_zone: String,
    /// When it ends, in Unix milliseconds.
    pub expires_at_ms: i64,
    /// The user's login.
    pub login: String,
    /// The station whose program's token it is: good for the station's own routes alone.
    pub station: Option<StationId>,
}

type SessionRow = (Uuid, Uuid, Uuid, String, String, String, String, i64, String, Option<Uuid>);

/// The session whose token has this hash, unless it has ended.
pub async fn by_token(tx: &mut Tx, token_hash: &[u8], now_ms: i64) -> Result<Option<Session>, StoreError> {
    let row = optional!(tx, SessionRow, "session/by_token.sql", token_hash, now_ms)?;
    with_roles(tx, row).await
}

/// The session with this id, unless it has ended.
pub async fn by_id(tx: &mut Tx, id: SessionId, now_ms: i64) -> Result<Option<Session>, StoreError> {
    let row = optional!(tx, SessionRow, "session/by_id.sql", id.0, now_ms)?;
    with_roles(tx, row).await
}

async fn with_roles(tx: &mut Tx, row: Option<SessionRow>) -> Result<Option<Session>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let (id, user_id, warehouse_id, name, language, device, time_zone, expires_at_ms, login, station) = row;
    let roles: Vec<Role> = all!(tx, (String,), "session/roles.sql", user_id, warehouse_id)?
        .into_iter()
        .map(|(role,)| from_word("role_grants.role", role))
        .collect::<Result<_, _>>()?;
    let actor = Actor {
        user_id: UserId(user_id),
        session_id: SessionId(id),
        warehouse_id: WarehouseId(warehouse_id),
        name,
        language: from_word("users.language", language)?,
        roles,
        device,
    };
    Ok(Some(Session { actor, time_zone, expires_at_ms, login, station: station.map(StationId) }))
}

/// Whose a session is: a person's ends with the shift, a program's token when it is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's.
    Person,
    /// A program's.
    Program,
}

/// A new session.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// Where.
    pub warehouse_id: WarehouseId,
    /// A person's or a program's.
    pub kind: Kind,
    /// SHA-256 of its token.
    pub token_hash: Vec<u8>,
    /// The device's name.
    pub device: String,
    /// When it begins, in Unix milliseconds.
    pub created_at_ms: i64,
    /// When it ends.
    pub expires_at_ms: i64,
    /// The station that it is good for, and for nothing else.
    pub station: Option<StationId>,
}

/// Begins a session.
pub async fn insert(tx: &mut Tx, new: &NewSession) -> Result<(), StoreError> {
    run!(
        tx,
        "session/insert.sql",
        new.id.0,
        new.user_id.0,
        new.warehouse_id.0,
        word(&new.kind),
        &new.token_hash,
        &new.device,
        new.created_at_ms,
        new.expires_at_ms,
        new.station.map(|station| station.0)
    )?;
    Ok(())
}

/// Ends a session of a warehouse; gives whether it was in force.
pub async fn end(
    tx: &mut Tx,
    session: SessionId,
    warehouse: WarehouseId,
    at_ms: i64,
) -> Result<bool, StoreError> {
    Ok(run!(tx, "session/end.sql", session.0, warehouse.0, at_ms)? > 0)
}

/// Ends all sessions of a person, as when a badge was lost.
pub async fn end_of_user(tx: &mut Tx, user: UserId, at_ms: i64) -> Result<(), StoreError> {
    run!(tx, "session/end_of_user.sql", user.0, at_ms)?;
    Ok(())
}
