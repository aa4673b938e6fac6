//! What stands on every floor before its test begins.

use bipe_core::actor::Role;
use bipe_core::id::{Ids, ItemId, LocationId, OwnerId, PackagingId, UserId, WarehouseId, ZoneId};
use bipe_core::item::{Arrival, Item, Packaging, PackagingKind, RotationPolicy, Tracking};
use bipe_core::location::LocationKind;
use bipe_core::words::Language;
use bipe_server::{App, office};
use bipe_store::location::NewLocation;
use bipe_store::user::NewUser;
use bipe_store::warehouse::Warehouse;
use bipe_store::{item, location, owner, user, zone};

use super::{PIN, badge, goods};

fn packaging(ids: &mut Ids, name: &str, gtin: &str, quantity_base: i64, weight_g: i64) -> Packaging {
    let gtin = bipe_core::code::Gtin::with_check_digit(&gtin[..13]).expect("13 digits");
    let id = PackagingId(ids.next_uuid());
    Packaging {
        kind: PackagingKind::of(quantity_base),
        id,
        name: name.to_owned(),
        gtin: Some(gtin.as_str().to_owned()),
        quantity_base,
        weight_g,
    }
}

fn items(owner_id: OwnerId, ids: &mut Ids) -> Vec<Item> {
    let mut item = |sku: &str, name: &str, tracking, expires, packagings: &[(&str, &str, i64, i64)]| Item {
        id: ItemId(ids.next_uuid()),
        owner_id,
        sku: sku.to_owned(),
        name: name.to_owned(),
        unit: "UN".to_owned(),
        tracking,
        expires,
        rotation_policy: RotationPolicy::Warn,
        shelf_life_days: None,
        best_before_lead_days: None,
        removal_lead_days: None,
        arrival: Arrival::default(),
        remaining_days_min: 0,
        packagings: packagings.iter().map(|p| packaging(ids, p.0, p.1, p.2, p.3)).collect(),
    };
    use goods::{COFFEE, COFFEE_CASE, COFFEE_UNIT, READER, READER_UNIT, SOAP, SOAP_CASE, SOAP_UNIT};
    vec![
        item(
            COFFEE,
            "Café torrado e moído Serra Clara 500 g",
            Tracking::Lot,
            true,
            &[("CX", COFFEE_CASE, 12, 6_400), ("UN", COFFEE_UNIT, 1, 520)],
        ),
        item(
            SOAP,
            "Sabão em barra Ypê-Mirim 200 g",
            Tracking::None,
            false,
            &[("CX", SOAP_CASE, 24, 5_000), ("UN", SOAP_UNIT, 1, 205)],
        ),
        item(READER, "Leitor de código 2D", Tracking::Serial, false, &[("UN", READER_UNIT, 1, 300)]),
    ]
}

/// Bins `A-01-01-1` to `A-03-02-2`, or those of another aisle: three bays, two levels, two positions; the lower level is a pick face.
/// The walk goes through the aisles one after the other.
fn bins(zone: ZoneId, aisle: char, ids: &mut Ids) -> Vec<NewLocation> {
    let mut bins = Vec::new();
    let before = i64::from(u32::from(aisle) - u32::from('A'));
    for bay in 1..=3_i64 {
        for level in 1..=2_i64 {
            for position in 1..=2_i64 {
                let sequence = before * 1_000 + bay * 100 + level * 10 + position;
                bins.push(NewLocation {
                    id: LocationId(ids.next_uuid()),
                    zone_id: Some(zone),
                    code: format!("{aisle}-{bay:02}-{level:02}-{position}"),
                    kind: if level == 1 { LocationKind::PickFace } else { LocationKind::Storage },
                    aisle: aisle.to_string(),
                    bay,
                    level,
                    position,
                    x_mm: before * 3_000,
                    y_mm: bay * 1_000 + position * 500,
                    pick_sequence: sequence,
                    check_digits: format!("{:02}", sequence % 97),
                    units_max: Some(2),
                    mixing: "any",
                });
            }
        }
    }
    bins
}

struct Seed {
    warehouse: Warehouse,
    owner: OwnerId,
    ids: Ids,
    pin_hash: String,
}

pub(super) async fn seed(app: &App) -> (WarehouseId, OwnerId) {
    let mut ids = app.clock.ids();
    let warehouse = Warehouse {
        id: WarehouseId(ids.next_uuid()),
        code: "SP1".to_owned(),
        name: "Distribuidora Bom Preço".to_owned(),
        time_zone: "America/Sao_Paulo".to_owned(),
        gs1_prefix: "7891000".to_owned(),
        address: serde_json::json!({
            "name": "Distribuidora Bom Preço Ltda.", "street": "Av. das Nações, 1500", "district": "Jurubatuba",
            "city": "São Paulo", "state": "SP", "postal_code": "04795-100"
        })
        .to_string(),
        shift_hours: 12,
    };
    let pin_hash = app.vault.hash(PIN).await;
    let seed = Seed { warehouse, owner: OwnerId(ids.next_uuid()), ids, pin_hash };
    let made = (seed.warehouse.id, seed.owner);
    app.store
        .write("seed", seed, |tx, seed| {
            Box::pin(async move {
                let mut ids = seed.ids.clone();
                owner::insert(tx, seed.owner, "BOMPRECO", "Bom Preço", "12345678000195").await?;
                office::set_up::furnish(tx, &seed.warehouse, &mut ids).await?;
                let place = seed.warehouse.id;
                let zone = ZoneId(ids.next_uuid());
                zone::insert(tx, place, zone, "A", "Secos").await?;
                location::insert(tx, place, &bins(zone, 'A', &mut ids)).await?;
                item::insert(tx, &items(seed.owner, &mut ids)).await?;
                for (login, name, role) in [
                    ("rita", "Rita Lopes", Role::Receiver),
                    ("pedro", "Pedro Nunes", Role::Picker),
                    ("nina", "Nina Araújo", Role::Picker),
                    ("paula", "Paula Reis", Role::Packer),
                    ("caio", "Caio Dias", Role::Counter),
                    ("carla", "Carla Meireles", Role::Counter),
                    ("sonia", "Sônia Prado", Role::Supervisor),
                    ("ada", "Ada Melo", Role::Admin),
                    ("erp", "ERP", Role::Integration),
                ] {
                    let id = UserId(ids.next_uuid());
                    let pin_hash = Some(seed.pin_hash.clone());
                    let (login, name) = (login.to_owned(), name.to_owned());
                    let code = badge(&login);
                    let new =
                        NewUser { id, login, name, language: Language::Pt, pin_hash, password_hash: None };
                    user::insert(tx, &new).await?;
                    user::grant(tx, id, place, role).await?;
                    user::insert_badge(tx, id, &code, 0).await?;
                }
                Ok(())
            })
        })
        .await
        .expect("the floor is seeded");
    made
}

/// Adds an aisle of bins like the first, in a zone of its own.
///
/// # Panics
/// When it is there already.
pub async fn add_aisle(app: &App, warehouse: WarehouseId, aisle: char, zone_name: &'static str) {
    let input = (warehouse, aisle, zone_name, app.clock.ids());
    let write = app.store.write("add an aisle", input, |tx, (warehouse, aisle, zone_name, ids)| {
        Box::pin(async move {
            let mut ids = ids.clone();
            let zone = ZoneId(ids.next_uuid());
            zone::insert(tx, *warehouse, zone, &aisle.to_string(), zone_name).await?;
            location::insert(tx, *warehouse, &bins(zone, *aisle, &mut ids)).await
        })
    });
    write.await.expect("the aisle is added");
}
