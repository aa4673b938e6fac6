//! The demo warehouse: a distributor near São Paulo with goods in its bins, orders waiting, supplies under way, and people whose
//! badges are known to all. Only an empty database is filled, and the same way each time, but for today's date.
//!
//! **Invariant**: goods come in by movements from the supplier, as on any floor, so that the auditor has nothing to say.

mod goods;
mod invoices;
mod layout;
mod orders;
mod people;
mod stock;
mod traffic;

use std::path::Path;

use bipe_core::flow::UnitKind;
use bipe_core::id::{
    CommandId, HandlingUnitId, Ids, OwnerId, PrinterId, SupplierId, UserId, WarehouseId, ZoneId,
};
use bipe_core::ledger::{Movement, Place, Reason};
use bipe_core::location::LocationKind;
use bipe_core::words::Language;
use bipe_store::command::{self, Command};
use bipe_store::handling_unit::{self, NewUnit};
use bipe_store::ledger::{self, Entry};
use bipe_store::location::{self, NewLocation};
use bipe_store::printer::{self, Printer};
use bipe_store::receipt::{self, SupplierCode};
use bipe_store::user::NewUser;
use bipe_store::warehouse::Warehouse;
use bipe_store::{StoreError, Tx, carrier, item, lot, owner, release_channel, user, warehouse, zone};

use crate::App;
use crate::clock::date_in;
use crate::office::set_up;
use goods::Good;
pub use people::{PASSWORD, users};
use stock::Stock;

/// The demo's warehouse, by which a demo's database is known.
const CODE: &str = "DEMO";
const ZONE: &str = "America/Sao_Paulo";
/// Where the demo's ids come from, besides the time.
const SEED: u64 = 789;
/// Totes that stand ready: `BPT000001` and so on.
const TOTES: i64 = 60;

/// Fills an empty database with the demo warehouse; one that holds it already stays as it is. `data` is where its printers and
/// invoices are.
///
/// # Errors
/// In words, when the database holds someone's own data, or can't be written.
pub async fn seed(app: &App, data: &Path) -> Result<(), String> {
    let place = match known(app).await? {
        Some(place) => place,
        None => {
            let plan = plan(app, data).await?;
            let place = plan.warehouse.clone();
            let done = app.store.write("demo", plan, |tx, plan| Box::pin(fill(tx, plan))).await;
            done.map_err(|error| error.to_string())?;
            place
        }
    };
    traffic::let_in(app, &place, data).await?;
    app.announce();
    Ok(())
}

/// The demo's warehouse, if this database holds it; none in an empty one.
async fn known(app: &App) -> Result<Option<Warehouse>, String> {
    let said = |error: StoreError| error.to_string();
    let mut tx = app.store.reader().await.map_err(said)?;
    let places = warehouse::all(&mut tx).await.map_err(said)?;
    if let Some(place) = places.into_iter().find(|place| place.code == CODE) {
        return Ok(Some(place));
    }
    if user::count(&mut tx).await.map_err(said)? > 0 {
        let where_to = "name another by --data or --database";
        return Err(format!("--demo wants an empty database, and this one has users; {where_to}"));
    }
    Ok(None)
}

/// Everything that is written, thought out beforehand.
struct Plan {
    warehouse: Warehouse,
    owner: OwnerId,
    people: Vec<(NewUser, String, Vec<bipe_core::actor::Role>)>,
    zones: Vec<ZoneId>,
    bins: Vec<NewLocation>,
    goods: Vec<Good>,
    stock: Stock,
    printers: Vec<Printer>,
    at_ms: i64,
    ids: Ids,
}

async fn plan(app: &App, data: &Path) -> Result<Plan, String> {
    let at_ms = app.clock.now_ms();
    let today = date_in(ZONE, at_ms);
    let mut ids = Ids::new(at_ms.unsigned_abs(), SEED);
    let owner = OwnerId(ids.next_uuid());
    let goods = goods::all(owner, &mut ids);
    let (zones, bins) = layout::bins(&mut ids);
    let stock = stock::fill(&goods, &bins, today, &mut ids);
    let password_hash = app.vault.hash(PASSWORD).await;
    let mut people = Vec::new();
    for user in users() {
        let new = NewUser {
            id: UserId(ids.next_uuid()),
            login: user.login,
            name: user.name,
            language: Language::Pt,
            pin_hash: Some(app.vault.hash(&user.pin).await),
            password_hash: Some(password_hash.clone()),
        };
        people.push((new, user.badge, user.roles));
    }
    let printers = printers(data, &mut ids)?;
    let warehouse = demo_warehouse(&mut ids);
    Ok(Plan { warehouse, owner, people, zones, bins, goods, stock, printers, at_ms, ids })
}

fn demo_warehouse(ids: &mut Ids) -> Warehouse {
    let address = bipe_api::desk::Address {
        name: invoices::OWNER.0.to_owned(),
        street: "Av. das Nações, 1500".to_owned(),
        complement: "Galpão 3".to_owned(),
        district: "Jurubatuba".to_owned(),
        city: "São Paulo".to_owned(),
        state: "SP".to_owned(),
        postal_code: "04795-100".to_owned(),
        phone: "(11) 5555-0143".to_owned(),
    };
    Warehouse {
        id: WarehouseId(ids.next_uuid()),
        code: CODE.to_owned(),
        name: "Vale Verde São Paulo".to_owned(),
        time_zone: ZONE.to_owned(),
        gs1_prefix: "7899900".to_owned(),
        address: serde_json::to_string(&address).expect("an address serialises"),
        shift_hours: 12,
    }
}

