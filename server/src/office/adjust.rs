//! Corrections and scrap: movements between a bin and the adjustment or scrap account, each with a reason.
//!
//! Core decides what may be corrected ([`bipe_core::ledger::adjust`]); reserved goods and goods of an order never are.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{Adjust, Adjusted};
use bipe_core::flow::UnitKind;
use bipe_core::id::{HandlingUnitId, LotId, OwnerId};
use bipe_core::item::{Item, Tracking};
use bipe_core::ledger::{self as goods, Movement, Named, Place, Reason, Spot, Unadjusted, Wish};
use bipe_core::location::LocationKind;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::event::NewEvent;
use bipe_store::ledger::Locked;
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, event, handling_unit, item, ledger, location, lot, stock};
use serde_json::json;

use super::customers::owner_of;
use super::hold_lot::REASON_LENGTH_MAX;
use super::take_order::{QUANTITY_BASE_MAX, wrong_text};
use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// Corrects stock.
///
/// # Errors
/// Each wrong field by name; 409 with what stands in the way.
pub async fn adjust(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: Adjust,
) -> Result<Response, Failure> {
    once(app, session, headers, "stock.adjust", body, request, |office, request| {
        Box::pin(run(office, request, Reason::Adjust))
    })
    .await
}

/// Throws goods away.
///
/// # Errors
/// As [`adjust`].
pub async fn scrap(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: Adjust,
) -> Result<Response, Failure> {
    if request.quantity_base <= 0 {
        return Err(wrong(vec![FaultAt::new("quantity_base", fault::more_than_zero())]));
    }
    let request = Adjust { quantity_base: request.quantity_base.saturating_neg(), ..request };
    once(app, session, headers, "stock.scrap", body, request, |office, request| {
        Box::pin(run(office, request, Reason::Scrap))
    })
    .await
}

/// Where and what a correction is about, locked.
pub(super) struct Loaded {
    pub(super) place: Place,
    pub(super) account: Place,
    pub(super) item: Item,
    pub(super) spot: Spot,
    pub(super) wish: Wish,
    pub(super) locked: Locked,
}

async fn run(mut office: Office<'_>, request: &Adjust, reason: Reason) -> Result<Answer, StoreError> {
    let errors = wrong_fields(request);
    if !errors.is_empty() {
        return Ok(Err(wrong(errors)));
    }
    let account = if reason == Reason::Scrap { LocationKind::Scrap } else { LocationKind::Adjustment };
    let loaded = match load(&mut office, request, account, None).await? {
        Ok(loaded) => loaded,
        Err(failure) => return Ok(Err(failure)),
    };
    let lot_id = match goods::adjust(&loaded.spot, &loaded.wish) {
        Ok(lot_id) => lot_id,
        Err(why) => return Ok(Err(refused(why))),
    };
    // Nothing is refused below this line.
    let (more, quantity_base) = (request.quantity_base > 0, request.quantity_base.abs());
    let (from, to) = if more { (loaded.account, loaded.place) } else { (loaded.place, loaded.account) };
    let movement =
        Movement { item_id: loaded.item.id, lot_id, quantity_base, reserved_base: 0, from, to, reason };
    let entry = office.entry();
    ledger::post(office.tx, &loaded.locked, &entry, &[movement], &mut office.ids).await?;
    let lot = lot_code(&loaded.spot, lot_id, request);
    told(&mut office, request, reason, (lot_id, &lot)).await?;
    let lying = stock::lying(office.tx, loaded.place.location_id, loaded.item.id).await?;
    let unit = loaded.place.handling_unit_id;
    let now = lying.iter().find(|row| row.lot_id == lot_id && row.handling_unit_id == unit);
    let (on_hand_base, reserved_base) = now.map_or((0, 0), |row| (row.on_hand_base, row.reserved_base));
    Ok(answer(StatusCode::CREATED, &Adjusted { lot_id, lot, on_hand_base, reserved_base }))
}

pub(super) fn lot_code(spot: &Spot, lot: LotId, request: &Adjust) -> String {
    let here = spot.lying.iter().find(|row| row.lot_id == lot).map(|row| row.lot.clone());
    here.or_else(|| request.lot.clone()).unwrap_or_default()
}

