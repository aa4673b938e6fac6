//! Customers: who orders, as each owner's system names them.

use bipe_core::id::OwnerId;
use uuid::Uuid;

use crate::row::{one, optional};
use crate::{StoreError, Tx};

/// Makes sure that an owner's customer is known: its id, and the days of life that it asks every lot to have left. A name
/// that is not empty is its name from now on.
pub async fn name(
    tx: &mut Tx,
    id: Uuid,
    owner: OwnerId,
    code: &str,
    name: &str,
) -> Result<(Uuid, i64), StoreError> {
    one!(tx, (Uuid, i64), "customer/name.sql", id, owner.0, code, name)
}

/// Makes a customer known, or changes one; what is not given stays. Its name and its days.
pub async fn put(
    tx: &mut Tx,
    id: Uuid,
    owner: OwnerId,
    code: &str,
    name: Option<&str>,
    remaining_days_min: Option<i64>,
) -> Result<(String, i64), StoreError> {
    one!(tx, (String, i64), "customer/put.sql", id, owner.0, code, name, remaining_days_min)
}

/// A customer as read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Customer {
    /// The owner's code for it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Days of life that it asks every lot to have left.
    pub remaining_days_min: i64,
}

/// An owner's customer.
pub async fn by_code(tx: &mut Tx, owner: OwnerId, code: &str) -> Result<Option<Customer>, StoreError> {
    optional!(tx, Customer, "customer/by_code.sql", owner.0, code)
}
