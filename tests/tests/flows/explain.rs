//! Every figure of stock is explained by its legs and its reservations, whatever a day brings.

use std::collections::BTreeMap;

use bipe_api::Page;
use bipe_api::desk::{Explained, Stock};
use bipe_tests::floor::goods::{COFFEE, SOAP};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use super::pick::{JANUARY, MARCH, lay, release, sound, take};

on_both_engines!(explanations_sum_to_the_figures_shown, only_one_subject_is_explained);

/// All pages of an explanation.
async fn explain(hand: &Hand, what: &str) -> Explained {
    let mut all: Explained = hand.get(&format!("/audit/explain?{what}")).await.json();
    while let Some(next) = all.next.take() {
        let page: Explained = hand.get(&format!("/audit/explain?{what}&cursor={next}")).await.json();
        all.legs.extend(page.legs);
        all.next = page.next;
    }
    all
}

type Key = (String, Option<String>, String, String);

/// The explanation sums to itself; gives what it says is on hand and reserved, by place.
fn sums(explained: &Explained) -> BTreeMap<Key, (i64, i64)> {
    let mut legs: BTreeMap<Key, i64> = BTreeMap::new();
    for leg in &explained.legs {
        let key = (leg.location.clone(), leg.unit_code.clone(), leg.sku.clone(), leg.lot.clone());
        *legs.entry(key).or_default() += leg.quantity_base;
    }
    let mut kept: BTreeMap<Key, i64> = BTreeMap::new();
    for one in &explained.reserved {
        let key = (one.location.clone(), one.unit_code.clone(), one.sku.clone(), one.lot.clone());
        *kept.entry(key).or_default() += one.quantity_base;
    }
    let mut shown = BTreeMap::new();
    for figure in &explained.figures {
        let key = (figure.location.clone(), figure.unit_code.clone(), figure.sku.clone(), figure.lot.clone());
        assert_eq!(legs.get(&key).copied().unwrap_or(0), figure.moved_base, "{key:?}");
        assert_eq!(kept.get(&key).copied().unwrap_or(0), figure.kept_base, "{key:?}");
        if !matches!(figure.kind.as_str(), "supplier" | "customer" | "adjustment" | "scrap") {
            assert_eq!(
                (figure.moved_base, figure.kept_base),
                (figure.on_hand_base, figure.reserved_base),
                "{key:?}"
            );
            shown.insert(key, (figure.on_hand_base, figure.reserved_base));
        }
    }
    shown
}

async fn explanations_sum_to_the_figures_shown(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 40).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 10).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-01-01-1", 10).await;
    take(&erp, "P1", &[(COFFEE, 5), (SOAP, 2)]).await;
    crate::picked::pick_all(&floor, 1).await;
    let second = take(&erp, "P2", &[(COFFEE, 37)]).await;
    release(&sonia, &[&second]).await;
    for quantity_base in std::iter::repeat_n([2, -2], 30).flatten() {
        let body = json!({"location": "A-02-01-1", "sku": COFFEE, "lot": "MAR", "quantity_base": quantity_base,
            "reason": "Contagem à parte"});
        sonia.post("/adjustments", &body).await.json::<Value>();
    }
    let mut shown = BTreeMap::new();
    let page: Page<Stock> = sonia.get("/stock").await.json();
    for row in page.rows {
        let key = (row.location, row.unit_code, row.sku, row.lot);
        shown.insert(key, (row.on_hand_base, row.reserved_base));
    }
    let of = |wanted: &dyn Fn(&Key) -> bool| -> BTreeMap<Key, (i64, i64)> {
        shown.iter().filter(|(key, _)| wanted(key)).map(|(key, sums)| (key.clone(), *sums)).collect()
    };
    let item = explain(&sonia, &format!("item={COFFEE}")).await;
    assert_eq!(sums(&item), of(&|key| key.2 == COFFEE));
    assert!(item.legs.len() > 120, "{} legs", item.legs.len());
    assert_eq!(sums(&explain(&sonia, "lot=JAN").await), of(&|key| key.3 == "JAN"));
    assert_eq!(sums(&explain(&sonia, "location=A-01-01-1").await), of(&|key| key.0 == "A-01-01-1"));
    let account = explain(&sonia, "location=AJUSTE").await;
    assert!(sums(&account).is_empty() && account.legs.len() == 60, "{} legs", account.legs.len());
    let pick = item.legs.iter().find(|leg| leg.reason == "pick" && leg.quantity_base < 0).expect("a pick");
    assert_eq!((pick.document.as_deref(), pick.actor.as_deref()), (Some("P1"), Some("Pedro Nunes")));
    sound(&floor, &erp).await;
}

async fn only_one_subject_is_explained(floor: Floor) {
    let (sonia, pedro) = (floor.log_in("sonia").await, floor.log_in("pedro").await);
    lay(&floor, COFFEE, "X", Some(JANUARY), "A-01-01-1", 1).await;
    lay(&floor, SOAP, "X", None, "A-01-01-1", 2).await;
    sonia.get("/audit/explain").await.problem(400, "bad-request");
    sonia.get("/audit/explain?item=A&lot=B").await.problem(400, "bad-request");
    sonia.get("/audit/explain?item=NADA").await.problem(404, "not-found");
    pedro.get("/audit/explain?lot=X").await.problem(403, "no-role");
    let detail = sonia.get("/audit/explain?lot=X").await.problem(409, "several").detail.expect("a detail");
    assert!(detail.contains("CAFE-500 X") && detail.contains("SABAO-200 X"), "{detail}");
    let soap = explain(&sonia, &format!("lot=X&sku={SOAP}")).await;
    assert_eq!((soap.subject.as_str(), soap.figures[0].on_hand_base), ("SABAO-200 X", 2));
}
