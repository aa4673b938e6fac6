//! What a label says, by kind. Plain values; a print job keeps them as JSON.
//!
//! Fields carry what is printed, not what the warehouse thinks: codes are the text of their symbol, dates are
//! `YYYY-MM-DD`, weights whole grams. Templates name the fields by the same words.

mod commands;
mod document;
mod sample;

pub use document::{
    CommandSheet, Manifest, ManifestLine, PackingSlip, PickLine, PickList, PrintedCommand, SlipLine,
};

use crate::format::Format;
use serde::{Deserialize, Serialize};

/// A label with its content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Label {
    /// Shipping tag, 100 × 150 mm.
    Shipping(ShippingTag),
    /// Pallet: GS1 logistic label, 100 × 150 mm.
    Pallet(PalletLabel),
    /// A bin's name plate, 100 × 50 mm.
    Bin(BinLabel),
    /// Trade item, 60 × 40 mm.
    Item(ItemLabel),
    /// Item with lot and expiry as GS1 DataMatrix, 60 × 40 mm.
    Lot(LotLabel),
    /// Reusable tote, 100 × 50 mm.
    Tote(ToteLabel),
    /// A person's badge, 85.6 × 54 mm.
    Badge(BadgeLabel),
    /// Tag of a carrier that gave its own tracking code, 100 × 150 mm.
    Carrier(CarrierTag),
    /// Correios tag with S10 code and DataMatrix, 100 × 150 mm.
    Correios(CorreiosTag),
    /// DANFE Simplificado – Etiqueta, 100 × 150 mm.
    Danfe(DanfeLabel),
    /// Printable command bar codes, A4.
    CommandSheet(CommandSheet),
    /// Packing slip, A4 or 80 mm.
    PackingSlip(PackingSlip),
    /// Pick list, A4 or 80 mm.
    PickList(PickList),
    /// A carrier load's manifest, A4.
    Manifest(Manifest),
}

/// Names of all kinds, as in JSON.
pub const KINDS: [&str; 14] = [
    "shipping",
    "pallet",
    "bin",
    "item",
    "lot",
    "tote",
    "badge",
    "carrier",
    "correios",
    "danfe",
    "command_sheet",
    "packing_slip",
    "pick_list",
    "manifest",
];

impl Label {
    /// The kind as in JSON: the name of its template.
    pub fn kind(&self) -> &'static str {
        match self {
            Label::Shipping(_) => "shipping",
            Label::Pallet(_) => "pallet",
            Label::Bin(_) => "bin",
            Label::Item(_) => "item",
            Label::Lot(_) => "lot",
            Label::Tote(_) => "tote",
            Label::Badge(_) => "badge",
            Label::Carrier(_) => "carrier",
            Label::Correios(_) => "correios",
            Label::Danfe(_) => "danfe",
            Label::CommandSheet(_) => "command_sheet",
            Label::PackingSlip(_) => "packing_slip",
            Label::PickList(_) => "pick_list",
            Label::Manifest(_) => "manifest",
        }
    }

    /// The formats a kind is made in.
    pub fn formats(kind: &str) -> &'static [Format] {
        match kind {
            "packing_slip" | "pick_list" => &[Format::Pdf, Format::Png, Format::EscPos],
            "command_sheet" | "manifest" => &[Format::Pdf, Format::Png],
            _ => &[Format::Zpl, Format::Tspl, Format::Epl, Format::Pdf, Format::Png],
        }
    }
}

/// A name with an address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Person or company.
    pub name: String,
    /// CNPJ or CPF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
    /// Street, number and complement.
    pub street: String,
    /// Neighbourhood (bairro).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// City.
    pub city: String,
    /// State, two letters.
    pub state: String,
    /// CEP, 8 digits.
    pub postal_code: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A parcel's shipping tag.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippingTag {
    /// Who sends.
    pub sender: Party,
    /// Who receives.
    pub receiver: Party,
    /// Order number as the customer knows it.
    pub order: String,
    /// This parcel, from 1.
    pub parcel: u32,
    /// Parcels of the order.
    pub parcels: u32,
    /// Invoice number (NF-e).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    /// Weight in grams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u64>,
    /// Carrier.
    pub carrier: String,
    /// Service of the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Tracking code: the text of its Code 128.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
    /// Route, dock or hub, as the carrier sorts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// SSCC, 18 digits.
    pub sscc: String,
    /// A word to whoever delivers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A pallet's GS1 logistic label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PalletLabel {
    /// SSCC, 18 digits.
    pub sscc: String,
    /// Who made or sends it.
    pub from: String,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// GTIN of the contained items, 14 digits; only for a pallet of one item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Name of the contained item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Count of contained items; with `content`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// Expiry, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
}

