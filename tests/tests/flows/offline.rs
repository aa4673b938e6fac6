//! Work without the network: what a handheld carries answers as the server does; what it did goes to the server once it is back, once
//! each, and what can't be written down by then waits for a supervisor.

use bipe_api::Page;
use bipe_api::desk::{Exception, ExceptionStatus, Lot};
use bipe_core::id::{CommandId, Ids};
use bipe_core::offline::{Carried, Command, Work};
use bipe_core::screen::{Freshness, Message, Outcome, Screen, Step};
use bipe_tests::floor::goods::{COFFEE, COFFEE_CASE, SOAP, SOAP_CASE, SOAP_UNIT};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use time::macros::date;

use crate::pick::{JANUARY, MARCH, events, is, lay, release, reload, sound, take, tote, unit};

on_both_engines!(
    what_is_carried_answers_as_the_server_does,
    a_tour_without_the_network_ends_as_with_it,
    what_can_not_be_known_is_refused_without_the_network,
    a_short_is_sought_elsewhere_once_the_network_is_back,
    what_changed_meanwhile_is_an_exception_and_the_rest_goes_on,
    a_line_that_another_device_did_is_not_done_twice,
    a_task_that_was_left_takes_nothing_late,
    what_a_late_scan_shows_is_of_now,
);

/// A handheld that carries its work.
pub(crate) struct Device<'h> {
    hand: &'h Hand,
    floor: &'h Floor,
    pub(crate) carried: Carried,
    pub(crate) kept: Vec<Value>,
}

impl<'h> Device<'h> {
    /// Loads what the present step needs.
    pub(crate) async fn load(floor: &'h Floor, hand: &'h Hand) -> Self {
        let carried: Option<Carried> = hand.get("/step/offline").await.json();
        Self {
            hand,
            floor,
            carried: carried.expect("work that goes on without the network"),
            kept: Vec::new(),
        }
    }

    /// Answers a symbol without the server, and keeps the command.
    pub(crate) fn scan(&mut self, symbol: &str) -> Step {
        let id = self.hand.command();
        let mut request = self.hand.scan_request(id, symbol);
        let (ids, scanned_ms) = (Ids::new(1, self.kept.len() as u64), self.floor.app.clock.now_ms());
        request["task"] = json!(self.carried.task);
        let answer = self.carried.answer(&Command { symbol, scanned_ms, ids });
        request["offline"] = json!(answer.mark);
        self.kept.push(request);
        answer.step
    }

    fn accept(&mut self, symbol: &str) -> Step {
        let step = self.scan(symbol);
        let Message { outcome, sentence, .. } = step.message.clone().expect("a word");
        assert_eq!(outcome, Outcome::Accepted, "{symbol:?}: {sentence}");
        step
    }

    pub(crate) fn refuse(&mut self, symbol: &str, code: &str) {
        let before = self.carried.clone();
        let step = self.scan(symbol);
        let message = step.message.expect("a word");
        assert_eq!(
            (message.outcome, message.code.as_str()),
            (Outcome::Refused, code),
            "{symbol:?}: {message:?}"
        );
        assert!(self.carried == before, "a refusal changes nothing");
    }

    /// The network is back: everything kept goes to the server, each twice, as after a lost answer. Gives the answers.
    pub(crate) async fn send(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        for request in std::mem::take(&mut self.kept) {
            let reply = self.hand.post("/scans", &request).await;
            let again = self.hand.post("/scans", &request).await;
            assert_eq!(reply.body, again.body, "the same command gets the same answer");
            steps.push(reply.json());
        }
        steps
    }
}

/// What was said to each scan that anything was said to.
pub(crate) fn outcomes(steps: &[Step]) -> Vec<(Outcome, &str)> {
    let told = steps.iter().filter_map(|step| step.message.as_ref());
    told.map(|message| (message.outcome, message.code.as_str())).collect()
}

