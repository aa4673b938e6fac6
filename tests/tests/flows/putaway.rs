//! Pallets go from the dock to their bins.

use bipe_api::{Page, desk};
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::floor::{Floor, Hand, goods, screen_name};

use super::receive::{AUTHORISED, KEY, coffee_case, import};

bipe_tests::on_both_engines!(
    a_pallet_goes_to_the_suggested_bin,
    another_valid_bin_is_taken_on_the_second_scan,
    a_bin_that_filled_meanwhile_is_refused_and_another_suggested,
    a_pallet_in_other_hands_is_refused,
    what_is_no_waiting_pallet_is_refused,
    a_chosen_pallet_is_put_back,
    a_pallet_that_was_put_away_comes_back_to_the_dock,
);

/// Receives coffee of one lot on a pallet of its own and gives the pallet's code.
async fn receive(rita: &Hand, lot: &str, cases: i64) -> String {
    rita.accept(&coffee_case(lot, "270131")).await;
    let step = rita.accept(&format!("BPCQ{cases}")).await;
    let Screen::ReceiveGoods(screen) = step.screen else { panic!("{step:?}") };
    rita.accept("BPCFULL").await;
    screen.pallet.expect("a pallet")
}

pub(crate) async fn docked(floor: &Floor, lots: &[&str]) -> (Hand, Vec<String>) {
    import(floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    let mut codes = Vec::new();
    for lot in lots {
        codes.push(receive(&rita, lot, 1).await);
    }
    rita.accept("BPCLEAVE").await;
    (rita, codes)
}

fn bin(step: &Step) -> String {
    match &step.screen {
        Screen::PutawayBin(screen) => screen.bin.code.clone(),
        other => panic!("no bin: {other:?}"),
    }
}

fn waiting(step: &Step) -> Vec<String> {
    match &step.screen {
        Screen::PutawayUnit(screen) => screen.waiting.clone(),
        other => panic!("no list: {other:?}"),
    }
}

async fn places(hand: &Hand, search: &str) -> Vec<String> {
    let page: Page<desk::Stock> = hand.get(&format!("/stock?search={search}")).await.json();
    page.rows.into_iter().map(|row| row.location).collect()
}

async fn a_pallet_goes_to_the_suggested_bin(floor: Floor) {
    let (rita, codes) = docked(&floor, &["L1", "L2", "L1"]).await;
    let step = rita.accept("BPCPUTAWAY").await;
    assert_eq!(waiting(&step), codes);
    let step = rita.accept(&codes[0]).await;
    assert_eq!(bin(&step), "A-01-01-1", "the nearest empty bin");
    let step = rita.accept("BPLA-01-01-1").await;
    assert_eq!(step.message.as_ref().expect("a message").code, "done");
    assert_eq!(waiting(&step), codes[1..]);
    let step = rita.accept(&codes[1]).await;
    assert_eq!(bin(&step), "A-01-01-2", "another lot goes to the next empty bin");
    rita.accept("BPLA-01-01-2").await;
    let step = rita.accept(&format!("]C100{}", codes[2])).await;
    assert_eq!(bin(&step), "A-01-01-1", "the same lot joins its own");
    rita.accept("BPLA-01-01-1").await;
    assert_eq!(places(&rita, "cafe").await, ["A-01-01-1", "A-01-01-1", "A-01-01-2"]);
    rita.refuse(&codes[0], "not_here").await;
    rita.accept("BPCLEAVE").await;
}

async fn a_pallet_that_was_put_away_comes_back_to_the_dock(floor: Floor) {
    let (rita, codes) = docked(&floor, &["L1", "L2"]).await;
    rita.accept("BPCPUTAWAY").await;
    rita.refuse("BPCUNDO", "nothing_to_undo").await;
    rita.accept(&codes[0]).await;
    let step = rita.accept("BPLA-01-01-1").await;
    assert!(step.actions.contains(&bipe_core::code::CommandCode::Undo), "{:?}", step.actions);
    // The next one is chosen and let go of, which forgets nothing.
    rita.accept(&codes[1]).await;
    rita.accept("BPCUNDO").await;
    rita.accept("BPCLEAVE").await;
    rita.accept("BPCPUTAWAY").await;
    let before = floor.app.store.sent().statements;
    let step = rita.accept("BPCUNDO").await;
    let sent = floor.app.store.sent().statements - before;
    assert!(sent <= 10, "{sent} statements");
    assert_eq!(waiting(&step), codes, "it waits at the dock again");
    assert!(step.message.as_ref().expect("a word").sentence.contains("DOCA-01"), "{step:?}");
    assert_eq!(places(&rita, "cafe").await, ["DOCA-01", "DOCA-01"]);
    rita.refuse("BPCUNDO", "nothing_to_undo").await;
    // What stands elsewhere by now stays there.
    rita.accept(&codes[0]).await;
    rita.accept("BPLA-01-01-1").await;
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCRELOCATE").await;
    sonia.accept(&codes[0]).await;
    sonia.accept("BPLA-02-01-1").await;
    rita.refuse("BPCUNDO", "stays").await;
    assert_eq!(places(&rita, "cafe").await, ["A-02-01-1", "DOCA-01"]);
    super::pick::sound(&floor, &floor.log_in("erp").await).await;
}

async fn another_valid_bin_is_taken_on_the_second_scan(floor: Floor) {
    let (rita, codes) = docked(&floor, &["L1"]).await;
    let step = rita.accept(&codes[0]).await;
    assert_eq!(bin(&step), "A-01-01-1", "the menu takes a pallet at once");
    rita.refuse("BPCCONFIRM", "not_here").await;
    rita.refuse("BPLZZ-99", "unknown_code").await;
    let again = rita.scan("BPLA-03-02-2").await;
    let message = again.message.clone().expect("a message");
    assert_eq!((message.outcome, message.code.as_str()), (Outcome::Confirm, "wrong_bin"));
    let other = rita.scan("BPLA-03-02-1").await;
    assert_eq!(
        other.message.expect("a message").outcome,
        Outcome::Confirm,
        "it is the same bin that confirms"
    );
    rita.scan("BPLA-03-02-2").await;
    rita.accept("BPLA-03-02-2").await;
    assert_eq!(places(&rita, "cafe").await, ["A-03-02-2"]);
}

async fn a_bin_that_filled_meanwhile_is_refused_and_another_suggested(floor: Floor) {
    let (rita, codes) = docked(&floor, &["L1", "L2", "L3"]).await;
    let step = rita.accept(&codes[0]).await;
    assert_eq!(bin(&step), "A-01-01-1");
    // Two pallets fit: another operator brings two.
    let sonia = floor.log_in("sonia").await;
    for code in &codes[1..] {
        sonia.accept(code).await;
        let planned = bin(&sonia.step().await);
        if planned != "A-01-01-1" {
            sonia.scan("BPLA-01-01-1").await;
        }
        sonia.accept("BPLA-01-01-1").await;
    }
    let step = rita.scan("BPLA-01-01-1").await;
    let message = step.message.clone().expect("a message");
    assert_eq!((message.outcome, message.code.as_str()), (Outcome::Refused, "bin_unfit"));
    assert!(message.sentence.contains("cheio"), "{}", message.sentence);
    assert_eq!(bin(&step), "A-01-01-2");
    rita.accept("BPLA-01-01-2").await;
    assert_eq!(places(&rita, "l1").await, ["A-01-01-2"]);
}

async fn a_pallet_in_other_hands_is_refused(floor: Floor) {
    let (rita, codes) = docked(&floor, &["L1"]).await;
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCPUTAWAY").await;
    rita.accept(&codes[0]).await;
    let step = sonia.refuse(&codes[0], "taken_by_other").await;
    assert!(step.message.expect("a message").sentence.contains("Rita"));
    assert_eq!(waiting(&sonia.step().await), Vec::<String>::new());
    // Left in a parked task it is free; who comes back finds it gone.
    rita.accept("BPCLEAVE").await;
    sonia.accept(&codes[0]).await;
    let step = rita.accept("BPCPUTAWAY").await;
    assert_eq!(screen_name(&step.screen), "putaway_unit");
    sonia.accept("BPLA-01-01-1").await;
    assert_eq!(places(&rita, "cafe").await, ["A-01-01-1"]);
    // A pallet that is being loaded stays where it is, too.
    rita.accept("BPCLEAVE").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept(goods::SOAP_UNIT).await;
    let step = rita.accept("BPCQ5").await;
    let Screen::ReceiveGoods(screen) = step.screen else { panic!("{step:?}") };
    sonia.refuse(&screen.pallet.expect("a pallet"), "taken_by_other").await;
}

async fn what_is_no_waiting_pallet_is_refused(floor: Floor) {
    let (rita, codes) = docked(&floor, &["L1", "L2"]).await;
    rita.accept("BPCPUTAWAY").await;
    rita.refuse("BPCUNDO", "nothing_to_undo").await;
    rita.refuse("BPLA-01-01-1", "not_here").await;
    rita.refuse(goods::COFFEE_CASE, "not_here").await;
    rita.refuse("378910000000000018", "bad_symbol").await;
    rita.accept(&codes[0]).await;
    rita.refuse(&codes[1], "wrong_unit").await;
    let dock: Page<desk::Stock> = rita.get(&format!("/stock?search={}", codes[0])).await.json();
    let dock = dock.rows[0].location.clone();
    let step = rita.refuse(&format!("BPL{dock}"), "bin_unfit").await;
    assert_eq!(bin(&step), "A-01-01-1");
}

async fn a_chosen_pallet_is_put_back(floor: Floor) {
    let (rita, codes) = docked(&floor, &["L1"]).await;
    rita.accept(&codes[0]).await;
    let step = rita.accept("BPCUNDO").await;
    assert_eq!(waiting(&step), codes);
    let sonia = floor.log_in("sonia").await;
    sonia.accept(&codes[0]).await;
    sonia.accept("BPLA-01-01-1").await;
    assert_eq!(places(&rita, "cafe").await, ["A-01-01-1"]);
}
