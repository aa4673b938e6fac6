//! Orders that are picked already: the beginning of what happens at desks and docks.

use bipe_core::flow::receive::NewLot;
use bipe_core::id::{CommandId, Ids, LotId, UserId};
use bipe_core::ledger::{Movement, Place, Reason};
use bipe_core::location::LocationKind;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_store::ledger::Entry;
use bipe_store::{StoreError, Tx, item, ledger, location, lot};
use bipe_tests::floor::{Floor, Hand, goods};
use serde_json::{Value, json};
use time::Date;
use time::macros::date;

/// Goods in a bin.
#[derive(Clone, Copy)]
pub struct Put {
    pub sku: &'static str,
    pub lot: &'static str,
    pub expiry: Option<Date>,
    pub bin: &'static str,
    pub quantity_base: i64,
}

/// Coffee of lots L1 (18) and L2 (30), soap (40) and one reader with serial S1.
pub const STOCK: [Put; 4] = [
    Put {
        sku: goods::COFFEE,
        lot: "L1",
        expiry: Some(date!(2026 - 12 - 31)),
        bin: "A-01-01-1",
        quantity_base: 18,
    },
    Put {
        sku: goods::COFFEE,
        lot: "L2",
        expiry: Some(date!(2027 - 03 - 31)),
        bin: "A-01-01-2",
        quantity_base: 30,
    },
    Put { sku: goods::SOAP, lot: "2026-03-01", expiry: None, bin: "A-02-01-1", quantity_base: 40 },
    Put { sku: goods::READER, lot: "S1", expiry: None, bin: "A-03-01-1", quantity_base: 1 },
];

/// Lays goods into bins.
pub async fn stock(floor: &Floor, puts: &'static [Put]) {
    let input = (floor.warehouse, floor.app.clock.ids(), floor.app.clock.now_ms());
    let write = floor.app.store.write("test: stock", input, move |tx, (warehouse, ids, at_ms)| {
        Box::pin(async move {
            let mut ids = ids.clone();
            let entry = Entry {
                warehouse_id: *warehouse,
                command_id: CommandId(ids.next_uuid()),
                actor_id: UserId(ids.next_uuid()),
                at_ms: *at_ms,
            };
            for put in puts {
                lay(tx, &entry, put, &mut ids).await?;
            }
            Ok(())
        })
    });
    write.await.expect("goods lie in their bins");
}

async fn lay(tx: &mut Tx, entry: &Entry, put: &Put, ids: &mut Ids) -> Result<(), StoreError> {
    let (item, _) = item::by_code(tx, None, put.sku).await?.pop().expect("an item of the floor");
    let bin = location::by_code(tx, entry.warehouse_id, put.bin).await?.expect("a bin of the floor");
    let supplier = location::of_kind(tx, entry.warehouse_id, LocationKind::Supplier).await?;
    let new = NewLot {
        id: LotId(ids.next_uuid()),
        item_id: item.id,
        code: put.lot.to_owned(),
        implicit: item.sku == goods::SOAP,
        made_on: None,
        best_before: None,
        expiry: put.expiry,
        removal_on: None,
        received_on: date!(2026 - 03 - 01),
    };
    lot::insert(tx, &new).await?;
    let locked = ledger::lock(tx, &[supplier.id, bin.id]).await?;
    let movement = Movement {
        item_id: item.id,
        lot_id: new.id,
        quantity_base: put.quantity_base,
        reserved_base: 0,
        from: Place::loose(supplier.id),
        to: Place::loose(bin.id),
        reason: Reason::Receive,
    };
    ledger::post(tx, &locked, entry, &[movement], ids).await
}

/// Sends an order of (sku, base units).
pub async fn order(erp: &Hand, number: &str, lines: &[(&str, i64)]) -> Value {
    let lines: Vec<Value> =
        lines.iter().map(|(sku, quantity)| json!({"sku": sku, "quantity_base": quantity})).collect();
    let order = json!({
        "number": number,
        "channel": "loja",
        "ship_to": {
            "name": "Conceição Araújo", "street": "Rua das Acácias, 77", "complement": "apto. 12",
            "district": "Centro", "city": "São José dos Campos", "state": "SP", "postal_code": "12245-000"
        },
        "invoice_number": "18452",
        "lines": lines
    });
    erp.post("/orders", &order).await.json()
}

/// The symbol on goods: GTIN, and lot or serial where the item has one.
pub fn symbol(sku: &str, lot: Option<&str>) -> String {
    let gtin = match sku {
        goods::COFFEE => goods::COFFEE_UNIT,
        goods::SOAP => goods::SOAP_UNIT,
        _ => goods::READER_UNIT,
    };
    let ai = if sku == goods::READER { "21" } else { "10" };
    let lot = lot.map_or_else(String::new, |lot| format!("{ai}{lot}"));
    format!("]d201{}{lot}", &right_check(gtin))
}

/// A GTIN of the floor's list with the check digit that its first digits give.
pub fn right_check(gtin: &str) -> String {
    bipe_core::code::Gtin::with_check_digit(&gtin[..13]).expect("13 digits").as_str().to_owned()
}

/// Releases all orders and picks them into totes `BPT{first}`, `BPT{first + 1}` …; gives how many totes.
pub async fn pick_all(floor: &Floor, first: u32) -> u32 {
    let sonia = floor.log_in("sonia").await;
    let reply = sonia.post("/waves", &json!({"orders": []})).await;
    assert!((200..300).contains(&reply.status), "{reply:?}");
    pick_tour(floor, first).await
}

/// Picks the next tour into totes `BPT{first}`, `BPT{first + 1}` …; gives how many totes.
pub async fn pick_tour(floor: &Floor, first: u32) -> u32 {
    let pedro = floor.log_in("pedro").await;
    let mut step = pedro.accept("BPCPICK").await;
    let mut totes = 0;
    for _ in 0..200 {
        step = match &step.screen {
            Screen::PickTote(_) => {
                totes += 1;
                new_tote(&pedro, &format!("BPT{:06}", first + totes - 1)).await
            }
            Screen::PickBin(stop) => pedro.accept(&format!("BPL{}", stop.bin.code)).await,
            Screen::PickGoods(stop) => {
                pedro.accept(&symbol(&stop.goods.sku, stop.goods.lot.as_deref())).await
            }
            Screen::PickInto(into) => pedro.accept(&into.tote).await,
            Screen::PickDone(_) => return totes,
            other => panic!("picking came to {other:?}"),
        };
    }
    panic!("picking never ends: {step:?}")
}

/// Puts a tote on the cart; one that nobody knows yet is confirmed by a second scan.
pub async fn new_tote(pedro: &Hand, tote: &str) -> Step {
    let step = pedro.scan(tote).await;
    let confirm = step.message.as_ref().is_some_and(|message| message.outcome == Outcome::Confirm);
    if confirm { pedro.accept(tote).await } else { step }
}

/// Adds a printer for shipping tags; gives its id.
pub async fn printer(floor: &Floor, name: &str, address: &str, format: &str) -> String {
    printer_of(floor, name, address, format, &["shipping"]).await
}

/// The same for these kinds of labels.
pub async fn printer_of(floor: &Floor, name: &str, address: &str, format: &str, labels: &[&str]) -> String {
    let ada = floor.log_in("ada").await;
    let new = json!({"name": name, "address": address, "format": format, "dpi": 203, "labels": labels});
    let printer: Value = ada.post("/printers", &new).await.json();
    printer["id"].as_str().expect("an id").to_owned()
}