/// P1 wants coffee of January (14) and soap (5), P2 soap (3), on one tour; totes stand on the cart.
async fn tour(floor: &Floor, pedro: &Hand) -> [bipe_api::desk::OrderDetail; 2] {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 20).await;
    lay(floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 20).await;
    lay(floor, SOAP, "2026-03-01", None, "A-03-01-1", 8).await;
    let one = take(&erp, "P1", &[(COFFEE, 14), (SOAP, 5)]).await;
    let two = take(&erp, "P2", &[(SOAP, 3)]).await;
    release(&sonia, &[&one, &two]).await;
    pedro.accept("BPCPICK").await;
    tote(pedro, "BPT000001").await;
    is(&tote(pedro, "BPT000002").await, "pick_bin");
    [one, two]
}

/// The scans of that tour, none of them refused.
fn walk() -> Vec<String> {
    let coffee =
        ["BPLA-01-01-1".to_owned(), format!("]d201{COFFEE_CASE}10JAN"), unit("JAN"), "BPCQ14".into()];
    let soap = |quantity: &str| ["BPLA-03-01-1".into(), SOAP_UNIT.to_owned(), quantity.to_owned()];
    let mut scans = Vec::from(coffee);
    scans.push("BPT000001".into());
    scans.extend(soap("BPCQ5"));
    scans.push("BPT000001".into());
    scans.extend(soap("BPCQ3"));
    scans.push("BPT000002".into());
    scans
}

async fn what_is_carried_answers_as_the_server_does(floor: Floor) {
    let pedro = floor.log_in("pedro").await;
    tour(&floor, &pedro).await;
    let mut device = Device::load(&floor, &pedro).await;
    let beside = [
        "BPLA-01-01-1",
        "BPCUNDO",
        "BPLA-03-01-1",
        "BPLA-01-01-1",
        "BPT000001",
        SOAP_UNIT,
        "]d2010789",
        "BPCSHORT",
        "BPCQ99",
        "BPCCANCEL",
        "BPCQ0",
        "10JAN",
        "BPCSKIP",
        "BPLA-03-01-1",
        "BPCFULL",
        "BPT000002",
        "BPCCANCEL",
        SOAP_CASE,
        SOAP_UNIT,
        "BPCQ5",
        "BPCUNDO",
        "BPCUNDO",
        "BPCUNDO",
        "BPCSKIP",
        "BPCSKIP",
        "BPCSKIP",
        "BPCBLOCKED",
        "BPLXXXX",
        "BPCYES",
    ];
    let scans = beside.into_iter().map(str::to_owned);
    let mut compared = 0;
    let mut undone = walk();
    undone.splice(5..5, ["BPCUNDO", "BPCUNDO", "BPCUNDO", "BPCUNDO"].map(str::to_owned));
    undone.splice(9..9, walk()[..5].iter().cloned());
    undone.splice(14..14, ["BPCUNDO", "BPT000001"].map(str::to_owned));
    for symbol in scans.chain(undone).chain(walk()) {
        let there = pedro.scan(&symbol).await;
        let mut here = device.scan(&symbol);
        device.kept.clear();
        if let (Some(here), Some(there)) = (&mut here.message, &there.message)
            && here.code == "not_carried"
        {
            assert_eq!(there.code, "unknown_code", "{symbol}");
            here.clone_from(there);
        }
        assert_eq!(here, there, "{symbol}");
        compared += 1;
        if there.task.is_none() {
            break;
        }
    }
    assert!(compared > beside.len() + 8, "the walk came to its end: {compared}");
    is(&pedro.step().await, "menu");
}

