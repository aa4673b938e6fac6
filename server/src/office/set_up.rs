//! The first start: a warehouse with the places every flow needs, and its admin.
//!
//! Whoever reads the one-time code on the server's console may do it, once.

use axum::http::StatusCode;
use bipe_api::session::Session;
use bipe_api::setup::Setup;
use bipe_core::actor::Role;
use bipe_core::id::{Ids, LocationId, OwnerId, UserId, WarehouseId};
use bipe_core::location::LocationKind;
use bipe_core::words::Language;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::location::NewLocation;
use bipe_store::user::NewUser;
use bipe_store::warehouse::Warehouse;
use bipe_store::{StoreError, Tx, carrier, location, owner, user, warehouse};

use crate::App;
use crate::http::Failure;
use crate::office::take_order::wrong_address;
use crate::office::{log_in, users};

/// How long a session lasts unless set otherwise, in hours.
const SHIFT_HOURS: i64 = 12;

/// Makes the code that set-up asks for, unless someone is there already.
///
/// # Errors
/// The store's.
pub async fn offer(app: &App) -> Result<Option<String>, StoreError> {
    let mut tx = app.store.reader().await?;
    if user::count(&mut tx).await? > 0 {
        return Ok(None);
    }
    let code = crate::secret::code(8);
    *app.setup_code.lock().expect("no one panics with the code in hand") = Some(code.clone());
    Ok(Some(code))
}

struct First {
    warehouse: Warehouse,
    admin: NewUser,
    ids: Ids,
}

/// Sets the first warehouse up and logs its admin in.
///
/// # Errors
/// A wrong code, each wrong field by name, or that set-up was done already.
pub async fn set_up(app: &App, request: Setup) -> Result<Session, Failure> {
    let expected = app.setup_code.lock().expect("no one panics with the code in hand").clone();
    let Some(expected) = expected else {
        let detail = "this server has users already; log in instead";
        return Err(Failure::conflict("set-up-done", "Set-up is done", detail));
    };
    if request.code.trim().to_uppercase() != expected {
        let detail = "the code stands on the server's console; it changes with each start";
        return Err(Failure::new(StatusCode::FORBIDDEN, "wrong-code", "Wrong set-up code", detail));
    }
    check(&request)?;
    let mut ids = app.clock.ids();
    let new = first(app, &request, &mut ids).await;
    let (place, admin) = (new.warehouse.clone(), new.admin.id);
    app.store
        .write("set_up", new, |tx, new| {
            Box::pin(async move {
                let mut ids = new.ids.clone();
                furnish(tx, &new.warehouse, &mut ids).await?;
                user::insert(tx, &new.admin).await?;
                user::grant(tx, new.admin.id, new.warehouse.id, Role::Admin).await
            })
        })
        .await?;
    *app.setup_code.lock().expect("no one panics with the code in hand") = None;
    app.announce();
    log_in::start(app, admin, &place, "set-up".to_owned(), app.clock.now_ms()).await
}

async fn first(app: &App, request: &Setup, ids: &mut Ids) -> First {
    let name = request.warehouse_name.trim().to_owned();
    let warehouse = Warehouse {
        id: WarehouseId(ids.next_uuid()),
        code: request.warehouse_code.trim().to_uppercase(),
        name,
        time_zone: request.time_zone.trim().to_owned(),
        gs1_prefix: request.gs1_prefix.trim().to_owned(),
        address: serde_json::to_string(&request.address).expect("an address serialises"),
        shift_hours: SHIFT_HOURS,
    };
    let admin = NewUser {
        id: UserId(ids.next_uuid()),
        login: request.login.trim().to_owned(),
        name: request.name.trim().to_owned(),
        language: Language::Pt,
        pin_hash: Some(app.vault.hash(&request.pin).await),
        password_hash: Some(app.vault.hash(&request.password).await),
    };
    First { warehouse, admin, ids: ids.fork() }
}

fn check(request: &Setup) -> Result<(), Failure> {
    let mut errors = Vec::new();
    let mut wrong = |at: &str, fault: Fault| errors.push(FaultAt::new(at, fault));
    let code = request.warehouse_code.trim();
    if code.is_empty() || code.len() > 12 || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        wrong("warehouse_code", fault::letters_digits(12));
    }
    if request.warehouse_name.trim().is_empty() || request.warehouse_name.chars().count() > 60 {
        wrong("warehouse_name", fault::text(60));
    }
    if jiff::tz::TimeZone::get(request.time_zone.trim()).is_err() {
        wrong("time_zone", fault::time_zone());
    }
    let prefix = request.gs1_prefix.trim();
    if !(7..=10).contains(&prefix.len()) || !prefix.bytes().all(|b| b.is_ascii_digit()) {
        wrong("gs1_prefix", fault::digits(7, 10));
    }
    errors.extend(wrong_address("address", &request.address));
    errors.extend(users::wrong_fields(&request.login, &request.name, &request.pin, Some(&request.password)));
    if errors.is_empty() {
        return Ok(());
    }
    let detail = "some fields are wrong";
    Err(Failure::unprocessable("wrong-fields", "Set-up was not done", detail).with_errors(errors))
}

/// Adds a warehouse with one place of each kind that flows need, an owner and a carrier where there is none yet.
///
/// # Errors
/// The store's.
pub async fn furnish(tx: &mut Tx, place: &Warehouse, ids: &mut Ids) -> Result<(), StoreError> {
    warehouse::insert(tx, place).await?;
    let places = [
        ("DOCA-01", LocationKind::Dock),
        ("EMBALAGEM-01", LocationKind::PackDesk),
        ("CARRINHOS", LocationKind::Transit),
        ("QUARENTENA-01", LocationKind::Quarantine),
        ("FORNECEDOR", LocationKind::Supplier),
        ("CLIENTE", LocationKind::Customer),
        ("AJUSTE", LocationKind::Adjustment),
        ("REFUGO", LocationKind::Scrap),
    ];
    let places: Vec<NewLocation> = places
        .into_iter()
        .map(|(code, kind)| NewLocation {
            id: LocationId(ids.next_uuid()),
            zone_id: None,
            code: code.to_owned(),
            kind,
            aisle: String::new(),
            bay: 0,
            level: 0,
            position: 0,
            x_mm: 0,
            y_mm: 0,
            pick_sequence: 0,
            check_digits: String::new(),
            units_max: None,
            mixing: "any",
        })
        .collect();
    location::insert(tx, place.id, &places).await?;
    if owner::first(tx).await?.is_none() {
        owner::insert(tx, OwnerId(ids.next_uuid()), "PROPRIO", &place.name, "").await?;
    }
    if carrier::first(tx).await?.is_none() {
        carrier::insert(tx, ids.next_uuid(), "PROPRIA", "Transportadora própria", "BP").await?;
    }
    Ok(())
}
