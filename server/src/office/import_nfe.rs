//! Importing an NF-e: an invoice's file becomes a receipt that waits at the dock.
//!
//! Everything is checked before anything is written, and all that is wrong is told in one answer. An item is known by its
//! GTIN (`cEAN`, then `cEANTrib`); only where the supplier gives none (`SEM GTIN`), by the supplier's own code (`cProd`) as
//! learned from earlier invoices. What a GTIN told is remembered for the supplier's code.
//!
//! An announced lot that has already expired is taken in as the document says it, with a note in the answer: the document is
//! what it is, and the goods are refused when they are scanned on arrival.

mod map;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::ReceiptDetail;
use bipe_api::problem::ProblemAt;
use bipe_core::flow::receive::{Line, Receipt, ReceiptKind, ReceiptStatus, Tolerance};
use bipe_core::id::{OwnerId, ReceiptId, ReceiptLineId, SupplierId};
use bipe_core::words::fault::FaultAt;
use bipe_store::event::NewEvent;
use bipe_store::receipt::{Detail, NewLine, NewReceipt, SupplierCode};
use bipe_store::session::Session;
use bipe_store::{StoreError, event, item, receipt};
use serde_json::json;

use super::{Answer, Office, answer, once, show_receipt};
use crate::App;
use crate::http::Failure;
use crate::integration::nfe::{self, Invoice, Reading, Unreadable};
use map::{Known, Mapped};

/// Imports a file.
///
/// # Errors
/// A file that is too large, no XML, no NF-e, or that does not fit what the warehouse knows; an invoice that was imported before.
pub async fn import_nfe(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    file: &[u8],
) -> Result<Response, Failure> {
    if file.len() > nfe::FILE_BYTES_MAX {
        return Err(too_large());
    }
    let reading = nfe::read(file).map_err(unreadable)?;
    once(app, session, headers, "import_nfe", file, reading, |office, reading| {
        Box::pin(import(office, reading))
    })
    .await
}

/// A file that is larger than any NF-e.
pub fn too_large() -> Failure {
    let detail = format!("an NF-e has at most {} bytes", nfe::FILE_BYTES_MAX);
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The file is too large", detail)
}

fn unreadable(why: Unreadable) -> Failure {
    let (detail, at) = match why {
        Unreadable::Xml(at) => ("the file is not well-formed XML", at),
        Unreadable::NotNfe(at) => ("the file is XML, but not an NF-e", at),
    };
    Failure::unprocessable("nfe-unreadable", "The NF-e can't be read", detail).with_errors(vec![at])
}

/// All that is wrong with a file, by item number; what concerns the whole of it first.
fn invalid(mut errors: Vec<FaultAt>) -> Failure {
    let number = |at: &str| at.strip_prefix("det[")?.split_once(']')?.0.parse::<u32>().ok();
    errors.sort_by_key(|error| number(&error.at));
    let detail = "nothing was imported; mend each of these and send the file again";
    Failure::unprocessable("nfe-invalid", "The NF-e can't be imported", detail).with_errors(errors)
}

async fn import(mut office: Office<'_>, reading: &Reading) -> Result<Answer, StoreError> {
    let Some(invoice) = &reading.invoice else { return Ok(Err(invalid(reading.faults.clone()))) };
    if let Some((id, number)) = receipt::by_access_key(office.tx, invoice.key.as_str()).await? {
        let detail = format!("the access key {} is that of receipt {number} ({id})", invoice.key);
        return Ok(Err(Failure::conflict("nfe-known", "This invoice was imported before", detail)));
    }
    let owners = receipt::owners(office.tx).await?;
    let Some((owner_id, is_recipient)) = owner_of(&owners, invoice) else {
        return Ok(Err(Failure::conflict("no-owner", "There is no owner of goods", "add an owner first")));
    };
    let known = known(&mut office, owner_id, invoice).await?;
    let (mapped, misfits) = map::map(invoice, &known);
    let errors: Vec<FaultAt> = reading.faults.iter().cloned().chain(misfits).collect();
    if !errors.is_empty() {
        return Ok(Err(invalid(errors)));
    }
    let (detail, access_key) = store(&mut office, owner_id, invoice, mapped, known).await?;
    let mut notes = notes(&detail, office.today);
    if let Some(tax_id) = invoice.recipient_tax_id.as_ref().filter(|_| !is_recipient) {
        let message = format!("{tax_id} is no owner here; the goods are taken for the first owner's");
        notes.push(ProblemAt { at: "dest".to_owned(), message });
    }
    let stored = Detail { receipt: detail, access_key, created_at_ms: office.at_ms };
    let body = ReceiptDetail { notes, ..show_receipt::show(&stored) };
    Ok(answer(StatusCode::CREATED, &body))
}

/// The owner whom the invoice is for, else the first; and whether it is for them.
fn owner_of(owners: &[(OwnerId, String)], invoice: &Invoice) -> Option<(OwnerId, bool)> {
    let recipient = invoice.recipient_tax_id.as_ref();
    let meant =
        owners.iter().find(|(_, tax_id)| recipient.is_some_and(|wanted| plain(tax_id) == plain(wanted)));
    meant.map(|(id, _)| (*id, true)).or_else(|| owners.first().map(|(id, _)| (*id, false)))
}

