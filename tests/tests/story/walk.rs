//! The walk: six steps from an empty server to a parcel that has left.

use bipe_api::Page;
use bipe_api::desk::{OrderDetail, PrintJob, ReceiptDetail, Wave};
use bipe_api::session::Session;
use bipe_api::setup::{Badge, Grid, User};
use bipe_api::webhook::Webhook;
use bipe_core::code::Sscc;
use bipe_core::screen::{Screen, Step};
use bipe_labels::{Dpi, Format};
use bipe_tests::floor::goods::{COFFEE, COFFEE_CASE, COFFEE_UNIT, SOAP, SOAP_CASE, SOAP_UNIT};
use bipe_tests::floor::screen_name;
use serde_json::json;

use super::eyes;
use super::invoice::{self, FIRST_LOT, LAST_LOT};
use super::world::{Temper, World, address, goods_symbol};

/// Everyone's PIN.
const PIN: &str = "4821";

/// The whole story.
pub async fn all_the_way(mut world: World) {
    set_up(&mut world).await;
    let pallets = receive(&mut world).await;
    put_away(&mut world, &pallets).await;
    let order = order_and_pick(&mut world).await;
    let sscc = pack(&mut world, &order).await;
    ship(&mut world, &order, &sscc).await;
    world.audit();
    assert_eq!(world.server.log().matches("panicked").count(), 0, "nothing panicked");
    world.server.stop();
}

async fn set_up(world: &mut World) {
    world.chapter(
        "1. Set-up: the first start is led by a one-time code; people, bins, items, printers, a shop",
    );
    let request = json!({
        "code": world.setup_code().await, "warehouse_code": "SP1", "warehouse_name": "Galpão São Paulo",
        "time_zone": "America/Sao_Paulo", "gs1_prefix": "7891000", "address": address(), "login": "ada", "name": "Ada Melo",
        "password": "uma senha comprida", "pin": PIN
    });
    let session: Session = world.stranger().post("/setup", &request).await.json();
    world.enters("ada", session.token);
    for (login, name, role) in [
        ("rita", "Rita Lopes", "receiver"),
        ("pedro", "Pedro Nunes", "picker"),
        ("paula", "Paula Reis", "packer"),
        ("sonia", "Sônia Prado", "supervisor"),
        ("erp", "ERP", "integration"),
    ] {
        let new = json!({"login": login, "name": name, "roles": [role], "pin": PIN});
        let user: User = world.post("ada", "/users", new).await.json();
        let badge: Badge = world.post("ada", &format!("/users/{}/badges", user.id), json!({})).await.json();
        let log_in = json!({"who": badge.code, "secret": PIN, "device": "coletor"});
        let session: Session = world.stranger().post("/session", &log_in).await.json();
        world.enters(login, session.token);
    }
    let grid = json!({
        "zone_code": "A", "zone_name": "Secos", "aisles": ["A", "B"], "bays": 4, "levels": 2, "positions": 2,
        "pick_levels": 1, "units_max": 2
    });
    let made: Grid = world.post("ada", "/locations/grid", grid).await.json();
    assert_eq!((made.made, made.codes.0.as_str()), (32, "A-01-01-1"));
    items(world).await;
    printers_and_shop(world).await;
}

async fn items(world: &mut World) {
    let item = |sku: &str, name: &str, tracking: &str, expires: bool, case: (&str, i64), unit: &str| {
        json!({
            "sku": sku, "name": name, "unit": "UN", "tracking": tracking, "expires": expires, "rotation_policy": "warn",
            "packagings": [
                {"name": "CX", "gtin": case.0, "quantity_base": case.1, "weight_g": 6400},
                {"name": "UN", "gtin": unit, "quantity_base": 1, "weight_g": 520}
            ]
        })
    };
    let coffee = item(COFFEE, "Café torrado Serra Clara 500 g", "lot", true, (COFFEE_CASE, 12), COFFEE_UNIT);
    let soap = item(SOAP, "Sabão em barra Ypê-Mirim 200 g", "none", false, (SOAP_CASE, 24), SOAP_UNIT);
    for new in [coffee, soap] {
        let reply = world.post("ada", "/items", new).await;
        assert_eq!(reply.status, 201, "{reply:?}");
    }
}