async fn a_tour_without_the_network_ends_as_with_it(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let orders = tour(&floor, &pedro).await;
    let mut device = Device::load(&floor, &pedro).await;
    for symbol in walk() {
        device.scan(&symbol);
        floor.pass(4_000);
    }
    is(&device.carried.step(floor.app.clock.now_ms()), "pick_done");
    device.refuse("BPCPICK", "needs_network");
    device.kept.pop();
    assert_eq!(reload(&erp, &orders[0]).await.order.picked_base, 0, "nothing is there before it was sent");

    let steps = device.send().await;
    assert!(
        steps.iter().all(|step| outcomes(std::slice::from_ref(step))[0].0 == Outcome::Accepted),
        "{steps:?}"
    );
    is(steps.last().expect("a step"), "pick_done");
    for (order, picked) in orders.iter().zip([19, 3]) {
        let order = reload(&erp, order).await.order;
        assert_eq!((order.picked_base, order.status.as_str()), (picked, "picked"));
    }
    assert_eq!(open(&floor).await, []);
    sound(&floor, &erp).await;
}

/// How much of each of its goods was moved.
pub(crate) fn moved(exception: &Exception) -> Vec<i64> {
    exception.goods.iter().map(|goods| goods.moved_base).collect()
}

async fn open(floor: &Floor) -> Vec<Exception> {
    let sonia = floor.log_in("sonia").await;
    sonia.get("/exceptions?status=open").await.json::<Page<Exception>>().rows
}

async fn what_can_not_be_known_is_refused_without_the_network(floor: Floor) {
    let pedro = floor.log_in("pedro").await;
    assert_eq!(pedro.get("/step/offline").await.json::<Option<Carried>>(), None, "the menu is not carried");
    tour(&floor, &pedro).await;
    // A tote that is free by the book.
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-02-01-1", 1).await;
    let mut device = Device::load(&floor, &pedro).await;
    for (symbol, code) in [
        ("BPLA-02-01-1", "not_carried"),
        ("BPCLEAVE", "needs_network"),
        ("BPCRECEIVE", "needs_network"),
        ("BPCPRINT", "needs_network"),
        ("BPSPACK1", "needs_network"),
        ("]d2010789", "bad_symbol"),
    ] {
        device.refuse(symbol, code);
    }
    device.accept("BPLA-01-01-1");
    device.scan(&unit("MAR"));
    device.refuse(&unit("MAR"), "needs_network");
    device.accept("BPCFULL");
    device.refuse("BPT000077", "not_carried");
    device.refuse("BPT000002", "unit_taken");
    device.accept("BPCCANCEL");
    let told = device.send().await;
    assert_eq!(
        told.iter().filter(|step| step.message.is_none()).count(),
        9,
        "what was refused is only logged"
    );
    assert_eq!(open(&floor).await, []);
    let Screen::PickGoods(_) = pedro.step().await.screen else { panic!("at the bin") };
}

async fn a_short_is_sought_elsewhere_once_the_network_is_back(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let [one, _] = tour(&floor, &pedro).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 20).await;
    let mut device = Device::load(&floor, &pedro).await;
    for symbol in ["BPLA-01-01-1", &unit("JAN"), "BPCSHORT", "BPCQ10", "BPCCONFIRM", "BPCQ10", "BPT000001"] {
        device.scan(symbol);
    }
    let Screen::PickBin(next) = device.carried.step(0).screen else { panic!("the next bin") };
    assert_eq!(next.bin.code, "A-03-01-1");
    for symbol in &walk()[5..] {
        device.scan(symbol);
    }
    let refused = device
        .send()
        .await
        .iter()
        .filter(|step| step.message.as_ref().is_some_and(|message| message.outcome == Outcome::Refused))
        .count();
    assert_eq!(refused, 0);
    let Screen::PickBin(rest) = pedro.step().await.screen else {
        panic!("what was short is sought elsewhere")
    };
    assert_eq!((rest.goods.sku.as_str(), rest.goods.quantity.base), (COFFEE, 4));
    assert_eq!(reload(&erp, &one).await.order.picked_base, 15);
    sound(&floor, &erp).await;
}

