//! What a request for an order must be: each wrong place by name.

use bipe_api::desk::{Address, NewOrder};
use bipe_core::id::OwnerId;
use bipe_core::order::Wanted;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::{StoreError, carrier, order, owner, zone};
use uuid::Uuid;

use crate::clock::parse_rfc3339;
use crate::http::Failure;
use crate::office::Office;

/// The most lines of one order.
const LINES_MAX: usize = 1_000;
/// The most base units of one line.
pub(in crate::office) const QUANTITY_BASE_MAX: i64 = 1_000_000_000;
/// The most days of life a customer can ask for: ten years.
pub(in crate::office) const REMAINING_DAYS_MAX: i64 = 3_650;
/// The most days for which stock is held.
const HOLD_DAYS_MAX: i64 = 90;
/// The priorities that an order may have.
pub const PRIORITIES: std::ops::RangeInclusive<i64> = -100..=100;
/// The most zones that an order names.
const ZONES_MAX: usize = 50;

/// What is wrong in the request itself.
pub fn wrong_fields(request: &NewOrder) -> Vec<FaultAt> {
    let mut errors = Errors::default();
    let to = &request.ship_to;
    errors.text("number", &request.number, 1, 40);
    errors.text("channel", &request.channel, 0, 40);
    errors.0.extend(wrong_address("ship_to", to));
    if let Some(number) = &request.invoice_number {
        errors.text("invoice_number", number, 1, 44);
    }
    if !(0..=REMAINING_DAYS_MAX).contains(&request.remaining_days_min) {
        errors.add("remaining_days_min", fault::days(REMAINING_DAYS_MAX));
    }
    if !PRIORITIES.contains(&request.priority) {
        errors.add("priority", fault::number(PRIORITIES.start(), PRIORITIES.end()));
    }
    if let Some(customer) = &request.customer {
        errors.text("customer.code", &customer.code, 1, 40);
        errors.text("customer.name", &customer.name, 0, 80);
    }
    if request.zones.len() > ZONES_MAX {
        errors.add("zones", fault::zones_at_most(ZONES_MAX));
    }
    if request.lines.is_empty() || request.lines.len() > LINES_MAX {
        errors.add("lines", fault::lines(LINES_MAX));
    }
    for (at, line) in request.lines.iter().enumerate().take(LINES_MAX) {
        if line.quantity_base <= 0 || line.quantity_base > QUANTITY_BASE_MAX {
            errors.add(&format!("lines[{at}].quantity_base"), fault::base_units(1, QUANTITY_BASE_MAX));
        }
    }
    errors.0
}

/// What is wrong in an address that stands in the field `at`.
pub fn wrong_address(at: &str, to: &Address) -> Vec<FaultAt> {
    let mut errors = Errors::default();
    for (field, text, least, most) in [
        ("name", &to.name, 1, 80),
        ("street", &to.street, 1, 120),
        ("complement", &to.complement, 0, 80),
        ("district", &to.district, 0, 80),
        ("city", &to.city, 1, 80),
        ("state", &to.state, 1, 40),
        ("postal_code", &to.postal_code, 1, 12),
        ("phone", &to.phone, 0, 30),
    ] {
        errors.text(&format!("{at}.{field}"), text, least, most);
    }
    errors.0
}

/// What is wrong with a text in the field `at`.
pub fn wrong_text(at: &str, text: &str, least: usize, most: usize) -> Vec<FaultAt> {
    let mut errors = Errors::default();
    errors.text(at, text, least, most);
    errors.0
}

#[derive(Default)]
struct Errors(Vec<FaultAt>);

impl Errors {
    fn add(&mut self, at: &str, fault: Fault) {
        self.0.push(FaultAt::new(at, fault));
    }

    fn text(&mut self, at: &str, text: &str, least: usize, most: usize) {
        let length = text.trim().chars().count();
        if length < least {
            self.add(at, fault::missing());
        } else if length > most || text.chars().any(char::is_control) {
            self.add(at, fault::text_too_long(most));
        }
    }
}

