//! What comes to the demo from outside: orders and invoices, by the same jobs that serve shops and desks. Each has a key, so that a
//! demo whose first start was cut short gets the rest at the next one, and nothing twice.

use std::path::Path;

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bipe_core::actor::{Actor, Role};
use bipe_core::id::{Ids, OwnerId, SessionId};
use bipe_core::words::Language;
use bipe_store::session::Session;
use bipe_store::user;
use bipe_store::warehouse::Warehouse;

use super::{goods, invoices, orders};
use crate::App;
use crate::clock::date_in;
use crate::http::Failure;
use crate::office::{import_nfe, take_order};

/// Who lets them in.
const LOGIN: &str = "elisa";

/// Takes the demo's orders and imports its invoices, whose files are kept in `data`.
///
/// # Errors
/// In words.
pub async fn let_in(app: &App, place: &Warehouse, data: &Path) -> Result<(), String> {
    let session = session(app, place).await?;
    let today = date_in(&place.time_zone, app.clock.now_ms());
    let goods = goods::all(OwnerId(uuid::Uuid::nil()), &mut Ids::new(0, 0));
    let folder = data.join("invoices");
    for invoice in invoices::all(&goods, today) {
        let headers = key(&invoice.key);
        let file = folder.join(format!("{}.xml", invoice.key));
        let imported = import_nfe::import_nfe(app, session.clone(), &headers, invoice.xml.as_bytes()).await;
        if done_now(imported)? {
            let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, &invoice.xml));
            written.map_err(|error| format!("{}: {error}", file.display()))?;
        }
    }
    for order in orders::all(&goods, today) {
        let headers = key(&order.number);
        let body = serde_json::to_vec(&order).expect("an order serialises");
        done_now(take_order::take(app, session.clone(), &headers, &body, order).await)?;
    }
    Ok(())
}

/// Whether it was taken; a conflict says that it was before.
fn done_now<T>(answer: Result<T, Failure>) -> Result<bool, String> {
    match answer {
        Ok(_) => Ok(true),
        Err(Failure { problem, .. }) if problem.status == StatusCode::CONFLICT.as_u16() => Ok(false),
        Err(Failure { problem, .. }) => {
            let wrong: Vec<String> =
                problem.errors.iter().map(|error| format!("{}: {}", error.at, error.message)).collect();
            let detail = problem.detail.unwrap_or_default();
            Err(format!("the demo is not as it should be: {}: {detail} {}", problem.title, wrong.join("; ")))
        }
    }
}

fn key(number: &str) -> HeaderMap {
    let value = HeaderValue::from_str(&format!("demo-{number}")).expect("numbers are plain characters");
    HeaderMap::from_iter([(axum::http::HeaderName::from_static("idempotency-key"), value)])
}

async fn session(app: &App, place: &Warehouse) -> Result<Session, String> {
    let mut tx = app.store.reader().await.map_err(|error| error.to_string())?;
    let known = user::by_login(&mut tx, LOGIN).await.map_err(|error| error.to_string())?;
    let known = known.ok_or("the demo's supervisor is gone")?;
    let actor = Actor {
        user_id: known.id,
        session_id: SessionId(uuid::Uuid::nil()),
        warehouse_id: place.id,
        name: LOGIN.to_owned(),
        language: Language::Pt,
        roles: vec![Role::Supervisor],
        device: "demo".to_owned(),
    };
    let (warehouse, time_zone, login) = (place.name.clone(), place.time_zone.clone(), known.login);
    Ok(Session { actor, warehouse, time_zone, expires_at_ms: i64::MAX, login, station: None })
}
