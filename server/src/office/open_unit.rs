//! Opening a handling unit: goods come out of a pallet and lie loose in the same bin, as a movement of its own.
//!
//! Core decides ([`bipe_core::ledger::open`]): what is reserved in the unit stays in it, where its picker looks for it.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{OpenUnit, Opened};
use bipe_core::flow::UnitKind;
use bipe_core::id::TaskId;
use bipe_core::ledger::{self as goods, Closed, Out};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::event::NewEvent;
use bipe_store::session::Session;
use bipe_store::{StoreError, event, handling_unit, item, ledger, lot, stock};
use serde_json::json;
use uuid::Uuid;

use super::customers::owner_of;
use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// Takes goods out of a unit.
///
/// # Errors
/// 404 for no unit; 422 for a field that makes no sense; 409 with what stands in the way.
pub async fn open(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    code: String,
    request: OpenUnit,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(&code, &request)).expect("a request serialises");
    once(app, session, headers, "unit.open", &body, (code, request), |office, (code, request)| {
        Box::pin(run(office, code, request))
    })
    .await
}

async fn run(mut office: Office<'_>, code: &str, request: &OpenUnit) -> Result<Answer, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let unit = handling_unit::by_code(office.tx, warehouse, code).await?;
    let Some((unit, place)) = unit.and_then(|(unit, _)| unit.location_id.map(|place| (unit, place))) else {
        return Ok(Err(Failure::not_found(format!("no handling unit {code} stands in this warehouse"))));
    };
    let owner = owner_of(office.tx, request.owner.as_deref()).await?;
    let Some((item, _)) = item::by_code(office.tx, owner, &request.sku).await?.pop() else {
        return Ok(Err(wrong("sku", fault::no_item(&request.sku))));
    };
    let lot = match &request.lot {
        Some(code) => match lot::by_code(office.tx, item.id, code).await? {
            Some(lot) => Some(lot.id),
            None => return Ok(Err(wrong("lot", fault::no_lot(&request.sku, code)))),
        },
        None => None,
    };
    let locked = ledger::lock(office.tx, &[place]).await?;
    let standing = handling_unit::on_floor(office.tx, unit.id, TaskId(Uuid::nil())).await?;
    let standing = standing.map(|(unit, _)| unit).filter(|unit| unit.location_id == place);
    let (Some(standing), Some(bin)) = (standing, stock::bins(office.tx, &[place]).await?.pop()) else {
        return Err(StoreError::Contention("the unit has moved on"));
    };
    let lying = stock::lying(office.tx, place, item.id).await?;
    let holds_base = standing.contents.iter().map(|content| content.quantity_base).sum();
    let in_use = unit.kind != UnitKind::Pallet || unit.order_id.is_some() || standing.holder.is_some();
    let (handling_unit_id, quantity_base) = (unit.id, request.quantity_base);
    let out = Out { item_id: item.id, handling_unit_id, location_id: place, lot, quantity_base };
    let movement = match goods::open(&bin.room, &lying, holds_base, in_use, &out) {
        Ok(movement) => movement,
        Err(why) => return Ok(Err(refused(why))),
    };
    // Nothing is refused below this line.
    let (entry, moved_base, lot_id) = (office.entry(), movement.quantity_base, movement.lot_id);
    ledger::post(office.tx, &locked, &entry, &[movement], &mut office.ids).await?;
    let row = lying.iter().find(|row| row.lot_id == lot_id && row.handling_unit_id == unit.id);
    let row = row.ok_or(StoreError::Contention("the goods were there just now"))?;
    let opened = Opened {
        location: bin.code,
        lot: row.lot.clone(),
        quantity_base: moved_base,
        left_base: row.on_hand_base - moved_base,
    };
    let payload = json!({
        "unit_code": unit.code, "location": opened.location, "sku": item.sku, "lot": opened.lot,
        "quantity_base": moved_base,
    });
    let event = NewEvent { kind: "unit.opened", subject_id: unit.id.0, payload: payload.to_string() };
    event::append(office.tx, warehouse, &event, office.at_ms, &mut office.ids).await?;
    Ok(answer(StatusCode::OK, &opened))
}

fn wrong(at: &str, fault: Fault) -> Failure {
    let failure = Failure::unprocessable("wrong-fields", "The unit was not opened", "some fields are wrong");
    failure.with_errors(vec![FaultAt::new(at, fault)])
}

/// Why it stays closed.
fn refused(why: Closed) -> Failure {
    let (kind, detail) = match why {
        Closed::Counting => ("unit-counting", "a count is at work there: end it first".to_owned()),
        Closed::InUse => ("unit-in-use", "its goods are an order's, or it is in someone's hands".to_owned()),
        Closed::NotThere => ("unit-not-there", "it holds no such goods".to_owned()),
        Closed::SeveralLots => {
            ("unit-several-lots", "it holds several lots of the item: name one".to_owned())
        }
        Closed::TooMuch { on_hand_base } => ("unit-too-much", format!("it holds {on_hand_base} of them")),
        Closed::Reserved { free_base } => {
            ("unit-reserved", format!("only {free_base} are free in it; the rest is reserved for orders"))
        }
        Closed::Full => {
            ("unit-full-bin", "the place has no room for loose goods beside its pallets".to_owned())
        }
    };
    Failure::conflict(kind, "The unit was not opened", detail)
}