/// A request with all that it names.
pub(super) struct Checked {
    pub(super) owner_id: OwnerId,
    pub(super) carrier_id: Uuid,
    pub(super) wanted: Vec<Wanted>,
    pub(super) hold_until_ms: Option<i64>,
}

/// Looks up what the request names; or says each wrong place.
pub(super) async fn check(
    office: &mut Office<'_>,
    request: &NewOrder,
) -> Result<Result<Checked, Failure>, StoreError> {
    let mut errors = Errors(wrong_fields(request));
    let owner_id = match &request.owner {
        Some(code) => owner::by_code(office.tx, code).await?,
        None => owner::first(office.tx).await?,
    };
    if owner_id.is_none() {
        errors.add("owner", fault::no_owner());
    }
    let carrier = match &request.carrier {
        Some(code) => carrier::by_code(office.tx, code).await?,
        None => carrier::first(office.tx).await?,
    };
    if carrier.is_none() {
        errors.add("carrier", fault::no_carrier());
    }
    wrong_zones(office, &request.zones, &mut errors).await?;
    let hold_until_ms = request.reserve_until.as_deref().map(|text| hold_until(text, office.at_ms));
    let hold_until_ms = match hold_until_ms.transpose() {
        Ok(until) => until,
        Err(fault) => {
            errors.add("reserve_until", fault);
            None
        }
    };
    let mut wanted = Vec::new();
    if let Some(owner_id) = owner_id {
        let skus: Vec<&str> = request.lines.iter().take(LINES_MAX).map(|line| line.sku.as_str()).collect();
        let known = order::items_by_sku(office.tx, owner_id, &skus).await?;
        for (at, line) in request.lines.iter().enumerate().take(LINES_MAX) {
            let Some(item) = known.iter().find(|item| item.sku == line.sku) else {
                errors.add(&format!("lines[{at}].sku"), fault::no_item(format!("{:?}", cut(&line.sku))));
                continue;
            };
            let remaining_days_min = item.remaining_days_min.max(request.remaining_days_min);
            let (item_id, quantity_base) = (item.item_id, line.quantity_base);
            wanted.push(Wanted { item_id, quantity_base, remaining_days_min });
        }
    }
    Ok(match (owner_id, carrier) {
        (Some(owner_id), Some(carrier)) if errors.0.is_empty() => {
            Ok(Checked { owner_id, carrier_id: carrier.id, wanted, hold_until_ms })
        }
        _ => Err(wrong(errors.0)),
    })
}

/// Until when stock is held, in Unix milliseconds.
fn hold_until(text: &str, at_ms: i64) -> Result<i64, Fault> {
    let until_ms = parse_rfc3339(text).ok_or_else(fault::moment)?;
    if until_ms <= at_ms || until_ms > at_ms + HOLD_DAYS_MAX * 24 * 3_600_000 {
        return Err(fault::moment_within(HOLD_DAYS_MAX));
    }
    Ok(until_ms)
}

/// Zones that this warehouse has not, or that stand there twice.
async fn wrong_zones(
    office: &mut Office<'_>,
    zones: &[String],
    errors: &mut Errors,
) -> Result<(), StoreError> {
    if zones.is_empty() {
        return Ok(());
    }
    let known = zone::codes(office.tx, office.session.actor.warehouse_id).await?;
    for (at, code) in zones.iter().enumerate().take(ZONES_MAX) {
        let place = format!("zones[{at}]");
        if !known.contains(code) {
            errors.add(&place, fault::no_zone(format!("{:?}", cut(code))));
        } else if zones[..at].contains(code) {
            errors.add(&place, fault::twice(format!("{:?}", cut(code))));
        } else if code.contains(order::ZONE_SEPARATOR) {
            errors.add(&place, fault::zone_separator(format!("{:?}", order::ZONE_SEPARATOR)));
        }
    }
    Ok(())
}

fn wrong(errors: Vec<FaultAt>) -> Failure {
    Failure::unprocessable("wrong-fields", "The order was not taken", "some fields are wrong")
        .with_errors(errors)
}

/// The beginning of a text, for a message.
fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
