//! Users, their badges and roles.

use bipe_core::actor::Role;
use bipe_core::id::{UserId, WarehouseId};
use bipe_core::words::Language;
use uuid::Uuid;

use crate::row::{all, from_word, one, optional, run, word};
use crate::{StoreError, Tx};

/// A new user.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The id.
    pub id: UserId,
    /// The login, unique.
    pub login: String,
    /// The name.
    pub name: String,
    /// The language.
    pub language: Language,
    /// The PIN's hash, for badge log-in.
    pub pin_hash: Option<String>,
    /// The password's hash, for desk log-in.
    pub password_hash: Option<String>,
}

/// What log-in needs to know of a user.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The user.
    pub id: UserId,
    /// The login.
    pub login: String,
    /// The PIN's hash.
    pub pin_hash: Option<String>,
    /// The password's hash.
    pub password_hash: Option<String>,
    /// Whether the user may log in at all.
    pub active: bool,
    /// Failed attempts since the last success.
    pub failed_logins: i64,
    /// No attempt counts before this time, in Unix milliseconds.
    pub locked_until_ms: i64,
}

/// A user as set-up shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The id.
    pub id: UserId,
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The language.
    pub language: Language,
    /// Whether the user may log in.
    pub active: bool,
    /// Roles in the warehouse.
    pub roles: Vec<Role>,
    /// Valid badges.
    pub badges: Vec<String>,
}

type CredentialsRow = (Uuid, String, Option<String>, Option<String>, bool, i64, i64);

fn credentials(row: CredentialsRow) -> Credentials {
    let (id, login, pin_hash, password_hash, active, failed_logins, locked_until_ms) = row;
    Credentials { id: UserId(id), login, pin_hash, password_hash, active, failed_logins, locked_until_ms }
}

/// Adds a user.
pub async fn insert(tx: &mut Tx, new: &NewUser) -> Result<(), StoreError> {
    run!(
        tx,
        "user/insert.sql",
        new.id.0,
        &new.login,
        &new.name,
        word(&new.language),
        new.pin_hash.as_deref(),
        new.password_hash.as_deref()
    )?;
    Ok(())
}

/// Grants a role in a warehouse; granting twice is once.
pub async fn grant(tx: &mut Tx, user: UserId, warehouse: WarehouseId, role: Role) -> Result<(), StoreError> {
    run!(tx, "user/grant.sql", user.0, warehouse.0, word(&role))?;
    Ok(())
}

/// How many users there are: none before the first set-up.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    one!(tx, (i64,), "user/count.sql").map(|(count,)| count)
}

/// The user of a valid badge.
pub async fn by_badge(tx: &mut Tx, code: &str) -> Result<Option<Credentials>, StoreError> {
    Ok(optional!(tx, CredentialsRow, "user/by_badge.sql", code)?.map(credentials))
}

/// The user with this login.
pub async fn by_login(tx: &mut Tx, login: &str) -> Result<Option<Credentials>, StoreError> {
    Ok(optional!(tx, CredentialsRow, "user/by_login.sql", login)?.map(credentials))
}

/// Notes the outcome of a log-in attempt.
pub async fn note_login(
    tx: &mut Tx,
    user: UserId,
    failed_logins: i64,
    locked_until_ms: i64,
) -> Result<(), StoreError> {
    run!(tx, "user/note_login.sql", user.0, failed_logins, locked_until_ms)?;
    Ok(())
}

/// Users with a role in the warehouse, by login.
pub async fn all(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Listed>, StoreError> {
    type Row = (Uuid, String, String, String, bool, String, String);
    let rows = all!(tx, Row, "user/all.sql", warehouse.0)?;
    rows.into_iter()
        .map(|(id, login, name, language, active, roles, badges)| {
            let mut roles = list(&roles)
                .map(|role| from_word("role_grants.role", role))
                .collect::<Result<Vec<Role>, _>>()?;
            roles.sort_unstable();
            let mut badges: Vec<String> = list(&badges).collect();
            badges.sort_unstable();
            let language = from_word("users.language", language)?;
            Ok(Listed { id: UserId(id), login, name, language, active, roles, badges })
        })
        .collect()
}

fn list(text: &str) -> impl Iterator<Item = String> {
    text.split(',').filter(|word| !word.is_empty()).map(str::to_owned)
}

/// Login and name of a user with a role in the warehouse.
pub async fn of_warehouse(
    tx: &mut Tx,
    user: UserId,
    warehouse: WarehouseId,
) -> Result<Option<(String, String)>, StoreError> {
    optional!(tx, (String, String), "user/of_warehouse.sql", user.0, warehouse.0)
}

/// Gives a user another PIN, and lifts a lock-out.
pub async fn set_pin(tx: &mut Tx, user: UserId, pin_hash: &str) -> Result<(), StoreError> {
    run!(tx, "user/set_pin.sql", user.0, pin_hash)?;
    Ok(())
}

/// Issues a badge.
pub async fn insert_badge(tx: &mut Tx, user: UserId, code: &str, at_ms: i64) -> Result<(), StoreError> {
    run!(tx, "user/insert_badge.sql", code, user.0, at_ms)?;
    Ok(())
}

/// Whose a valid badge is, among the users of the warehouse: id and name.
pub async fn badge_owner(
    tx: &mut Tx,
    code: &str,
    warehouse: WarehouseId,
) -> Result<Option<(UserId, String)>, StoreError> {
    let row = optional!(tx, (Uuid, String), "user/badge_owner.sql", code, warehouse.0)?;
    Ok(row.map(|(id, name)| (UserId(id), name)))
}

/// Revokes a badge; gives whether it was valid.
pub async fn revoke_badge(tx: &mut Tx, code: &str, at_ms: i64) -> Result<bool, StoreError> {
    Ok(run!(tx, "user/revoke_badge.sql", code, at_ms)? > 0)
}
