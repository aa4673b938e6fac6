//! A supervisor's walk at the desk: log-in, orders, a wave, a packed parcel and its tag in the print queue.

use bipe_api::Page;
use bipe_api::desk::{OrderDetail, PrintJob, Wave};
use bipe_core::screen::{Outcome, Screen as Shown};
use bipe_tests::browser::Screen;
use bipe_tests::floor::{Floor, Hand, PIN, badge, goods, screen_name};
use serde_json::json;
use thirtyfour::Key;

use crate::device::Device;
use crate::{picked, shelf};

bipe_tests::on_both_engines!(a_supervisor_releases_a_wave_and_packs_it);

/// Number, customer, city, state and lines of an order.
type Waiting = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, i64)]);

/// The orders that wait.
const ORDERS: [Waiting; 9] = [
    (
        "PV-20481",
        "Mercearia Conceição",
        "São José dos Campos",
        "SP",
        &[(goods::COFFEE, 12), (goods::SOAP, 24)],
    ),
    ("PV-20482", "João Araújo", "Ribeirão Preto", "SP", &[(goods::COFFEE, 2)]),
    ("PV-20483", "Empório da Praça", "Belo Horizonte", "MG", &[(goods::COFFEE, 24)]),
    ("PV-20484", "Helena Muñoz", "Florianópolis", "SC", &[(goods::SOAP, 3)]),
    ("PV-20485", "Padaria Três Irmãos", "São Paulo", "SP", &[(goods::COFFEE, 36), (goods::SOAP, 12)]),
    ("PV-20486", "Antônio Galvão", "Maceió", "AL", &[(goods::SOAP, 6), (goods::READER, 1)]),
    ("PV-20487", "Livraria Ipê", "Goiânia", "GO", &[(goods::COFFEE, 4)]),
    ("PV-20488", "Café da Estação", "Curitiba", "PR", &[(goods::COFFEE, 120)]),
    ("PV-20489", "Márcia Lobão", "Recife", "PE", &[(goods::SOAP, 2)]),
];

async fn take_orders(floor: &Floor) {
    let erp = floor.log_in("erp").await;
    for (place, (number, customer, city, state, lines)) in ORDERS.into_iter().enumerate() {
        let ship_by = shelf::day(1 + place as i64 / 4);
        let lines: Vec<_> =
            lines.iter().map(|(sku, quantity)| json!({"sku": sku, "quantity_base": quantity})).collect();
        let order = json!({
            "number": number, "channel": "loja", "lines": lines, "ship_by": ship_by,
            "ship_to": {
                "name": customer, "street": "Rua das Acácias, 77", "district": "Centro", "city": city, "state": state,
                "postal_code": "12245-000"
            }
        });
        let reply = erp.post("/orders", &order).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        floor.pass(1_000);
    }
}

async fn a_supervisor_releases_a_wave_and_packs_it(floor: Floor) {
    shelf::fill(&floor).await;
    take_orders(&floor).await;
    let tags = floor.folder().join("tags");
    picked::printer(&floor, "Expedição", &format!("file:{}", tags.display()), "zpl").await;
    let jobs = bipe_server::job::start(floor.app.clone());

    let device = Device::open(&floor, Screen::Desk, "/desk").await;
    log_in(&device).await;
    release(&device).await;
    let sonia = floor.log_in("sonia").await;
    let waves: Page<Wave> = sonia.get("/waves").await.json();
    assert_eq!((waves.rows.len(), waves.rows[0].orders, waves.rows[0].allocated_base), (1, 2, 38));
    assert_eq!(picked::pick_tour(&floor, 1).await, 2);
    a_tour_is_under_way(&floor).await;
    device.browser.until_shown("[data-testid=waves]", "Pedro Nunes").await;
    // Two of his stops are done; the page follows.
    device
        .browser
        .until("!/\\b0\\/[0-9]/.test(document.querySelector('[data-testid=waves]').innerText)")
        .await;
    device.browser.click("[data-testid='filter-']").await;
    device.browser.until_shown("[data-testid=orders] tbody", "PV-20481").await;
    device.picture("1280-orders.png").await;
    device.readme_picture("desk.png").await;

    device.browser.click("[data-order=PV-20481]").await;
    device.browser.until_shown("[data-testid=panel]", "Mercearia Conceição").await;
    device.picture("1280-order.png").await;
    device.key(Key::Escape).await;
    device.browser.until("!document.querySelector('[data-testid=panel]')").await;
    pack(&device, &sonia).await;
    device.browser.close().await;

    let listed: Page<PrintJob> = sonia.get("/print-jobs").await.json();
    let tag = listed.rows.iter().find(|job| job.label == "shipping").expect("a tag was printed");
    assert_eq!((listed.rows.len(), tag.status.as_str()), (1, "sent"));
    let packed: Page<bipe_api::desk::Order> = sonia.get("/orders?status=packed").await.json();
    let packed: OrderDetail = sonia.get(&format!("/orders/{}", packed.rows[0].id)).await.json();
    assert_eq!((packed.parcels.len(), packed.parcels[0].sscc.as_str()), (1, tag.subject.as_str()));
    shelf::audit(&floor).await;
    jobs.stop().await;
}