async fn printers_and_shop(world: &mut World) {
    let labels = json!({
        "name": "Zebra da embalagem", "address": format!("tcp://{}", world.printer.address()), "format": "zpl", "dpi": 203,
        "labels": ["shipping"]
    });
    let pdfs = json!({
        "name": "PDF", "address": format!("file:{}", world.pdfs.display()), "format": "pdf", "dpi": 203,
        "labels": ["pallet"]
    });
    for new in [labels, pdfs] {
        let reply = world.post("ada", "/printers", new).await;
        assert_eq!(reply.status, 201, "{reply:?}");
    }
    let new = json!({"url": world.shop.url, "events": ["order.shipped"]});
    let webhook: Webhook = world.post("ada", "/webhooks", new).await.json();
    world.shop.learn(&webhook.secret.expect("the secret is shown once"));
}

/// Gives the pallets' SSCCs.
async fn receive(world: &mut World) -> Vec<String> {
    world.chapter("2. Receive: an NF-e, opened by its access key; goods by serial scanner and by wedge; a pallet gets an SSCC");
    let file = invoice::xml();
    let imported = world.hand("sonia").post_text("/receipts/nfe", "application/xml", &file).await;
    let receipt: ReceiptDetail = imported.json();
    assert_eq!(receipt.receipt.lines, 2);
    let twice = world.hand("sonia").post_text("/receipts/nfe", "application/xml", &file).await;
    assert_eq!(twice.status, 409, "{twice:?}");

    assert_eq!(screen_name(&world.accept("rita", "BPSDOCA1").await.screen), "menu");
    assert_eq!(screen_name(&world.accept("rita", "BPCRECEIVE").await.screen), "receive_invoice");
    world.refuse("rita", "NADA", "unknown_code").await;
    let step = world.accept("rita", &invoice::key()).await;
    assert_eq!(screen_name(&step.screen), "receive_goods");
    let mut pallets = Vec::new();
    for (lot, cases) in [(FIRST_LOT, 2), (LAST_LOT, 3)] {
        let step = world.serial("rita", &goods_symbol(COFFEE_CASE, Some(lot))).await;
        assert_eq!(screen_name(&step.screen), "receive_quantity", "{step:?}");
        world.refuse("rita", "BPCQ500", "too_much").await;
        let step = world.accept("rita", &format!("BPCQ{cases}")).await;
        let Screen::ReceiveGoods(goods) = step.screen else { panic!("goods are posted: {step:?}") };
        pallets.push(goods.pallet.expect("the goods stand on a pallet"));
        world.accept("rita", "BPCFULL").await;
    }
    world.refuse("rita", "]C0NAOEXISTE", "unknown_code").await;
    world.accept("rita", &goods_symbol(SOAP_CASE, None)).await;
    let step = world.accept("rita", "BPCCONFIRM").await;
    let Screen::ReceiveGoods(goods) = step.screen else { panic!("goods are posted: {step:?}") };
    pallets.push(goods.pallet.expect("the goods stand on a pallet"));
    let step = world.accept("rita", "BPCCLOSE").await;
    let Screen::ReceiveClose(close) = &step.screen else { panic!("the receipt is about to close: {step:?}") };
    assert!(close.differences.is_empty(), "{close:?}");
    world.accept("rita", "BPCCONFIRM").await;
    for pallet in &pallets {
        Sscc::parse(pallet).expect("an SSCC");
    }
    pallets
}

async fn put_away(world: &mut World, pallets: &[String]) {
    world.chapter("3. Put away: each pallet to the bin that Bipe suggests");
    for pallet in pallets {
        let step = world.accept("rita", "BPCPUTAWAY").await;
        let step = match step.screen {
            Screen::PutawayUnit(_) => world.accept("rita", &format!("]C100{pallet}")).await,
            _ => panic!("a pallet is asked for: {step:?}"),
        };
        let Screen::PutawayBin(to) = &step.screen else { panic!("a bin is suggested: {step:?}") };
        let wrong = if to.bin.code == "DOCA-01" { "CARRINHOS" } else { "DOCA-01" };
        world.refuse("rita", &format!("BPL{wrong}"), "bin_unfit").await;
        let step = world.accept("rita", &format!("BPL{}", to.bin.code)).await;
        assert_eq!(screen_name(&step.screen), "putaway_unit");
        world.accept("rita", "BPCLEAVE").await;
    }
}