async fn what_changed_meanwhile_is_an_exception_and_the_rest_goes_on(floor: Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let [one, two] = tour(&floor, &pedro).await;
    let mut device = Device::load(&floor, &pedro).await;
    for symbol in walk() {
        device.scan(&symbol);
    }
    let lots: Page<Lot> = sonia.get(&format!("/lots?search={COFFEE}")).await.json();
    let january = lots.rows.iter().find(|lot| lot.code == "JAN").expect("the lot");
    let because = json!({"reason": "Laudo 77 do fornecedor"});
    sonia.post(&format!("/lots/{}/hold", january.id), &because).await.json::<Value>();
    erp.post(&format!("/orders/{}/cancel", two.order.id), &because).await.json::<Value>();

    let steps = device.send().await;
    let refused: Vec<_> = outcomes(&steps).into_iter().filter(|told| told.0 == Outcome::Refused).collect();
    assert!(refused.contains(&(Outcome::Refused, "stop_cancelled")), "{refused:?}");
    assert!(refused.contains(&(Outcome::Refused, "unusable_lot")), "{refused:?}");
    assert_eq!(reload(&erp, &one).await.order.picked_base, 5, "the line in between went on");

    let mut open = open(&floor).await;
    open.sort_by(|a, b| a.goods[0].sku.cmp(&b.goods[0].sku));
    let [coffee, soap] = &open[..] else { panic!("two exceptions: {open:?}") };
    assert_eq!(
        (coffee.code.as_str(), moved(coffee), coffee.order.as_deref()),
        ("unusable_lot", vec![14], Some("P1"))
    );
    let one = &coffee.goods[0];
    assert_eq!((one.location.as_deref(), one.lot.as_deref()), (Some("A-01-01-1"), Some("JAN")));
    assert_eq!((one.tote.as_deref(), coffee.operator.as_str()), (Some("BPT000001"), "Pedro Nunes"));
    assert_eq!(
        (soap.code.as_str(), moved(soap), soap.order.as_deref()),
        ("stop_cancelled", vec![3], Some("P2"))
    );
    let one = &soap.goods[0];
    assert_eq!((one.sku.as_str(), one.lot.as_deref(), soap.commands), (SOAP, None, 4));
    let told = events(&floor, "exception.opened", 2).await;
    assert!(told.iter().all(|event| event["operator"] == json!("Pedro Nunes")), "{told:?}");
    // The bins that goods came out of are to be counted.
    let counts: Page<bipe_api::desk::Count> = sonia.get("/counts?status=open").await.json();
    let bins: std::collections::BTreeSet<_> =
        counts.rows.iter().map(|count| count.location.as_str()).collect();
    assert_eq!(bins, ["A-01-01-1", "A-03-01-1"].into());
    resolve(&sonia, &erp, coffee).await;
    sound(&floor, &erp).await;
}

async fn resolve(sonia: &Hand, erp: &Hand, exception: &Exception) {
    let (id, commands) = (exception.id, exception.commands);
    let path = format!("/exceptions/{id}/resolve");
    let note = |note: &str| json!({"note": note, "commands": commands});
    sonia.post(&path, &note(" ")).await.problem(422, "exception-unresolved");
    erp.post(&path, &note("visto")).await.problem(403, "no-role");
    let note = note("14 un voltaram ao endereço");
    let done: Exception = sonia.post(&path, &note).await.json();
    assert_eq!((done.status, done.note.as_str()), (ExceptionStatus::Resolved, "14 un voltaram ao endereço"));
    assert_eq!(done.resolved_by.as_deref(), Some("Sônia Prado"));
    sonia.post(&path, &note).await.problem(409, "exception-resolved");
    sonia
        .post("/exceptions/019f0000-0000-7000-8000-000000000000/resolve", &note)
        .await
        .problem(404, "not-found");
    assert_eq!(sonia.get(&format!("/exceptions/{id}")).await.json::<Exception>(), done);
    let left: Page<Exception> = sonia.get("/exceptions?status=open").await.json();
    assert!(left.rows.iter().all(|exception| exception.id != id), "{left:?}");
}

