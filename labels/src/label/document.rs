//! Content of office papers: command sheet, packing slip, pick list, manifest.

use super::Party;
use serde::{Deserialize, Serialize};

/// A page of command bar codes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandSheet {
    /// Heading.
    pub title: String,
    /// The commands.
    pub commands: Vec<PrintedCommand>,
}

/// One command.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintedCommand {
    /// Its name, as on the button.
    pub name: String,
    /// What it does.
    pub help: String,
    /// Text of its symbol.
    pub code: String,
}

/// What is in a parcel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackingSlip {
    /// Who sends.
    pub sender: Party,
    /// Who receives.
    pub receiver: Party,
    /// Order number; also the text of the symbol.
    pub order: String,
    /// Date of packing, `YYYY-MM-DD`.
    pub date: String,
    /// Invoice number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    /// This parcel, from 1.
    pub parcel: u32,
    /// Parcels of the order.
    pub parcels: u32,
    /// Contents.
    pub lines: Vec<SlipLine>,
    /// A word to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A line of a packing slip.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipLine {
    /// SKU.
    pub sku: String,
    /// Name.
    pub name: String,
    /// Lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// Expiry, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    /// Quantity with unit, as printed.
    pub quantity: String,
}

/// One picker's walk on paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PickList {
    /// Number of the tour; also the text of the symbol.
    pub tour: String,
    /// Wave.
    pub wave: String,
    /// Warehouse.
    pub warehouse: String,
    /// Who walks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picker: Option<String>,
    /// Date, `YYYY-MM-DD`.
    pub date: String,
    /// Stops in walking order.
    pub lines: Vec<PickLine>,
}

/// A stop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PickLine {
    /// Bin as people read it.
    pub bin: String,
    /// SKU.
    pub sku: String,
    /// Name.
    pub name: String,
    /// Lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// Expiry, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    /// Quantity with unit, as printed.
    pub quantity: String,
    /// Tote it goes into.
    pub tote: String,
}

/// A carrier's load.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Number; also the text of the symbol.
    pub number: String,
    /// Warehouse.
    pub warehouse: String,
    /// Carrier.
    pub carrier: String,
    /// Number plate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<String>,
    /// Driver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<String>,
    /// Date, `YYYY-MM-DD`.
    pub date: String,
    /// Parcels.
    pub lines: Vec<ManifestLine>,
    /// Number of parcels.
    pub parcels: u32,
    /// Weight in grams.
    pub weight_g: u64,
}

/// A parcel of a load.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestLine {
    /// Order number.
    pub order: String,
    /// Receiver.
    pub receiver: String,
    /// City and state.
    pub city: String,
    /// Tracking code or SSCC.
    pub code: String,
    /// Parcel of parcels, as printed.
    pub parcel: String,
    /// Weight in grams.
    pub weight_g: u64,
}
