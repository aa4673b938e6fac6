//! Adding an item with its packagings. Its SKU and the GTINs of its packagings become codes that scans find it by, so none may
//! be taken by another item of the owner, or look like a label that the warehouse prints itself (R22).

use std::collections::BTreeSet;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk;
use bipe_api::problem::ProblemAt;
use bipe_core::code::{Gtin, own};
use bipe_core::id::{ItemId, OwnerId, PackagingId};
use bipe_core::item::{Item, Packaging};
use bipe_store::session::Session;
use bipe_store::{StoreError, item, owner, receipt};

use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::{Failure, items};

/// The longest SKU and unit, in characters.
const SKU_LENGTH_MAX: usize = 60;
const UNIT_LENGTH_MAX: usize = 10;
/// The longest name.
const NAME_LENGTH_MAX: usize = 200;
/// The longest shelf life, in days: a century.
const DAYS_MAX: i64 = 36_500;

/// Adds an item.
///
/// # Errors
/// Fields that make no sense, or codes that another item has.
pub async fn add_item(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    new: desk::Item,
) -> Result<Response, Failure> {
    let errors = faults(&new);
    if !errors.is_empty() {
        let detail = "nothing was stored; mend each of these";
        let failure = Failure::unprocessable("item-invalid", "The item makes no sense", detail);
        return Err(failure.with_errors(errors));
    }
    once(app, session, headers, "add_item", body, new, |office, new| Box::pin(add(office, new))).await
}

fn faults(new: &desk::Item) -> Vec<ProblemAt> {
    let mut faults = Vec::new();
    let mut fault = |at: String, message: String| faults.push(ProblemAt { at, message });
    let text = |text: &str, max: usize| {
        let length = text.chars().count();
        (text.trim() != text || !(1..=max).contains(&length))
            .then(|| format!("1 to {max} characters, without spaces around them"))
    };
    let texts = [
        ("sku", &new.sku, SKU_LENGTH_MAX),
        ("name", &new.name, NAME_LENGTH_MAX),
        ("unit", &new.unit, UNIT_LENGTH_MAX),
    ];
    for (at, value, max) in texts {
        if let Some(message) = text(value, max) {
            fault(at.to_owned(), message);
        }
    }
    if own::is_private(&new.sku) {
        fault("sku".to_owned(), format!("{} begins like a label of the warehouse itself", new.sku));
    }
    if new.remaining_days_min < 0 {
        fault("remaining_days_min".to_owned(), "0 or more".to_owned());
    }
    for (at, days) in [
        ("shelf_life_days", new.shelf_life_days),
        ("best_before_lead_days", new.best_before_lead_days),
        ("removal_lead_days", new.removal_lead_days),
    ] {
        if days.is_some_and(|days| !(0..=DAYS_MAX).contains(&days)) {
            fault(at.to_owned(), format!("0 to {DAYS_MAX} days"));
        }
    }
    let (mut names, mut gtins) = (BTreeSet::new(), BTreeSet::new());
    for (index, packaging) in new.packagings.iter().enumerate() {
        let at = |field: &str| format!("packagings[{index}].{field}");
        if let Some(message) = text(&packaging.name, UNIT_LENGTH_MAX) {
            fault(at("name"), message);
        }
        if !names.insert(&packaging.name) {
            fault(at("name"), format!("{} stands there twice", packaging.name));
        }
        if packaging.quantity_base < 1 {
            fault(at("quantity_base"), "1 or more".to_owned());
        }
        if packaging.weight_g < 0 {
            fault(at("weight_g"), "0 or more".to_owned());
        }
        match packaging.gtin.as_deref().map(Gtin::parse) {
            Some(Err(error)) => fault(at("gtin"), error.to_string()),
            Some(Ok(gtin)) if !gtins.insert(gtin) => fault(at("gtin"), format!("{gtin} stands there twice")),
            _ => {}
        }
    }
    faults
}

async fn add(mut office: Office<'_>, new: &desk::Item) -> Result<Answer, StoreError> {
    let owner = match new.owner_id {
        Some(id) => {
            receipt::owners(office.tx).await?.into_iter().map(|(owner, _)| owner).find(|owner| *owner == id)
        }
        None => owner::first(office.tx).await?,
    };
    let Some(owner) = owner else {
        return Ok(Err(Failure::unprocessable("no-owner", "There is no such owner", "add the owner first")));
    };
    let item = item_of(&mut office, owner, new);
    let codes: Vec<String> = std::iter::once(item.sku.clone())
        .chain(item.packagings.iter().filter_map(|packaging| packaging.gtin.clone()))
        .collect();
    let taken = item::taken(office.tx, owner, &codes).await?;
    let known = item::by_ids(office.tx, &[item.id]).await?;
    if !taken.is_empty() || !known.is_empty() {
        let same = known.into_iter().map(|known| (known.id.to_string(), known.sku));
        return Ok(Err(conflict(&item, same.chain(taken))));
    }
    item::insert(office.tx, std::slice::from_ref(&item)).await?;
    Ok(answer(StatusCode::CREATED, &items::show(item)))
}

fn item_of(office: &mut Office<'_>, owner_id: OwnerId, new: &desk::Item) -> Item {
    let mut packaging = |one: &desk::Packaging| Packaging {
        id: PackagingId(office.ids.next_uuid()),
        name: one.name.clone(),
        gtin: one
            .gtin
            .as_deref()
            .and_then(|gtin| Gtin::parse(gtin).ok())
            .map(|gtin| gtin.as_str().to_owned()),
        quantity_base: one.quantity_base,
        weight_g: one.weight_g,
    };
    let packagings = new.packagings.iter().map(&mut packaging).collect();
    Item {
        id: new.id.unwrap_or_else(|| ItemId(office.ids.next_uuid())),
        owner_id,
        sku: new.sku.clone(),
        name: new.name.clone(),
        unit: new.unit.clone(),
        tracking: new.tracking,
        expires: new.expires,
        rotation_policy: new.rotation_policy,
        shelf_life_days: new.shelf_life_days,
        best_before_lead_days: new.best_before_lead_days,
        removal_lead_days: new.removal_lead_days,
        remaining_days_min: new.remaining_days_min,
        packagings,
    }
}

/// Names each code that is taken, where it stands in the request, and by whom.
fn conflict(item: &Item, taken: impl Iterator<Item = (String, String)>) -> Failure {
    let place = |code: &str| {
        let of = |one: &Packaging| one.gtin.as_deref() == Some(code);
        match item.packagings.iter().position(of) {
            Some(index) => format!("packagings[{index}].gtin"),
            None if code == item.sku => "sku".to_owned(),
            None => "id".to_owned(),
        }
    };
    let errors = taken
        .map(|(code, sku)| ProblemAt { at: place(&code), message: format!("{code} is taken by item {sku}") })
        .collect();
    let detail = "each code names one item of an owner";
    Failure::conflict("item-exists", "A code is taken", detail).with_errors(errors)
}