async fn a_line_that_another_device_did_is_not_done_twice(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let [one, two] = tour(&floor, &pedro).await;
    let mut device = Device::load(&floor, &pedro).await;
    for symbol in walk() {
        device.scan(&symbol);
    }
    // The battery seems dead: the operator takes another handheld and does the first line there.
    let other = floor.log_in("pedro").await;
    for symbol in &walk()[..5] {
        other.scan(symbol).await;
    }
    assert_eq!(reload(&erp, &one).await.order.picked_base, 14);
    let steps = device.send().await;
    let gone = outcomes(&steps).into_iter().filter(|told| *told == (Outcome::Refused, "line_gone")).count();
    assert_eq!(gone, 5, "{steps:?}");
    assert_eq!(reload(&erp, &one).await.order.picked_base, 19);
    assert_eq!(reload(&erp, &two).await.order.picked_base, 3);
    let open = open(&floor).await;
    assert_eq!(open.len(), 1, "one for the line: {open:?}");
    assert_eq!((moved(&open[0]), open[0].commands), (vec![14], 5));
    sound(&floor, &erp).await;
}

async fn a_task_that_was_left_takes_nothing_late(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let [one, _] = tour(&floor, &pedro).await;
    let mut device = Device::load(&floor, &pedro).await;
    for symbol in &walk()[..5] {
        device.scan(symbol);
    }
    let other = floor.log_in("pedro").await;
    other.accept("BPCLEAVE").await;
    let steps = device.send().await;
    assert!(outcomes(&steps).iter().all(|told| *told == (Outcome::Refused, "line_gone")), "{steps:?}");
    is(&other.step().await, "menu");
    assert_eq!(reload(&erp, &one).await.order.picked_base, 0);
    let Work::Pick(tour) = &device.carried.work else { panic!("a tour") };
    assert_eq!(tour.state.stops.len(), 2, "the device had gone on");
    assert_eq!(open(&floor).await.len(), 1);
    // A device that says nothing of its line gets the refusal alone.
    let mut request = pedro.scan_request(CommandId(pedro.command().0), "BPT000001");
    request["offline"] = json!({});
    pedro.post("/scans", &request).await.json::<Step>();
    assert_eq!(open(&floor).await.len(), 1);
    // What makes no sense is not written down as moved.
    let mut request = pedro.scan_request(CommandId(pedro.command().0), "BPT000001");
    let moved = json!({"sku": SOAP, "quantity_base": -5, "unit": "BPT000001"});
    request["offline"] = json!({"line": "019f0000-0000-7000-8000-000000000000", "moved": moved});
    pedro.post("/scans", &request).await.json::<Step>();
    let there = open(&floor).await;
    let moved: std::collections::BTreeSet<_> = there.iter().map(self::moved).collect();
    assert_eq!((there.len(), moved), (2, [vec![], vec![14]].into()));
    request["offline"]["moved"]["colour"] = json!("red");
    pedro.post("/scans", &request).await.problem(400, "wrong-json");
    sound(&floor, &erp).await;
}

async fn what_a_late_scan_shows_is_of_now(floor: Floor) {
    // Ten minutes before midnight, in the warehouse's zone.
    floor.pass((14 * 60 + 50) * 60_000);
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    lay(&floor, COFFEE, "HOJE", Some(date!(2026 - 03 - 02)), "A-01-01-1", 20).await;
    let order = take(&erp, "P1", &[(COFFEE, 14)]).await;
    release(&sonia, &[&order]).await;
    pedro.accept("BPCPICK").await;
    is(&tote(&pedro, "BPT000001").await, "pick_bin");
    let mut device = Device::load(&floor, &pedro).await;
    let freshness = |step: &Step| match &step.screen {
        Screen::PickGoods(stop) => stop.goods.freshness,
        other => panic!("at the goods: {other:?}"),
    };
    assert_eq!(freshness(&device.accept("BPLA-01-01-1")), Freshness::Near);
    floor.pass(20 * 60_000);
    let late = device.send().await.remove(0);
    assert_eq!(freshness(&late), Freshness::Expired);
    assert_eq!(late.screen, pedro.step().await.screen);
}