/// Looks up and locks the place, the account on the other side, the item (of `owner`, or of whom the request names) and the lot.
pub(super) async fn load(
    office: &mut Office<'_>,
    request: &Adjust,
    account: LocationKind,
    owner: Option<OwnerId>,
) -> Result<Result<Loaded, Failure>, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let mut missing = Vec::new();
    let mut no = |at: &str, fault: Fault| missing.push(FaultAt::new(at, fault));
    let owner = match owner {
        Some(owner) => Some(owner),
        None => owner_of(office.tx, request.owner.as_deref()).await?,
    };
    let place = location::by_code(office.tx, warehouse, &request.location).await?;
    let known = item::by_code(office.tx, owner, &request.sku).await?.pop().map(|(item, _)| item);
    let unit = match &request.unit_code {
        Some(code) => handling_unit::by_code(office.tx, warehouse, code).await?.map(|(unit, _)| unit),
        None => None,
    };
    if owner.is_none() {
        no("owner", fault::no_owner());
    }
    if place.is_none() {
        no("location", fault::no_location(&request.location));
    }
    if known.is_none() {
        no("sku", fault::no_item(&request.sku));
    }
    let stands = unit.as_ref().and_then(|unit| unit.location_id) == place.as_ref().map(|place| place.id);
    if let Some(code) = request.unit_code.as_ref().filter(|_| unit.is_none() || !stands) {
        no("unit_code", fault::not_standing(code));
    }
    let (Some(place), Some(item), true) = (place, known, missing.is_empty()) else {
        return Ok(Err(wrong(missing)));
    };
    let account = location::of_kind(office.tx, warehouse, account).await?;
    let locked = ledger::lock(office.tx, &[place.id, account.id]).await?;
    let lot = match &request.lot {
        Some(code) => match lot::locked(office.tx, item.id, code).await? {
            Some(lot) => Some(Named { id: lot.id, on_hand_base: lot.on_hand_base }),
            None => {
                return Ok(Err(wrong(vec![FaultAt::new("lot", fault::no_lot(&request.sku, code))])));
            }
        },
        None => None,
    };
    let counting = stock::bins(office.tx, &[place.id]).await?.pop().is_some_and(|bin| bin.room.counting);
    let lying = stock::lying(office.tx, place.id, item.id).await?;
    let handling_unit_id = unit.as_ref().map_or(HandlingUnitId::NONE, |unit| unit.id);
    // An empty tote or carton is waiting for an order's goods.
    let of_order = unit.is_some_and(|unit| {
        unit.order_id.is_some() || (unit.empty && matches!(unit.kind, UnitKind::Tote | UnitKind::Carton))
    });
    let spot = Spot { kind: place.kind, counting, of_order, lying };
    let serial = item.tracking == Tracking::Serial;
    let wish = Wish { lot, handling_unit_id, serial, quantity_base: request.quantity_base };
    let (place, account) = (Place::within(place.id, handling_unit_id), Place::loose(account.id));
    Ok(Ok(Loaded { place, account, item, spot, wish, locked }))
}

async fn told(
    office: &mut Office<'_>,
    request: &Adjust,
    reason: Reason,
    (lot_id, lot): (LotId, &str),
) -> Result<(), StoreError> {
    let kind = if reason == Reason::Scrap { "stock.scrapped" } else { "stock.adjusted" };
    let payload = json!({
        "command_id": office.command_id, "location": request.location, "sku": request.sku, "lot_id": lot_id,
        "lot": lot, "unit_code": request.unit_code, "quantity_base": request.quantity_base,
        "reason": request.reason.trim(),
    })
    .to_string();
    let (actor, at_ms, entry) = (&office.session.actor, office.at_ms, office.ids.next_uuid());
    let subject = format!("{} {} {lot}", request.location, request.sku);
    audit_log::insert(office.tx, entry, actor, kind, &subject, &payload, at_ms).await?;
    let event = NewEvent { kind, subject_id: office.command_id.0, payload };
    event::append(office.tx, actor.warehouse_id, &event, at_ms, &mut office.ids).await
}

pub(super) fn wrong_fields(request: &Adjust) -> Vec<FaultAt> {
    let mut errors = wrong_text("reason", &request.reason, 3, REASON_LENGTH_MAX);
    let right = -QUANTITY_BASE_MAX..=QUANTITY_BASE_MAX;
    if request.quantity_base == 0 || !right.contains(&request.quantity_base) {
        errors.push(FaultAt::new("quantity_base", fault::base_units_either_way(QUANTITY_BASE_MAX)));
    }
    errors
}

pub(super) fn wrong(errors: Vec<FaultAt>) -> Failure {
    let failure = Failure::unprocessable("wrong-fields", "Stock was not changed", "some fields are wrong");
    failure.with_errors(errors)
}

/// Why stock stays as it is.
pub(super) fn refused(why: Unadjusted) -> Failure {
    let (kind, detail) = match why {
        Unadjusted::Nothing => ("stock-nothing", "nothing would change".to_owned()),
        Unadjusted::NoBin => ("stock-no-bin", "stock is corrected in bins and at docks only".to_owned()),
        Unadjusted::Counting => ("stock-counting", "a count is at work there: end it first".to_owned()),
        Unadjusted::OfOrder => {
            ("stock-of-order", "those goods are an order's: change the order instead".to_owned())
        }
        Unadjusted::SeveralLots => ("stock-several-lots", "several lots lie there: name the lot".to_owned()),
        Unadjusted::NotThere => ("stock-not-there", "there is no such stock there".to_owned()),
        Unadjusted::TooMuch { on_hand_base } => {
            ("stock-too-much", format!("only {on_hand_base} are on hand there"))
        }
        Unadjusted::Reserved { free_base } => {
            ("stock-reserved", format!("only {free_base} are free there; the rest is reserved for orders"))
        }
        Unadjusted::SerialElsewhere => {
            ("stock-serial", "a serial is one piece, and this one is in stock".to_owned())
        }
    };
    Failure::conflict(kind, "Stock was not changed", detail)
}
