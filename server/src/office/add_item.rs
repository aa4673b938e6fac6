//! Adding an item with its packagings. Its SKU and the GTINs of its packagings become codes that scans find it by, so none may
//! be taken by another item of the owner, or look like a label that the warehouse prints itself (R22).

use std::collections::BTreeSet;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk;
use bipe_core::code::{Gtin, own};
use bipe_core::id::{ItemId, OwnerId, PackagingId};
use bipe_core::item::{Arrival, Item, Keeping, Measures, Packaging, PackagingKind};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::item::Details;
use bipe_store::session::Session;
use bipe_store::{StoreError, item, owner, receipt};

use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// The longest SKU and unit, in characters.
const SKU_LENGTH_MAX: usize = 60;
const UNIT_LENGTH_MAX: usize = 10;
/// The longest name.
const NAME_LENGTH_MAX: usize = 200;
/// The longest shelf life, in days: a century.
const DAYS_MAX: i64 = 36_500;
/// The most base units in a packaging, the heaviest (100 t) and the longest (20 m): beyond it is a slip of the keyboard.
const QUANTITY_BASE_MAX: i64 = 1_000_000_000;
const WEIGHT_G_MAX: i64 = 100_000_000;
const LENGTH_MM_MAX: i64 = 20_000;
/// Codes besides SKU and GTINs.
const CODES_MAX: usize = 50;

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
    check(&new)?;
    once(app, session, headers, "add_item", body, new, |office, new| Box::pin(add(office, new))).await
}

/// Checks what an item says by itself.
pub(super) fn check(new: &desk::Item) -> Result<(), Failure> {
    let errors = faults(new);
    if errors.is_empty() {
        return Ok(());
    }
    let detail = "nothing was stored; mend each of these";
    Err(Failure::unprocessable("item-invalid", "The item makes no sense", detail).with_errors(errors))
}

fn text(text: &str, max: usize) -> Option<Fault> {
    let length = text.chars().count();
    (text.trim() != text || !(1..=max).contains(&length)).then(|| fault::text_bare(max))
}

fn faults(new: &desk::Item) -> Vec<FaultAt> {
    let mut faults = Vec::new();
    let mut add = |at: String, fault: Fault| faults.push(FaultAt::new(at, fault));
    let texts = [
        ("sku", &new.sku, SKU_LENGTH_MAX),
        ("name", &new.name, NAME_LENGTH_MAX),
        ("unit", &new.unit, UNIT_LENGTH_MAX),
    ];
    for (at, value, max) in texts {
        if let Some(fault) = text(value, max) {
            add(at.to_owned(), fault);
        }
    }
    if own::is_private(&new.sku) {
        add("sku".to_owned(), fault::private_text(&new.sku));
    }
    for (at, days) in [
        ("remaining_days_min", Some(new.remaining_days_min)),
        ("arrival_days_min", Some(new.arrival_days_min)),
        ("shelf_life_days", new.shelf_life_days),
        ("best_before_lead_days", new.best_before_lead_days),
        ("removal_lead_days", new.removal_lead_days),
    ] {
        if days.is_some_and(|days| !(0..=DAYS_MAX).contains(&days)) {
            add(at.to_owned(), fault::days(DAYS_MAX));
        }
    }
    if new.over_receipt_percent.is_some_and(|percent| !(0..=100).contains(&percent)) {
        add("over_receipt_percent".to_owned(), fault::percent());
    }
    if new.codes.len() > CODES_MAX {
        add("codes".to_owned(), fault::at_most(CODES_MAX));
    }
    let mut codes = BTreeSet::from([new.sku.clone()]);
    for (index, code) in new.codes.iter().enumerate() {
        let at = format!("codes[{index}]");
        if let Some(fault) = text(code, SKU_LENGTH_MAX) {
            add(at, fault);
        } else if own::is_private(code) {
            add(at, fault::private_text(code));
        } else if !codes.insert(stored_code(code)) {
            add(at, fault::twice(code));
        }
    }
    faults.extend(packaging_faults(&new.packagings, codes));
    faults
}