/// The badge by the scanner, whose Enter goes on to the PIN; the PIN by the keyboard.
pub(crate) async fn log_in(device: &Device) {
    device.at("log_in_desk").await;
    device.browser.until("document.activeElement?.name === 'who'").await;
    device.browser.type_wedge(&badge("sonia")).await;
    device.browser.until("document.activeElement?.name === 'secret'").await;
    device.picture("1280-log-in.png").await;
    device.browser.type_wedge(PIN).await;
    device.browser.until("document.querySelector('[data-testid=desk]')").await;
}

/// Goes to the orders by the keyboard, chooses two, one by the mouse and one by the keyboard, and releases them.
async fn release(device: &Device) {
    device.browser.click("[data-testid=desk] main").await;
    device.chord(Key::Alt, '2').await;
    device.browser.until("location.pathname === '/desk/orders'").await;
    device.browser.until("document.querySelectorAll('[data-order]').length === 9").await;
    device.browser.until_shown("[data-order=PV-20488] .bad", "▲").await;
    device.browser.until("document.querySelector('.live.on')").await;
    device.browser.click("[data-order=PV-20481] [data-testid=select-order]").await;
    let other = "document.querySelector('[data-order=PV-20482] [data-testid=select-order]').focus()";
    device.browser.driver().execute(other, Vec::new()).await.expect("the tick takes the focus");
    device.key(' ').await;
    device.browser.until_shown("[data-action=release]", "Liberar onda com 2").await;
    device.press("release").await;
    device.browser.until_shown("main.page", "Unidades reservadas: 38.").await;
    device.browser.until_shown("[data-testid=waves]", "1").await;
    device.browser.until("document.querySelectorAll('[data-order]').length === 7").await;
}

/// A second wave whose tour Pedro has begun.
async fn a_tour_is_under_way(floor: &Floor) {
    let sonia = floor.log_in("sonia").await;
    let new: Page<bipe_api::desk::Order> = sonia.get("/orders?status=new").await.json();
    let numbers = ["PV-20485", "PV-20486", "PV-20487"];
    let ids: Vec<_> = new
        .rows
        .iter()
        .filter(|order| numbers.contains(&order.number.as_str()))
        .map(|order| order.id)
        .collect();
    assert_eq!(sonia.post("/waves", &json!({"orders": ids})).await.status, 201);
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    for tote in 3..=5 {
        picked::new_tote(&pedro, &format!("BPT{tote:06}")).await;
    }
    one_stop(&pedro).await;
    one_stop(&pedro).await;
}

async fn one_stop(pedro: &Hand) {
    for _ in 0..100 {
        let step = pedro.step().await;
        match &step.screen {
            Shown::PickBin(stop) => pedro.accept(&format!("BPL{}", stop.bin.code)).await,
            Shown::PickGoods(stop) => {
                pedro.accept(&picked::symbol(&stop.goods.sku, stop.goods.lot.as_deref())).await;
                pedro.scan(&format!("BPCQ{}", stop.goods.quantity.base)).await
            }
            Shown::PickInto(into) => {
                pedro.accept(&into.tote).await;
                return;
            }
            other => panic!("picking came to {other:?}"),
        };
    }
}

/// Checks the second order's tote at the packing desk and closes its parcel.
async fn pack(device: &Device, sonia: &Hand) {
    device.browser.click("nav a[href='/desk/pack']").await;
    device.at("menu").await;
    device.accept("BPT000002", "pack_goods").await;
    device.picture("1280-pack.png").await;
    device.refuse(&shelf::lot_first(goods::COFFEE_UNIT, "L9", shelf::last_expiry()), "wrong_lot").await;
    device.accept(&shelf::lot_first(goods::COFFEE_UNIT, "L1", shelf::first_expiry()), "pack_goods").await;
    // A quantity typed by hand is what is in the parcel in all.
    device.key('2').await;
    device.browser.until_shown("[data-testid=entry]", "2").await;
    device.key(Key::Enter).await;
    device.at("pack_close").await;
    assert_eq!(screen_name(&sonia.step().await.screen), "pack_close");
    device.picture("1280-pack-close.png").await;
    device.answer("BPCCONFIRM", Outcome::Accepted).await;
    device.at("pack_done").await;
    device.browser.until_shown("[data-testid=print-jobs]", "enviada").await;
    device.picture("1280-pack-done.png").await;
}
