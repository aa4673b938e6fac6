//! Printers: where labels come out.

use bipe_core::id::{PrinterId, WarehouseId};
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
    /// `tcp://host:port` or `file:folder`.
    pub address: String,
    /// `zpl` or `pdf`.
    pub format: String,
    /// Dots per inch: 203 or 300.
    pub dpi: i64,
    /// Kinds of labels that it prints by default.
    pub labels: Vec<String>,
}

type Row = (Uuid, String, String, String, i64, String);

fn printer(row: Row) -> Printer {
    let (id, name, address, format, dpi, labels) = row;
    let labels = labels.split(',').filter(|label| !label.is_empty()).map(ToOwned::to_owned).collect();
    Printer { id: PrinterId(id), name, address, format, dpi, labels }
}

/// The printers of a warehouse, by name.
pub async fn list(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Printer>, StoreError> {
    let rows = all!(tx, Row, "printer/list.sql", warehouse.0)?;
    Ok(rows.into_iter().map(printer).collect())
}

/// The printer that prints this kind of label by default: the first by name.
pub async fn for_label(
    tx: &mut Tx,
    warehouse: WarehouseId,
    label: &str,
) -> Result<Option<PrinterId>, StoreError> {
    let row = optional!(tx, (Uuid,), "printer/for_label.sql", warehouse.0, label)?;
    Ok(row.map(|(id,)| PrinterId(id)))
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
        printer.labels.join(",")
    )?;
    Ok(done == 1)
}