async fn order_and_pick(world: &mut World) -> OrderDetail {
    world.chapter("4. Order, wave, pick: a soft promise, FEFO, led bin by bin");
    let new = json!({
        "number": "LOJA-1001", "channel": "loja", "ship_to": address(), "invoice_number": "998877",
        "lines": [{"sku": COFFEE, "quantity_base": 30}, {"sku": SOAP, "quantity_base": 5}]
    });
    let order: OrderDetail = world.post("erp", "/orders", new).await.json();
    assert_eq!((order.order.status.as_str(), order.order.promised_base), ("new", 35));
    let wave: Wave = world.post("sonia", "/waves", json!({"orders": [order.order.id]})).await.json();
    assert_eq!((wave.allocated_base, wave.open_base), (35, 0));
    let mut step = world.accept("pedro", "BPCPICK").await;
    let mut lots = Vec::new();
    for _ in 0..200 {
        step = match &step.screen {
            Screen::PickTote(_) => assign_tote(world).await,
            Screen::PickBin(stop) => {
                let bin = format!("BPL{}", stop.bin.code);
                let wrong = if bin.ends_with("B-04-02-2") { "BPLB-04-02-1" } else { "BPLB-04-02-2" };
                world.refuse("pedro", wrong, "wrong_bin").await;
                world.accept("pedro", &bin).await
            }
            Screen::PickGoods(stop) => {
                let (left, lot) = (stop.goods.quantity.base, stop.goods.lot.clone());
                lots.push((lot.clone().unwrap_or_default(), left));
                take(world, &stop.goods.sku, lot, left).await
            }
            Screen::PickInto(into) => world.accept("pedro", &into.tote.clone()).await,
            Screen::PickDone(_) => break,
            other => panic!("not a picking step: {other:?}"),
        };
    }
    let Screen::PickDone(done) = &step.screen else { panic!("the tour ends: {step:?}") };
    assert_eq!(done.totes, ["BPT000001"]);
    let first: i64 =
        lots.iter().filter(|(lot, _)| lot == FIRST_LOT.0).map(|(_, left)| left).max().copied().unwrap_or(0);
    assert_eq!(first, 24, "the lot that expires first goes first: {lots:?}");
    let picked: OrderDetail = world.hand("erp").get(&format!("/orders/{}", order.order.id)).await.json();
    assert_eq!((picked.order.status.as_str(), picked.order.picked_base), ("picked", 35));
    picked
}

/// A new tote: asked for twice, so that a misread code makes none.
async fn assign_tote(world: &mut World) -> Step {
    let step = world.scan("pedro", "BPT000001").await;
    match step.screen {
        Screen::PickTote(_) => world.accept("pedro", "BPT000001").await,
        _ => step,
    }
}

/// Takes what a stop still asks for: one unit by its symbol, the rest by the keypad.
async fn take(world: &mut World, sku: &str, lot: Option<String>, left: i64) -> Step {
    let gtin = if sku == COFFEE { COFFEE_UNIT } else { SOAP_UNIT };
    let expiry = |lot: &str| if lot == FIRST_LOT.0 { FIRST_LOT } else { LAST_LOT };
    let step = world.accept("pedro", &goods_symbol(gtin, lot.as_deref().map(expiry))).await;
    match &step.screen {
        Screen::PickGoods(_) => {
            world.refuse("pedro", &format!("BPCQ{}", left + 1), "too_much").await;
            world.accept("pedro", &format!("BPCQ{left}")).await
        }
        _ => step,
    }
}