/// A CNPJ without its dots and dashes.
fn plain(tax_id: &str) -> String {
    tax_id.chars().filter(char::is_ascii_alphanumeric).collect()
}

async fn known(office: &mut Office<'_>, owner: OwnerId, invoice: &Invoice) -> Result<Known, StoreError> {
    let gtins = invoice.lines.iter().flat_map(|line| line.gtin.iter().chain(&line.tax_gtin));
    let gtins: Vec<String> = gtins.map(|gtin| gtin.as_str().to_owned()).collect();
    let by_gtin = receipt::items_by_code(office.tx, owner, &gtins).await?;
    let codes: Vec<String> = invoice.lines.iter().map(|line| line.supplier_code.clone()).collect();
    let supplier = &invoice.supplier.tax_id;
    let by_supplier = receipt::items_by_supplier(office.tx, supplier, owner, &codes).await?;
    let ids: Vec<_> = by_gtin.values().map(|(id, _)| *id).chain(by_supplier.values().copied()).collect();
    let items = item::by_ids(office.tx, &ids).await?;
    let items = items.into_iter().map(|item| (item.id, item)).collect();
    Ok(Known { by_gtin, by_supplier, items })
}

async fn store(
    office: &mut Office<'_>,
    owner_id: OwnerId,
    invoice: &Invoice,
    mapped: Vec<Mapped>,
    known: Known,
) -> Result<(Receipt, Option<String>), StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let (name, tax_id) = (&invoice.supplier.name, &invoice.supplier.tax_id);
    let new_id = SupplierId(office.ids.next_uuid());
    let supplier_id = receipt::supplier(office.tx, new_id, name, tax_id).await?;
    let learned = learned(&mapped);
    if !learned.is_empty() {
        receipt::remember(office.tx, supplier_id, &learned).await?;
    }
    let mut lines = Vec::with_capacity(mapped.len());
    for line in mapped {
        let id = ReceiptLineId(office.ids.next_uuid());
        let Mapped { number, item_id, expected_base, lots, .. } = line;
        lines.push(NewLine { id, number, item_id, expected_base, lots });
    }
    let access_key = Some(invoice.key.as_str().to_owned());
    let id = ReceiptId(office.ids.next_uuid());
    let number = invoice.number.clone();
    let rule = receipt::rule(office.tx, warehouse).await?;
    let new = NewReceipt {
        id,
        owner_id,
        supplier_id,
        kind: ReceiptKind::Nfe,
        blind: rule.blind,
        over_receipt_percent: None,
        number,
        access_key,
        lines,
    };
    receipt::insert(office.tx, warehouse, &new, office.at_ms).await?;
    let payload = json!({
        "receipt_id": id, "kind": new.kind, "number": new.number, "supplier": name, "access_key": new.access_key,
    });
    let imported = NewEvent { kind: "receipt.expected", subject_id: id.0, payload: payload.to_string() };
    event::append(office.tx, warehouse, &imported, office.at_ms, &mut office.ids).await?;
    let line = |new: NewLine| Line {
        lots: new.lots,
        ..Line::new(new.id, new.number, new.item_id, new.expected_base)
    };
    let receipt = Receipt {
        id,
        owner_id,
        kind: new.kind,
        blind: new.blind,
        number: new.number,
        supplier: name.clone(),
        status: ReceiptStatus::Expected,
        tolerance: Tolerance { own_percent: None, warehouse_percent: rule.over_receipt_percent },
        lines: new.lines.into_iter().map(line).collect(),
        items: known.items.into_values().collect(),
    };
    Ok((receipt, new.access_key))
}

/// What GTINs told about the supplier's codes, each code once; a code that stands for two items tells nothing.
fn learned(mapped: &[Mapped]) -> Vec<SupplierCode> {
    let mut learned: Vec<SupplierCode> = Vec::new();
    let mut torn = Vec::new();
    for line in mapped.iter().filter(|line| line.by_gtin) {
        match learned.iter().find(|one| one.code == line.supplier_code) {
            Some(one) if one.item_id != line.item_id => torn.push(line.supplier_code.clone()),
            Some(_) => {}
            None => learned.push(SupplierCode { code: line.supplier_code.clone(), item_id: line.item_id }),
        }
    }
    learned.retain(|one| !torn.contains(&one.code));
    learned
}

/// What is odd about an invoice that was imported.
fn notes(receipt: &Receipt, today: time::Date) -> Vec<ProblemAt> {
    let lots = receipt.lines.iter().flat_map(|line| line.lots.iter().map(move |lot| (line.number, lot)));
    let expired = lots.filter(|(_, lot)| lot.expiry.is_some_and(|expiry| expiry < today));
    let note = |(number, lot): (i64, &bipe_core::flow::receive::AnnouncedLot)| ProblemAt {
        at: format!("det[{number}]/prod/rastro"),
        message: format!("lot {} has expired; it will be refused on arrival", lot.code),
    };
    expired.map(note).collect()
}
