//! Doors of `/api/v1/audit`.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::{Extension, Json};
use bipe_api::desk::Explained;
use bipe_store::audit::explain::{After, Kind, Leg};
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, cursor};
use crate::office::explain as office;

/// What is to be explained: one of item, lot and location.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct What {
    /// An item's code.
    item: Option<String>,
    /// A lot's code.
    lot: Option<String>,
    /// The item whose lot is meant.
    #[serde(default)]
    sku: String,
    /// A location's code.
    location: Option<String>,
    /// Where the page of legs begins.
    cursor: Option<String>,
}

impl What {
    /// What is named; none when nothing is.
    pub fn named(&self) -> Result<Option<(Kind, &str)>, Failure> {
        match (&self.item, &self.lot, &self.location) {
            (Some(code), None, None) => Ok(Some((Kind::Item, code))),
            (None, Some(code), None) => Ok(Some((Kind::Lot, code))),
            (None, None, Some(code)) => Ok(Some((Kind::Location, code))),
            (None, None, None) => Ok(None),
            _ => Err(Failure::bad_request("name one of item, lot and location")),
        }
    }

    /// The item whose lot is meant; empty when none was named.
    pub fn sku(&self) -> &str {
        &self.sku
    }

    /// Where the page begins.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}

/// `GET /api/v1/audit/explain?item=|lot=&sku=|location=&cursor=`: each leg behind a figure.
pub async fn explain(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    what: Result<Query<What>, QueryRejection>,
) -> Result<Json<Explained>, Failure> {
    let Query(what) = what.map_err(|error| Failure::bad_request(error.body_text()))?;
    let none = || Failure::bad_request("name one of item, lot and location");
    let (kind, code) = what.named()?.ok_or_else(none)?;
    let after = cursor::read::<After>(what.cursor.as_deref())?.unwrap_or_default();
    let (mut tx, place) = (app.store.snapshot().await?, session.actor.warehouse_id);
    let subject = office::subject(&mut tx, place, kind, code, &what.sku).await??;
    let (shown, legs) = office::explain(&mut tx, place, subject, &after, cursor::ASK).await?;
    let page = cursor::page(legs, Leg::after, office::leg);
    Ok(Json(Explained { legs: page.rows, next: page.next, ..shown }))
}