/// Gives the parcel's SSCC.
async fn pack(world: &mut World, order: &OrderDetail) -> String {
    world.chapter("5. Pack: every item is checked against the order; the tag comes out of the printer");
    world.accept("paula", "BPCPACK").await;
    let mut step = world.accept("paula", "BPT000001").await;
    for _ in 0..50 {
        let Screen::PackGoods(packing) = &step.screen else { break };
        let line = packing.lines.iter().find(|line| line.checked_base < line.goods.quantity.base);
        let line = line.expect("something is left to check").clone();
        let (gtin, left) = match line.goods.sku == COFFEE {
            true => (COFFEE_UNIT, line.goods.quantity.base),
            false => (SOAP_UNIT, line.goods.quantity.base),
        };
        let lot = line.goods.lot.as_deref().map(|lot| if lot == FIRST_LOT.0 { FIRST_LOT } else { LAST_LOT });
        step = world.accept("paula", &goods_symbol(gtin, lot)).await;
        if left > 1 {
            step = world.accept("paula", &format!("BPCQ{left}")).await;
        }
    }
    assert_eq!(screen_name(&step.screen), "pack_close", "{step:?}");
    world.refuse("paula", &goods_symbol(SOAP_UNIT, None), "too_much").await;
    let step = world.accept("paula", "BPCCONFIRM").await;
    let Screen::PackDone(done) = step.screen else { panic!("the order is packed: {step:?}") };
    assert_eq!(done.parcels.len(), 1);
    let sscc = done.parcels[0].sscc.clone();
    tag(world, order, &sscc).await;
    sscc
}

/// The tag went to the printer once, says what it must, and its symbol is read back.
async fn tag(world: &mut World, order: &OrderDetail, sscc: &str) {
    let jobs: Page<PrintJob> = world.hand("sonia").get("/print-jobs").await.json();
    let tags: Vec<&PrintJob> = jobs.rows.iter().filter(|job| job.label == "shipping").collect();
    assert_eq!((tags.len(), tags[0].subject.as_str()), (1, sscc), "{jobs:?}");
    let pdf = world.hand("sonia").get_bytes(&format!("/print-jobs/{}/label.pdf", tags[0].id)).await;
    read_tag(&pdf, Format::Pdf, sscc);
    let text = eyes::pdf_text(&pdf);
    for word in ["João Conceição Araújo", "Ribeirão Preto", &order.order.number, "1/1"] {
        assert!(text.contains(word), "{word} is not on the tag: {text}");
    }
    std::fs::write(world.folder().join("tag.pdf"), &pdf).expect("the PDF is written");
    if world.temper == Temper::Calm {
        let zpl = tokio::task::block_in_place(|| world.printer.wait_for_jobs(1));
        assert_eq!(zpl.len(), 1, "the tag is printed once");
        read_tag(&zpl[0], Format::Zpl, sscc);
    } else {
        // A job that died half-way asks a person; it never comes out twice by itself.
        assert!(world.printer.jobs().len() <= 1, "the tag is never printed twice");
    }
}

fn read_tag(bytes: &[u8], format: Format, sscc: &str) {
    let pictures = eyes::draw(bytes, format, Dpi::D203, [100.0, 150.0]);
    let found: Vec<_> = pictures.iter().flat_map(eyes::Picture::read).collect();
    let expected = format!("00{sscc}");
    assert!(found.iter().any(|symbol| symbol.aim == "]C1" && symbol.text == expected), "{found:?}");
}

async fn ship(world: &mut World, order: &OrderDetail, sscc: &str) {
    world.chapter("6. Ship: the parcel leaves, stock is out, the shop hears of it");
    world.accept("paula", "BPCSHIP").await;
    world.accept("paula", &format!("]C100{sscc}")).await;
    world.refuse("paula", &format!("]C100{sscc}"), "already_shipped").await;
    let shipped: OrderDetail = world.hand("erp").get(&format!("/orders/{}", order.order.id)).await.json();
    assert_eq!(shipped.order.status, "shipped");
    let heard = world.shop.wait_for("order.shipped").await;
    assert!(heard.signed, "{heard:?}");
    let text = heard.body.to_string();
    let tracking = &shipped.parcels[0].tracking_code;
    assert!(text.contains(&order.order.number) && text.contains(tracking.as_str()), "{text}");
    assert_eq!(world.shop.distinct("order.shipped").len(), 1, "one event, however often it is sent");
    let stock = world.hand("sonia").get("/stock?search=").await;
    let stock: Page<bipe_api::desk::Stock> = stock.json();
    let on_hand: i64 = stock.rows.iter().map(|row| row.on_hand_base).sum();
    assert_eq!(on_hand, 60 + 48 - 35, "{stock:?}");
}
