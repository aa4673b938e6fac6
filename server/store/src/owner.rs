//! Owners of goods.

use bipe_core::id::OwnerId;
use uuid::Uuid;

use crate::row::{optional, run};
use crate::{StoreError, Tx};

/// Adds an owner.
pub async fn insert(
    tx: &mut Tx,
    id: OwnerId,
    code: &str,
    name: &str,
    tax_id: &str,
) -> Result<(), StoreError> {
    run!(tx, "owner/insert.sql", id.0, code, name, tax_id)?;
    Ok(())
}

/// The first owner: the one meant where a request names none.
pub async fn first(tx: &mut Tx) -> Result<Option<OwnerId>, StoreError> {
    Ok(optional!(tx, (Uuid,), "owner/first.sql")?.map(|(id,)| OwnerId(id)))
}

/// The owner with this code.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<OwnerId>, StoreError> {
    Ok(optional!(tx, (Uuid,), "owner/by_code.sql", code)?.map(|(id,)| OwnerId(id)))
}
