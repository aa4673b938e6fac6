//! A receiver's walk: the invoice by its key, goods with lot and expiry in one scan, how many on the keypad, the close.

use bipe_api::Page;
use bipe_api::desk::{Receipt, ReceiptDetail, Stock};
use bipe_tests::browser::Screen;
use bipe_tests::floor::{Floor, goods};
use time::Date;

use crate::device::Device;
use crate::shelf;

const INVOICE: &str = include_str!("../../data/nfe/authorised.xml");
/// The access key of the invoice: 10 cases of coffee (6 of lot L2603A, 4 of L2603B), 48 soaps, 2 readers.
const KEY: &str = "35260311222333000181550010000045121000004510";

bipe_tests::on_both_engines!(a_receiver_takes_an_invoice_in);

async fn a_receiver_takes_an_invoice_in(floor: Floor) {
    takes_in(floor, Screen::Handheld).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_works_on_the_smallest_screen() {
    takes_in(Floor::sqlite().await, Screen::Small).await;
}

fn written(date: Date) -> String {
    format!("{}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

async fn takes_in(floor: Floor, screen: Screen) {
    shelf::now(&floor);
    let (first, last) = (shelf::first_expiry(), shelf::last_expiry());
    let invoice = INVOICE.replace("2027-01-31", &written(first)).replace("2027-03-31", &written(last));
    let erp = floor.log_in("erp").await;
    let imported: ReceiptDetail = erp.post_text("/receipts/nfe", "application/xml", &invoice).await.json();

    let device = Device::open(&floor, screen, "/").await;
    let picture = async |name: &str| device.picture(&format!("{}-{name}.png", screen.width())).await;
    device.log_in("rita").await;
    device.press("receive").await;
    device.at("receive_invoice").await;
    picture("receive-invoice").await;
    device.refuse(&KEY.replace("4512", "4513"), "bad_symbol").await;
    device.accept(KEY, "receive_goods").await;
    device.browser.until_shown("[data-testid=progress]", "0 de 3").await;
    picture("receive-goods").await;

    let case = |lot, expiry| shelf::lot_first(goods::COFFEE_CASE, lot, expiry);
    device.accept(&case("L2603A", first), "receive_quantity").await;
    device.browser.until_shown("[data-testid=entry]", "6").await;
    picture("receive-quantity").await;
    device.refuse("BPCQ11", "too_much").await;
    device.key_in("6").await;
    device.at("receive_goods").await;
    device.accept(&case("L2603B", last), "receive_quantity").await;
    device.key_in("4").await;
    device.at("receive_goods").await;
    device.browser.until_shown("[data-testid=progress]", "1 de 3").await;
    picture("receive-pallet").await;

    device.accept(&goods::SOAP_UNIT[1..], "receive_quantity").await;
    device.key_in("48").await;
    device.at("receive_goods").await;
    for serial in ["SN1", "SN2"] {
        device.accept(&format!("]d201{}21{serial}", goods::READER_UNIT), "receive_goods").await;
    }
    device.browser.until_shown("[data-testid=progress]", "3 de 3").await;
    device.press("close").await;
    device.at("receive_close").await;
    picture("receive-close").await;
    device.press("confirm").await;
    device.at("receive_invoice").await;
    device.browser.close().await;

    let receipts: Page<Receipt> = erp.get("/receipts").await.json();
    let receipt = receipts.rows.iter().find(|row| row.id == imported.receipt.id).expect("it is listed");
    assert_eq!((receipt.status.as_str(), receipt.lines_done), ("closed", 3));
    let stock: Page<Stock> = erp.get("/stock?search=").await.json();
    let mut lots: Vec<_> =
        stock.rows.iter().map(|row| (row.lot.as_str(), row.on_hand_base, row.expiry)).collect();
    lots.sort_by_key(|row| row.0);
    let coffee: Vec<_> = lots.iter().filter(|row| row.0.starts_with("L26")).copied().collect();
    assert_eq!(coffee, [("L2603A", 72, Some(first)), ("L2603B", 48, Some(last))]);
    assert_eq!(lots.iter().map(|row| row.1).sum::<i64>(), 120 + 48 + 2);
    shelf::audit(&floor).await;
}
