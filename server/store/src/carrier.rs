//! Carriers.

use uuid::Uuid;

use crate::row::{optional, run};
use crate::{StoreError, Tx};

/// A carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Two letters before the digits of its S10 tracking codes.
    pub tracking_prefix: String,
}

type Row = (Uuid, String, String, String);

fn carrier((id, code, name, tracking_prefix): Row) -> Carrier {
    Carrier { id, code, name, tracking_prefix }
}

/// Adds a carrier.
pub async fn insert(
    tx: &mut Tx,
    id: Uuid,
    code: &str,
    name: &str,
    tracking_prefix: &str,
) -> Result<(), StoreError> {
    run!(tx, "carrier/insert.sql", id, code, name, tracking_prefix)?;
    Ok(())
}

/// The first carrier: the one meant where an order names none.
pub async fn first(tx: &mut Tx) -> Result<Option<Carrier>, StoreError> {
    Ok(optional!(tx, Row, "carrier/first.sql")?.map(carrier))
}

/// The carrier with this code.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Carrier>, StoreError> {
    Ok(optional!(tx, Row, "carrier/by_code.sql", code)?.map(carrier))
}