fn packaging_faults(packagings: &[desk::Packaging], mut codes: BTreeSet<String>) -> Vec<FaultAt> {
    let mut faults = Vec::new();
    let mut names = BTreeSet::new();
    for (index, packaging) in packagings.iter().enumerate() {
        let mut add = |field: &str, fault: Fault| {
            faults.push(FaultAt::new(format!("packagings[{index}].{field}"), fault));
        };
        if let Some(fault) = text(&packaging.name, UNIT_LENGTH_MAX) {
            add("name", fault);
        }
        if !names.insert(&packaging.name) {
            add("name", fault::twice(&packaging.name));
        }
        for (field, value, least, most) in [
            ("quantity_base", packaging.quantity_base, 1, QUANTITY_BASE_MAX),
            ("weight_g", packaging.weight_g, 0, WEIGHT_G_MAX),
            ("length_mm", packaging.length_mm, 0, LENGTH_MM_MAX),
            ("width_mm", packaging.width_mm, 0, LENGTH_MM_MAX),
            ("height_mm", packaging.height_mm, 0, LENGTH_MM_MAX),
        ] {
            if !(least..=most).contains(&value) {
                add(field, fault::number(least, most));
            }
        }
        match packaging.gtin.as_deref().map(Gtin::parse) {
            Some(Err(error)) => add("gtin", error.fault()),
            Some(Ok(gtin)) if !codes.insert(gtin.as_str().to_owned()) => {
                add("gtin", fault::twice(gtin));
            }
            _ => {}
        }
        if packaging.codes.len() > CODES_MAX {
            add("codes", fault::at_most(CODES_MAX));
        }
        for code in &packaging.codes {
            if let Some(fault) = text(code, SKU_LENGTH_MAX) {
                add("codes", fault);
            } else if own::is_private(code) {
                add("codes", fault::private_text(code));
            } else if !codes.insert(stored_code(code)) {
                add("codes", fault::twice(code));
            }
        }
    }
    faults
}

/// A code as it is looked up: GTINs have 14 digits.
fn stored_code(code: &str) -> String {
    Gtin::parse(code).map_or_else(|_| code.to_owned(), |gtin| gtin.as_str().to_owned())
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
    let id = new.id.unwrap_or_else(|| ItemId(office.ids.next_uuid()));
    let item = details_of(&mut office, id, owner, new, &[]);
    let taken = item::taken(office.tx, owner, &codes_of(&item)).await?;
    let known = item::by_ids(office.tx, &[id]).await?;
    if !taken.is_empty() || !known.is_empty() {
        let same = known.into_iter().map(|known| (known.id.to_string(), known.sku));
        return Ok(Err(conflict(&item, same.chain(taken))));
    }
    item::insert_details(office.tx, std::slice::from_ref(&item)).await?;
    Ok(answer(StatusCode::CREATED, &show(item)))
}

/// All codes that name it.
pub(super) fn codes_of(details: &Details) -> Vec<String> {
    let gtins = details.item.packagings.iter().filter_map(|packaging| packaging.gtin.clone());
    let others = details.codes.iter().chain(details.packaging_codes.iter().map(|(code, _)| code)).cloned();
    std::iter::once(details.item.sku.clone()).chain(gtins).chain(others).collect()
}

