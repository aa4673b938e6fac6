//! The rest of orders that have left.

use bipe_core::id::OrderId;
use bipe_core::order::Remainder;

use super::NewLine;
use crate::row::{from_word, json, later, one, run};
use crate::{StoreError, Tx};

/// An order that leaves, as its rest is decided on.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Its number.
    pub number: String,
    /// What becomes of its rest.
    pub remainder: Remainder,
    /// Whether it is itself the rest of another.
    pub is_backorder: bool,
    /// Days of life that order and customer ask every lot to have left.
    pub remaining_days_min: i64,
}

/// An order that leaves, which exists.
pub async fn leaving(tx: &mut Tx, order: OrderId) -> Result<Leaving, StoreError> {
    let row = one!(tx, (String, String, bool, i64), "order/leaving.sql", order.0)?;
    let (number, remainder, is_backorder, remaining_days_min) = row;
    let remainder = from_word("orders.remainder", remainder)?;
    Ok(Leaving { number, remainder, is_backorder, remaining_days_min })
}

/// What is open of an order counts as short.
pub async fn short_rest(tx: &mut Tx, order: OrderId) -> Result<(), StoreError> {
    later!(tx, "order/short_rest.sql", order.0)
}

/// What is open of an order is cancelled.
pub async fn cancel_rest(tx: &mut Tx, order: OrderId) -> Result<(), StoreError> {
    later!(tx, "order/cancel_rest.sql", order.0)
}

/// Adds an order like `order`, with these lines, as its backorder; `false`, and nothing is added, when the owner has one with
/// this number.
pub async fn insert_behind(
    tx: &mut Tx,
    order: OrderId,
    id: OrderId,
    number: &str,
    lines: &[NewLine],
    at_ms: i64,
) -> Result<bool, StoreError> {
    let added = run!(tx, "order/insert_behind.sql", order.0, id.0, number, at_ms)?;
    if added == 0 {
        return Ok(false);
    }
    later!(tx, "order/insert_lines.sql", json(lines), id.0)?;
    Ok(true)
}
