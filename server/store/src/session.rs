//! Sessions: who is logged in, where, with which roles.

use bipe_core::actor::{Actor, Role};
use bipe_core::id::{SessionId, UserId, WarehouseId};
use uuid::Uuid;

use crate::row::{all, from_word, optional};
use crate::{StoreError, Tx};

/// A session in force.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who acts in it.
    pub actor: Actor,
    /// The warehouse's IANA time zone.
    pub time_zone: String,
}

/// The session whose token has this hash, unless it has ended.
pub async fn by_token(tx: &mut Tx, token_hash: &[u8], now_ms: i64) -> Result<Option<Session>, StoreError> {
    type Row = (Uuid, Uuid, Uuid, String, String, String, String);
    let Some(row) = optional!(tx, Row, "session/by_token.sql", token_hash, now_ms)? else { return Ok(None) };
    let (id, user_id, warehouse_id, name, language, device, time_zone) = row;
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
    Ok(Some(Session { actor, time_zone }))
}
