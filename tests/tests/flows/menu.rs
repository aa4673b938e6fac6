//! The menu: what is refused there opens nothing, and what is refused elsewhere leaves no task aside (R02).

use bipe_core::screen::Screen;
use bipe_tests::books::Books;
use bipe_tests::floor::{Floor, goods, screen_name};
use bipe_tests::on_both_engines;
use serde_json::json;

use super::announce::{announce, document};
use super::receive::{AUTHORISED, KEY, coffee_case, import};

on_both_engines!(
    what_is_refused_at_the_menu_opens_no_task,
    what_is_refused_in_other_work_leaves_the_task_on_the_screen,
    what_a_parked_task_refuses_leaves_it_parked,
);

fn tasks(floor: &Floor) -> Vec<Vec<String>> {
    Books::open(&floor.database).rows("SELECT kind, status, version FROM tasks ORDER BY kind, status")
}

async fn what_is_refused_at_the_menu_opens_no_task(floor: Floor) {
    let (pedro, rita, paula) =
        (floor.log_in("pedro").await, floor.log_in("rita").await, floor.log_in("paula").await);
    pedro.refuse("BPCPICK", "nothing_waits").await;
    rita.refuse("]C100178910000000000011", "unknown_code").await;
    paula.refuse("BPCRECEIVE", "no_role").await;
    assert_eq!(tasks(&floor), Vec::<Vec<String>>::new(), "nothing was opened");
    // What is taken opens one, and the same is taken after a refusal.
    announce(&floor, &document("asn", "A-1", json!([{"sku": goods::SOAP, "quantity": 4}]))).await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    assert_eq!(tasks(&floor), [["receive", "open", "2"]]);
}

async fn what_is_refused_in_other_work_leaves_the_task_on_the_screen(floor: Floor) {
    announce(&floor, &document("asn", "A-1", json!([{"sku": goods::SOAP, "quantity": 4}]))).await;
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCRECEIVE").await;
    sonia.accept("A-1").await;
    sonia.accept(goods::SOAP_UNIT).await;
    let before = tasks(&floor);
    let step = sonia.refuse("BPCPICK", "nothing_waits").await;
    assert_eq!(screen_name(&step.screen), "receive_quantity");
    assert_eq!((step.task, tasks(&floor)), (sonia.step().await.task, before));
    sonia.accept("BPCQ4").await;
    // Work that is taken puts it aside as before.
    sonia.accept("BPCPUTAWAY").await;
    let kinds: Vec<_> = tasks(&floor).into_iter().map(|row| row[..2].join(" ")).collect();
    assert_eq!(kinds, ["putaway open", "receive parked"]);
    let Screen::ReceiveGoods(at) = sonia.accept("BPCRECEIVE").await.screen else { panic!("gone on with") };
    assert_eq!(at.on_pallet.len(), 1);
}

async fn what_a_parked_task_refuses_leaves_it_parked(floor: Floor) {
    announce(&floor, &document("asn", "A-1", json!([{"sku": goods::COFFEE, "quantity": 24}]))).await;
    import(&floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.accept(&coffee_case("L1", "270131")).await;
    rita.accept("BPCLEAVE").await;
    let before = tasks(&floor);
    // Coffee is in hand there: another document has to wait.
    rita.refuse(KEY, "not_here").await;
    assert_eq!(tasks(&floor), before);
    let step = rita.accept("BPCRECEIVE").await;
    assert_eq!(screen_name(&step.screen), "receive_quantity");
}
