//! Printers: where labels come out.

use bipe_core::id::{PrinterId, UserId, WarehouseId};
use uuid::Uuid;

use crate::row::{all, optional, run};
use crate::{StoreError, Tx};

/// A printer of a warehouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printer {
    /// Its id.
    pub id: PrinterId,
    /// Its name, unique in the warehouse.
    pub name: String,
    /// `tcp://host:port`, `file:folder`, or `station:CODE/NAME` for one at a station.
    pub address: String,
    /// `zpl`, `tspl`, `epl`, `escpos` or `pdf`.
    pub format: String,
    /// Dots per inch: 203 or 300.
    pub dpi: i64,
    /// Kinds of labels that it prints by default.
    pub labels: Vec<String>,
    /// Whether it answers when asked how it is.
    pub answers: bool,
    /// What it said last: a reason's code, empty when all is well; and when, in Unix milliseconds.
    pub state: Option<(String, i64)>,
}

/// How a printer is spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// `zpl`, `tspl`, `epl`, `escpos` or `pdf`.
    pub format: String,
    /// Dots per inch.
    pub dpi: i64,
    /// Whether it answers when asked how it is.
    pub answers: bool,
}

type Row = (Uuid, String, String, String, i64, String, bool, Option<String>, Option<i64>);

fn printer(row: Row) -> Printer {
    let (id, name, address, format, dpi, labels, answers, state, state_at_ms) = row;
    let labels = labels.split(',').filter(|label| !label.is_empty()).map(ToOwned::to_owned).collect();
    let state = state.zip(state_at_ms);
    Printer { id: PrinterId(id), name, address, format, dpi, labels, answers, state }
}

/// The printers of a warehouse, by name.
pub async fn list(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Printer>, StoreError> {
    let rows = all!(tx, Row, "printer/list.sql", warehouse.0)?;
    Ok(rows.into_iter().map(printer).collect())
}

/// The printer that prints this kind of label by default, with its name: that of the station where the user works, else the
/// first by name.
pub async fn for_label(
    tx: &mut Tx,
    warehouse: WarehouseId,
    label: &str,
    user: UserId,
) -> Result<Option<(PrinterId, String)>, StoreError> {
    let row = optional!(tx, (Uuid, String), "printer/for_label.sql", warehouse.0, label, user.0)?;
    Ok(row.map(|(id, name)| (PrinterId(id), name)))
}

/// One printer, locked: who holds it decides which job goes next.
pub async fn locked(tx: &mut Tx, id: PrinterId) -> Result<Option<Printer>, StoreError> {
    Ok(optional!(tx, Row, "printer/locked.sql", id.0)?.map(printer))
}

/// The id of the printer with this name.
pub async fn named(tx: &mut Tx, warehouse: WarehouseId, name: &str) -> Result<Option<PrinterId>, StoreError> {
    let row = optional!(tx, (Uuid,), "printer/named.sql", warehouse.0, name)?;
    Ok(row.map(|(id,)| PrinterId(id)))
}

/// Adds a printer, or changes the one with this id; `false` when the id is another warehouse's.
pub async fn put(tx: &mut Tx, warehouse: WarehouseId, printer: &Printer) -> Result<bool, StoreError> {
    let done = run!(
        tx,
        "printer/put.sql",
        printer.id.0,
        warehouse.0,
        &printer.name,
        &printer.address,
        &printer.format,
        printer.dpi,
        printer.labels.join(","),
        printer.answers
    )?;
    Ok(done == 1)
}

/// The printer at an address.
pub async fn at(tx: &mut Tx, warehouse: WarehouseId, address: &str) -> Result<Option<PrinterId>, StoreError> {
    let row = optional!(tx, (Uuid,), "printer/at.sql", warehouse.0, address)?;
    Ok(row.map(|(id,)| PrinterId(id)))
}

/// Says how a printer is spoken to.
pub async fn set_manner(tx: &mut Tx, id: PrinterId, manner: &Manner) -> Result<(), StoreError> {
    run!(tx, "printer/set_manner.sql", id.0, &manner.format, manner.dpi, manner.answers)?;
    Ok(())
}

/// Notes what a printer said of itself: a reason's code, empty when all is well.
pub async fn set_state(tx: &mut Tx, id: PrinterId, state: &str, at_ms: i64) -> Result<(), StoreError> {
    run!(tx, "printer/set_state.sql", id.0, state, at_ms)?;
    Ok(())
}