/// A printer that writes PDF files into a folder of the data, so that labels can be seen without one.
fn printers(data: &Path, ids: &mut Ids) -> Result<Vec<Printer>, String> {
    let sorry = |error: std::io::Error| format!("{}: {error}", data.display());
    let folder = std::path::absolute(data).map_err(sorry)?.join("labels");
    std::fs::create_dir_all(&folder).map_err(sorry)?;
    Ok(vec![Printer {
        id: PrinterId(ids.next_uuid()),
        name: "Etiquetas em PDF".to_owned(),
        address: format!("file:{}", folder.display()),
        format: "pdf".to_owned(),
        dpi: 203,
        labels: bipe_labels::KINDS.iter().map(|&kind| kind.to_owned()).collect(),
        answers: false,
        state: None,
    }])
}

async fn fill(tx: &mut Tx, plan: &Plan) -> Result<(), StoreError> {
    let mut ids = plan.ids.clone();
    let place = plan.warehouse.id;
    let (owner_name, owner_tax_id) = invoices::OWNER;
    owner::insert(tx, plan.owner, "VALEVERDE", owner_name, owner_tax_id).await?;
    let mut carriers = Vec::new();
    for (code, name, prefix, cut_off_min) in orders::CARRIERS {
        let id = ids.next_uuid();
        carrier::insert(tx, id, code, name, prefix).await?;
        carriers.push((id, *cut_off_min));
    }
    set_up::furnish(tx, &plan.warehouse, &mut ids).await?;
    for (id, cut_off_min) in carriers {
        carrier::put_cut_off(tx, place, id, Some(cut_off_min)).await?;
    }
    for channel in orders::release_channels() {
        release_channel::put(tx, ids.next_uuid(), place, &channel).await?;
    }
    for (zone, id) in layout::ZONES.iter().zip(&plan.zones) {
        zone::insert(tx, place, *id, zone.code, zone.name).await?;
    }
    location::insert(tx, place, &plan.bins).await?;
    for (new, badge, roles) in &plan.people {
        user::insert(tx, new).await?;
        user::insert_badge(tx, new.id, badge, plan.at_ms).await?;
        for role in roles {
            user::grant(tx, new.id, place, *role).await?;
        }
    }
    let items: Vec<_> = plan.goods.iter().map(|good| good.item.clone()).collect();
    item::insert(tx, &items).await?;
    for printer in &plan.printers {
        printer::put(tx, place, printer).await?;
    }
    suppliers(tx, plan, &mut ids).await?;
    totes(tx, plan, &mut ids).await?;
    goods_in(tx, plan, &mut ids).await
}

async fn suppliers(tx: &mut Tx, plan: &Plan, ids: &mut Ids) -> Result<(), StoreError> {
    for supplier in invoices::SUPPLIERS {
        let id = receipt::supplier(tx, SupplierId(ids.next_uuid()), supplier.name, supplier.tax_id).await?;
        if supplier.own_codes {
            let sent = |good: &&Good| supplier.goods.iter().any(|sku| good.item.sku.starts_with(sku));
            let code = |good: &Good| SupplierCode {
                code: invoices::supplier_code(&good.item.sku),
                item_id: good.item.id,
            };
            let known: Vec<_> = plan.goods.iter().filter(sent).map(code).collect();
            receipt::remember(tx, id, &known).await?;
        }
    }
    Ok(())
}

async fn totes(tx: &mut Tx, plan: &Plan, ids: &mut Ids) -> Result<(), StoreError> {
    let stand = location::of_kind(tx, plan.warehouse.id, LocationKind::PackDesk).await?;
    for number in 1..=TOTES {
        let unit = NewUnit {
            id: HandlingUnitId(ids.next_uuid()),
            kind: UnitKind::Tote,
            code: format!("BPT{number:06}"),
            location_id: stand.id,
            task_id: None,
        };
        handling_unit::insert(tx, plan.warehouse.id, &unit, plan.at_ms).await?;
    }
    Ok(())
}

/// Brings the goods from the supplier into their bins, under a command of its own.
async fn goods_in(tx: &mut Tx, plan: &Plan, ids: &mut Ids) -> Result<(), StoreError> {
    for new in &plan.stock.lots {
        lot::insert(tx, new).await?;
    }
    let supplier = location::of_kind(tx, plan.warehouse.id, LocationKind::Supplier).await?;
    let mut places = vec![supplier.id];
    places.extend(plan.stock.puts.iter().map(|put| put.location_id));
    let locked = ledger::lock(tx, &places).await?;
    let movement = |put: &stock::Put| Movement {
        item_id: plan.goods[put.good].item.id,
        lot_id: put.lot_id,
        quantity_base: put.quantity_base,
        reserved_base: 0,
        from: Place::loose(supplier.id),
        to: Place::loose(put.location_id),
        reason: Reason::Receive,
    };
    let movements: Vec<_> = plan.stock.puts.iter().map(movement).collect();
    let (id, actor_id) = (CommandId(ids.next_uuid()), plan.people[0].0.id);
    let command = Command {
        key: format!("c:{id}"),
        id,
        actor_id,
        digest: Vec::new(),
        status: 201,
        reply: "{}".to_owned(),
    };
    command::record(tx, &command, plan.at_ms).await?;
    let entry = Entry { warehouse_id: plan.warehouse.id, command_id: id, actor_id, at_ms: plan.at_ms };
    ledger::post(tx, &locked, &entry, &movements, ids).await
}