/// The item as it is stored. Packagings that it had keep their id by their name.
pub(super) fn details_of(
    office: &mut Office<'_>,
    id: ItemId,
    owner_id: OwnerId,
    new: &desk::Item,
    had: &[Packaging],
) -> Details {
    let mut packaging = |one: &desk::Packaging| Packaging {
        id: had
            .iter()
            .find(|before| before.name == one.name)
            .map_or_else(|| PackagingId(office.ids.next_uuid()), |before| before.id),
        name: one.name.clone(),
        kind: one.kind.unwrap_or_else(|| PackagingKind::of(one.quantity_base)),
        gtin: one.gtin.as_deref().map(stored_code),
        quantity_base: one.quantity_base,
        weight_g: one.weight_g,
    };
    let measures = |one: &desk::Packaging| Measures {
        length_mm: one.length_mm,
        width_mm: one.width_mm,
        height_mm: one.height_mm,
    };
    // As the store lists them: the largest first.
    let mut wanted: Vec<&desk::Packaging> = new.packagings.iter().collect();
    wanted.sort_by(|a, b| (b.quantity_base, &a.name).cmp(&(a.quantity_base, &b.name)));
    let packagings: Vec<Packaging> = wanted.iter().map(|one| packaging(one)).collect();
    let named = packagings.iter().zip(&wanted);
    let named = named.flat_map(|(one, said)| said.codes.iter().map(|code| (stored_code(code), one.id)));
    Details {
        packaging_codes: named.collect(),
        measures: wanted.iter().map(|one| measures(one)).collect(),
        keeping: Keeping {
            temperature_class: new.temperature_class,
            abc_class: new.abc_class,
            handling: new.handling,
            strategy: new.strategy,
        },
        codes: new.codes.iter().map(|code| stored_code(code)).collect(),
        item: Item {
            id,
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
            arrival: Arrival {
                over_receipt_percent: new.over_receipt_percent,
                remaining_days_min: new.arrival_days_min,
            },
            remaining_days_min: new.remaining_days_min,
            packagings,
        },
    }
}

/// An item on the wire.
pub fn show(details: Details) -> desk::Item {
    let Details { item, keeping, measures, codes, packaging_codes } = details;
    let named = |one: &Packaging| {
        let theirs = packaging_codes.iter().filter(|(_, of)| *of == one.id);
        theirs.map(|(code, _)| code.clone()).collect()
    };
    let packaging = |(one, measures): (Packaging, Measures)| desk::Packaging {
        codes: named(&one),
        name: one.name,
        gtin: one.gtin,
        quantity_base: one.quantity_base,
        weight_g: one.weight_g,
        kind: Some(one.kind),
        length_mm: measures.length_mm,
        width_mm: measures.width_mm,
        height_mm: measures.height_mm,
    };
    desk::Item {
        id: Some(item.id),
        owner_id: Some(item.owner_id),
        sku: item.sku,
        name: item.name,
        unit: item.unit,
        tracking: item.tracking,
        expires: item.expires,
        rotation_policy: item.rotation_policy,
        remaining_days_min: item.remaining_days_min,
        arrival_days_min: item.arrival.remaining_days_min,
        over_receipt_percent: item.arrival.over_receipt_percent,
        shelf_life_days: item.shelf_life_days,
        best_before_lead_days: item.best_before_lead_days,
        removal_lead_days: item.removal_lead_days,
        temperature_class: keeping.temperature_class,
        abc_class: keeping.abc_class,
        handling: keeping.handling,
        strategy: keeping.strategy,
        codes,
        packagings: item.packagings.into_iter().zip(measures).map(packaging).collect(),
    }
}

/// Names each code that is taken, where it stands in the request, and by whom.
pub(super) fn conflict(details: &Details, taken: impl Iterator<Item = (String, String)>) -> Failure {
    let place = |code: &str| {
        let of = |one: &Packaging| one.gtin.as_deref() == Some(code);
        let other = details.codes.iter().position(|other| other == code);
        let named = details.packaging_codes.iter().find(|(named, _)| named == code);
        let named = named.and_then(|(_, id)| details.item.packagings.iter().position(|one| one.id == *id));
        match (details.item.packagings.iter().position(of), other) {
            (Some(index), _) => format!("packagings[{index}].gtin"),
            (_, Some(index)) => format!("codes[{index}]"),
            _ if code == details.item.sku => "sku".to_owned(),
            _ if named.is_some() => format!("packagings[{}].codes", named.unwrap_or_default()),
            _ => "id".to_owned(),
        }
    };
    let errors = taken.map(|(code, sku)| FaultAt::new(place(&code), fault::taken(code, sku))).collect();
    let detail = "each code names one item of an owner";
    Failure::conflict("item-exists", "A code is taken", detail).with_errors(errors)
}
