//! Changing an item: fields of the request replace those it has, the others stay. What stock on hand depends on is refused while
//! there is any: how it is told apart, its base unit, and a temperature that the places it lies in do not have.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk;
use bipe_store::item::{self, Details};
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, owner};
use serde_json::{Map, Value};

use super::add_item::{check, codes_of, conflict, details_of, show};
use super::{Answer, Office, answer, once, patch};
use crate::App;
use crate::http::Failure;

/// Changes the item with this SKU.
///
/// # Errors
/// Fields that make no sense, codes that another item has, or stock that forbids it.
pub async fn change_item(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    sku: String,
    changes: Map<String, Value>,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(&sku, &changes)).expect("a request serialises");
    once(app, session, headers, "change_item", &body, (sku, changes), |office, (sku, changes)| {
        Box::pin(change(office, sku, changes))
    })
    .await
}

async fn change(
    mut office: Office<'_>,
    sku: &str,
    changes: &Map<String, Value>,
) -> Result<Answer, StoreError> {
    let owner = match changes.get("owner_id").map(|id| serde_json::from_value(id.clone())) {
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => None,
        None => owner::first(office.tx).await?,
    };
    let before = match owner {
        Some(owner) => item::locked(office.tx, owner, sku).await?,
        None => None,
    };
    let Some(before) = before else {
        return Ok(Err(Failure::not_found(format!("the owner has no item {sku}"))));
    };
    let new: desk::Item = match patch::merge(&show(before.clone()), changes) {
        Ok(new) => new,
        Err(failure) => return Ok(Err(failure)),
    };
    if let Err(failure) = check(&new) {
        return Ok(Err(failure));
    }
    if new.sku != before.item.sku || new.id != Some(before.item.id) {
        let detail = "an item keeps its SKU and its id; add another code instead";
        return Ok(Err(Failure::unprocessable("item-invalid", "The item was not changed", detail)));
    }
    if let Some(failure) = forbidden(&mut office, &before, &new).await? {
        return Ok(Err(failure));
    }
    let after = details_of(&mut office, before.item.id, before.item.owner_id, &new, &before.item.packagings);
    let taken = item::taken(office.tx, before.item.owner_id, &codes_of(&after)).await?;
    let others: Vec<_> = taken.into_iter().filter(|(_, holder)| *holder != before.item.sku).collect();
    if !others.is_empty() {
        return Ok(Err(conflict(&after, others.into_iter())));
    }
    item::replace(office.tx, &after).await?;
    let detail = serde_json::to_string(changes).expect("a request serialises");
    let (id, actor) = (office.ids.next_uuid(), &office.session.actor);
    audit_log::insert(office.tx, id, actor, "item.changed", sku, &detail, office.at_ms).await?;
    Ok(answer(StatusCode::OK, &show(after)))
}

/// Why stock on hand forbids the change.
async fn forbidden(
    office: &mut Office<'_>,
    before: &Details,
    new: &desk::Item,
) -> Result<Option<Failure>, StoreError> {
    let told_apart = new.tracking != before.item.tracking || new.unit != before.item.unit;
    let warmer = new.temperature_class != before.keeping.temperature_class;
    if !told_apart && !warmer {
        return Ok(None);
    }
    let places = item::places(office.tx, before.item.id).await?;
    if let Some((.., code)) = places.first().filter(|_| told_apart) {
        let detail =
            format!("{} is in stock ({code}): tracking and base unit stay until it is gone", new.sku);
        return Ok(Some(Failure::conflict("stock-forbids", "The item was not changed", detail)));
    }
    let wrong = places
        .iter()
        .find(|(kind, class, _)| warmer && kind.is_allocatable() && *class != new.temperature_class);
    Ok(wrong.map(|(.., code)| {
        let detail = format!("{} lies in {code}, which has another temperature: move it first", new.sku);
        Failure::conflict("stock-forbids", "The item was not changed", detail)
    }))
}
