//! Sessions: who is logged in, where, with which roles.

use bipe_core::actor::{Actor, Role};
use bipe_core::id::{SessionId, StationId, UserId, WarehouseId};
use bipe_core::words::Language;
use uuid::Uuid;

use crate::row::{from_word, optional, run, word};
use crate::warehouse::Warehouse;
use crate::{StoreError, Tx};

/// A session in force.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who acts in it.
    pub actor: Actor,
    /// The warehouse's name.
    pub warehouse: String,
    /// The warehouse's IANA time zone.
    pub time_zone: String,
    /// When it ends, in Unix milliseconds.
    pub expires_at_ms: i64,
    /// The user's login.
    pub login: String,
    /// The station whose program's token it is: good for the station's own routes alone.
    pub station: Option<StationId>,
}

impl Session {
    /// The house itself, for work that it begins on its own: nobody's, and with no role.
    pub fn of_house(place: &Warehouse) -> Self {
        let actor = Actor {
            user_id: UserId(Uuid::nil()),
            session_id: SessionId(Uuid::nil()),
            warehouse_id: place.id,
            name: String::new(),
            language: Language::default(),
            roles: Vec::new(),
            device: String::new(),
        };
        Self {
            actor,
            warehouse: place.name.clone(),
            time_zone: place.time_zone.clone(),
            expires_at_ms: i64::MAX,
            login: String::new(),
            station: None,
        }
    }
}

/// A session with its user and warehouse.
#[derive(sqlx::FromRow)]
struct SessionRow {
    id: Uuid,
    user_id: Uuid,
    warehouse_id: Uuid,
    name: String,
    language: String,
    device: String,
    time_zone: String,
    expires_at_ms: i64,
    login: String,
    /// Parted by commas.
    roles: String,
    warehouse: String,
    station_id: Option<Uuid>,
}

/// The session whose token has this hash, unless it has ended.
pub async fn by_token(tx: &mut Tx, token_hash: &[u8], now_ms: i64) -> Result<Option<Session>, StoreError> {
    optional!(tx, SessionRow, "session/by_token.sql", token_hash, now_ms)?.map(session).transpose()
}

/// The session with this id, unless it has ended.
pub async fn by_id(tx: &mut Tx, id: SessionId, now_ms: i64) -> Result<Option<Session>, StoreError> {
    optional!(tx, SessionRow, "session/by_id.sql", id.0, now_ms)?.map(session).transpose()
}

fn session(row: SessionRow) -> Result<Session, StoreError> {
    let roles: Vec<Role> = row
        .roles
        .split(',')
        .filter(|role| !role.is_empty())
        .map(|role| from_word("role_grants.role", role.to_owned()))
        .collect::<Result<_, _>>()?;
    let actor = Actor {
        user_id: UserId(row.user_id),
        session_id: SessionId(row.id),
        warehouse_id: WarehouseId(row.warehouse_id),
        name: row.name,
        language: from_word("users.language", row.language)?,
        roles,
        device: row.device,
    };
    let station = row.station_id.map(StationId);
    let SessionRow { warehouse, time_zone, expires_at_ms, login, .. } = row;
    Ok(Session { actor, warehouse, time_zone, expires_at_ms, login, station })
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