/// A bin's name plate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BinLabel {
    /// Name people read, such as `A-03-02-1`.
    pub name: String,
    /// Text of its symbol.
    pub code: String,
    /// Check digits said aloud in voice picking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_digits: Option<String>,
    /// Zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// A trade item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemLabel {
    /// SKU.
    pub sku: String,
    /// Name.
    pub name: String,
    /// GTIN-13; drawn as EAN-13.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gtin13: Option<String>,
    /// GTIN-14 of a case; drawn as ITF-14.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gtin14: Option<String>,
    /// Text of a Code 128 when it has no GTIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Packaging, such as "Caixa com 12".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packaging: Option<String>,
}

/// An item with its lot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotLabel {
    /// SKU.
    pub sku: String,
    /// Name.
    pub name: String,
    /// GTIN, 14 digits.
    pub gtin: String,
    /// Lot, at most 20 characters.
    pub lot: String,
    /// Expiry, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    /// Serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
}

/// A reusable tote.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToteLabel {
    /// Number people read.
    pub name: String,
    /// Text of its symbol.
    pub code: String,
    /// Warehouse it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
}

/// A person's badge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BadgeLabel {
    /// The person's name.
    pub name: String,
    /// Warehouse or company.
    pub warehouse: String,
    /// What the person does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Text of the symbol.
    pub code: String,
}

/// A tag of any carrier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierTag {
    /// Carrier.
    pub carrier: String,
    /// Service.
    pub service: String,
    /// Who sends.
    pub sender: Party,
    /// Who receives.
    pub receiver: Party,
    /// Tracking code.
    pub tracking: String,
    /// Sorting code, big on the tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Text of a QR code the carrier asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr: Option<String>,
    /// Order number.
    pub order: String,
    /// Invoice number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    /// This parcel, from 1.
    pub parcel: u32,
    /// Parcels of the order.
    pub parcels: u32,
    /// Weight in grams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u64>,
}

/// A Correios tag.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorreiosTag {
    /// Service as printed, such as SEDEX or PAC.
    pub service: String,
    /// Posting contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// S10 code, 13 characters.
    pub tracking: String,
    /// Service code of the carrier, at most 5 digits, as its DataMatrix carries it.
    pub service_code: String,
    /// Posting card, at most 10 digits.
    pub posting_card: String,
    /// Codes of extra services, two digits each, at most six: 25 registered, 01 receipt notice, 02 own hand, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_services: Option<String>,
    /// House number of the sender, at most 5 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_number: Option<String>,
    /// House number of the receiver, at most 5 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_number: Option<String>,
    /// Complement of the receiver's address; 20 characters go into the DataMatrix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_complement: Option<String>,
    /// Declared value, at most 5 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_value: Option<u32>,
    /// Who sends.
    pub sender: Party,
    /// Who receives.
    pub receiver: Party,
    /// Order number.
    pub order: String,
    /// Invoice number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    /// This parcel, from 1.
    pub parcel: u32,
    /// Parcels of the order.
    pub parcels: u32,
    /// Weight in grams.
    pub weight_g: u64,
    /// Extra services as printed big, such as "AR MP".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extras: Option<String>,
}

/// DANFE Simplificado – Etiqueta (NT 2020.004).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DanfeLabel {
    /// Access key, 44 characters.
    pub key: String,
    /// Authorisation protocol with its date and time, as printed.
    pub protocol: String,
    /// Issuer.
    pub issuer: Party,
    /// CNPJ of the issuer.
    pub issuer_tax_id: String,
    /// State registration (IE) of the issuer.
    pub issuer_ie: String,
    /// `0` in, `1` out.
    pub direction: String,
    /// Series.
    pub series: String,
    /// Number.
    pub number: String,
    /// Issue date, `YYYY-MM-DD`.
    pub issued: String,
    /// Receiver.
    pub receiver: Party,
    /// State registration of the receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_ie: Option<String>,
}
