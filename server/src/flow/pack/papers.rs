//! What packing tells others: the parcel's codes, its tag, and the events.

use bipe_core::code::{S10, Sscc};
use bipe_core::flow::pack;
use bipe_core::id::{LocationId, ParcelId};
use bipe_labels::{Label, Party, ShippingTag};
use bipe_store::parcel::{NewParcel, Papers, Parcel};
use bipe_store::{StoreError, counter, parcel};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::rfc3339;
use crate::device::print_queue;
use crate::flow::Floor;

/// The kind of label that a parcel gets.
pub const TAG: &str = "shipping";

/// The extension digit of a parcel's SSCC.
const EXTENSION: u8 = 1;

/// Opens a parcel: it gets its SSCC and its tracking code at once, so that both stay its own whatever happens next.
pub async fn open(
    floor: &mut Floor<'_>,
    papers: &Papers,
    desk_id: LocationId,
    new: &pack::Parcel,
) -> Result<(), StoreError> {
    let entry = floor.entry();
    let (prefix, tracking_prefix) = (&papers.gs1_prefix, &papers.tracking_prefix);
    let names = [format!("sscc:{EXTENSION}:{prefix}"), format!("tracking:{tracking_prefix}")];
    let [serial, tracking] = counter::take_each(floor.tx, names).await?;
    let sscc = Sscc::build(EXTENSION, prefix, serial.unsigned_abs())
        .map_err(|error| StoreError::Corrupt { column: "warehouses.gs1_prefix", value: error.to_string() })?;
    let new = NewParcel {
        id: new.id,
        order_id: papers.order_id,
        number: new.number,
        unit_id: new.unit_id,
        sscc: sscc.to_string(),
        desk_id,
        tracking_code: tracking_code(tracking_prefix, tracking)?,
    };
    parcel::insert(floor.tx, entry.warehouse_id, &new, entry.at_ms).await
}

/// An S10 code: the carrier's two letters, the serial, its check digit, and the country.
fn tracking_code(prefix: &str, serial: i64) -> Result<String, StoreError> {
    let digits = format!("{serial:08}");
    let code = format!("{prefix}{digits}{}BR", S10::check_digit(digits.as_bytes()));
    match S10::parse(&code) {
        Ok(code) => Ok(code.to_string()),
        Err(_) => Err(StoreError::Corrupt { column: "carriers.tracking_prefix", value: code }),
    }
}

/// Tells that a parcel is closed.
pub async fn closed(floor: &mut Floor<'_>, papers: &Papers, id: ParcelId) -> Result<(), StoreError> {
    let parcel = papers.parcels.iter().find(|parcel| parcel.id == id);
    let parcel = parcel.ok_or(StoreError::Contention("the parcel is gone"))?;
    let mut payload = order_payload(papers);
    payload["parcel"] = parcel_payload(parcel);
    payload["closed_at"] = rfc3339(floor.scanned.at_ms).into();
    floor.tell("parcel.closed", id.0, &payload).await
}

/// Tells that an order is packed, and prints the tags of all its parcels: their number is known now.
pub async fn packed(floor: &mut Floor<'_>, papers: &Papers) -> Result<(), StoreError> {
    let entry = floor.entry();
    let mut labels = Vec::with_capacity(papers.parcels.len());
    for parcel in &papers.parcels {
        labels.push((tag(papers, parcel)?, parcel.summary.sscc.as_str()));
    }
    print_queue::enqueue_all(floor.tx, &entry, &mut floor.ids, labels).await?;
    let mut payload = order_payload(papers);
    payload["parcels"] = papers.parcels.iter().map(parcel_payload).collect();
    payload["packed_at"] = rfc3339(entry.at_ms).into();
    floor.tell("order.packed", papers.order_id.0, &payload).await
}

/// Prints a parcel's tag once more, linked to the job that printed it before.
pub async fn reprint(floor: &mut Floor<'_>, id: ParcelId) -> Result<(), StoreError> {
    let parcel = parcel::by_id(floor.tx, id).await?;
    let parcel = parcel.ok_or(StoreError::Contention("the parcel is gone"))?;
    let papers = parcel::papers(floor.tx, parcel.order_id).await?;
    let entry = floor.entry();
    let (label, sscc) = (tag(&papers, &parcel)?, &parcel.summary.sscc);
    print_queue::enqueue(floor.tx, &entry, &mut floor.ids, label, sscc).await?;
    Ok(())
}

/// The part of an event's payload that says which order it is about.
pub fn order_payload(papers: &Papers) -> Value {
    json!({
        "order_number": papers.number,
        "owner": papers.owner,
        "channel": papers.channel,
        "carrier": papers.carrier_code,
    })
}

/// A parcel in an event's payload.
pub fn parcel_payload(parcel: &Parcel) -> Value {
    json!({
        "sscc": parcel.summary.sscc,
        "tracking_code": parcel.summary.tracking_code,
        "number": parcel.summary.number,
        "weight_g": parcel.weight_g,
    })
}

/// An address as it stands in the database; what a tag has no room for is left out.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Address {
    name: String,
    street: String,
    complement: String,
    district: String,
    city: String,
    state: String,
    postal_code: String,
    phone: String,
}

fn party(column: &'static str, text: &str) -> Result<Party, StoreError> {
    let corrupt = |_| StoreError::Corrupt { column, value: text.to_owned() };
    let address: Address = serde_json::from_str(text).map_err(corrupt)?;
    let some = |text: String| (!text.is_empty()).then_some(text);
    let street = match some(address.complement) {
        Some(complement) => format!("{}, {complement}", address.street),
        None => address.street,
    };
    Ok(Party {
        name: address.name,
        tax_id: None,
        street,
        district: some(address.district),
        city: address.city,
        state: address.state,
        postal_code: address.postal_code.chars().filter(char::is_ascii_digit).collect(),
        phone: some(address.phone),
    })
}

fn tag(papers: &Papers, parcel: &Parcel) -> Result<Label, StoreError> {
    let summary = &parcel.summary;
    let whole = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Label::Shipping(ShippingTag {
        sender: party("warehouses.address", &papers.sender)?,
        receiver: party("orders.ship_to", &papers.ship_to)?,
        order: papers.number.clone(),
        parcel: whole(summary.number),
        parcels: whole(summary.total),
        invoice: papers.invoice_number.clone(),
        carrier: papers.carrier.clone(),
        tracking: Some(summary.tracking_code.clone()),
        sscc: summary.sscc.clone(),
        weight_g: parcel.weight_g.map(i64::unsigned_abs),
        ..ShippingTag::default()
    }))
}
