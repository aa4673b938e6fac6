//! Templates of labels that an admin has changed. What stands here goes before the template that is built in under the same name.

use bipe_core::id::{UserId, WarehouseId};

use crate::row::{all, optional, run};
use crate::{StoreError, Tx};

/// A changed template as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its name.
    pub name: String,
    /// Who changed it last.
    pub changed_by: String,
    /// When, in Unix milliseconds.
    pub changed_at_ms: i64,
}

/// A changed template's source; `None` while the one built in holds.
pub async fn source(tx: &mut Tx, warehouse: WarehouseId, name: &str) -> Result<Option<String>, StoreError> {
    let row = optional!(tx, (String,), "label_template/source.sql", warehouse.0, name)?;
    Ok(row.map(|(source,)| source))
}

/// The changed templates of a warehouse, by name.
pub async fn list(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Changed>, StoreError> {
    let rows = all!(tx, (String, String, i64), "label_template/list.sql", warehouse.0)?;
    let changed = |(name, changed_by, changed_at_ms)| Changed { name, changed_by, changed_at_ms };
    Ok(rows.into_iter().map(changed).collect())
}

/// Saves a template.
pub async fn put(
    tx: &mut Tx,
    warehouse: WarehouseId,
    name: &str,
    source: &str,
    user: UserId,
    at_ms: i64,
) -> Result<(), StoreError> {
    run!(tx, "label_template/put.sql", warehouse.0, name, source, user.0, at_ms)?;
    Ok(())
}

/// Goes back to the one built in; `false` when it held already.
pub async fn remove(tx: &mut Tx, warehouse: WarehouseId, name: &str) -> Result<bool, StoreError> {
    Ok(run!(tx, "label_template/remove.sql", warehouse.0, name)? == 1)
}
