//! Stations: the program at a desk, its token, its scans, weights and print jobs.

use bipe_api::station::{Answer, Claim, Station};
use bipe_core::screen::Screen;
use bipe_server::clock::rfc3339;
use bipe_tests::floor::{Floor, Hand, goods};
use serde_json::{Value, json};

use crate::picked::{self, STOCK, symbol};
use crate::print::{enqueue, jobs_of};

/// Adds the station DOCA1; gives its program's client.
async fn station(floor: &Floor) -> Hand {
    let ada = floor.log_in("ada").await;
    assert_eq!(ada.put("/stations/DOCA1", &json!({"name": "Doca 1"})).await.status, 200);
    let token: Value = ada.post("/stations/DOCA1/token", &json!({})).await.json();
    floor.hand(Some(token["token"].as_str().expect("a token").to_owned()))
}

/// Lets the station report a ZPL printer `zebra`; gives the warehouse's printer, which prints shipping tags now.
async fn zebra(floor: &Floor, desk: &Hand) -> Value {
    let printer = json!({"name": "zebra", "format": "zpl", "dpi": 203, "answers": true});
    let device = json!({"name": "zebra", "kind": "printer", "ready": true});
    let report = json!({"devices": [device], "printers": [printer]});
    assert_eq!(desk.post("/stations/self/report", &report).await.status, 204);
    let ada = floor.log_in("ada").await;
    let listed: Vec<Value> = ada.get("/printers").await.json();
    let mut zebra =
        listed.into_iter().find(|one| one["address"] == "station:DOCA1/zebra").expect("the printer");
    assert_eq!(zebra["state"]["ready"], true);
    zebra["labels"] = json!(["shipping"]);
    ada.post("/printers", &zebra).await.json()
}

fn claim_of(spool: &str) -> Value {
    json!({"printer": "zebra", "spool": spool, "wait_s": 0})
}

async fn claim(desk: &Hand, spool: &str) -> Option<Claim> {
    let reply = desk.post("/stations/self/print-jobs", &claim_of(spool)).await;
    (reply.status != 204).then(|| reply.json())
}

async fn tell(desk: &Hand, claim: &Claim, status: &str, reason: Option<&str>) -> u16 {
    let outcome = json!({"attempt": claim.attempt, "status": status, "reason": reason, "bytes_sent": 9});
    desk.post(&format!("/stations/self/print-jobs/{}/outcome", claim.id), &outcome).await.status
}

fn scan(floor: &Floor, desk: &Hand, symbol: &str) -> Value {
    let scanned_at = rfc3339(floor.app.clock.now_ms());
    json!({"command_id": desk.command(), "scanned_at": scanned_at, "symbol": symbol})
}

async fn a_stations_token_opens_its_own_routes_alone(floor: Floor) {
    let desk = station(&floor).await;
    let me: Value = desk.get("/stations/self").await.json();
    assert_eq!((&me["code"], &me["name"]), (&"DOCA1".into(), &"Doca 1".into()));
    for path in ["/step", "/session", "/printers", "/users", "/stations"] {
        desk.get(path).await.problem(403, "no-role");
    }
    let ada = floor.log_in("ada").await;
    ada.get("/stations/self").await.problem(403, "no-role");
    floor.log_in("paula").await.post("/stations/DOCA1/token", &json!({})).await.problem(403, "no-role");
    ada.post("/stations/DOCA9/token", &json!({})).await.problem(404, "not-found");
    let wrong = ada.put("/stations/doca 1", &json!({"name": ""})).await.problem(422, "wrong-fields");
    assert_eq!(wrong.errors.iter().map(|error| error.at.as_str()).collect::<Vec<_>>(), ["code", "name"]);
    let token: Value = ada.post("/stations/DOCA1/token", &json!({})).await.json();
    let other = floor.hand(Some(token["token"].as_str().expect("a token").to_owned()));
    assert_eq!(other.get("/stations/self").await.status, 200);
    let id = token["id"].as_str().expect("an id");
    assert_eq!(ada.delete(&format!("/tokens/{id}")).await.status, 204);
    other.get("/stations/self").await.problem(401, "not-logged-in");
    assert_eq!(desk.get("/stations/self").await.status, 200, "its other token is as good as before");
}

async fn a_scan_acts_as_whoever_is_bound_and_counts_once(floor: Floor) {
    let desk = station(&floor).await;
    picked::stock(&floor, &STOCK).await;
    picked::order(&floor.log_in("erp").await, "PV-1", &[(goods::SOAP, 3)]).await;
    picked::pick_all(&floor, 1).await;
    let nobody = desk.post("/stations/self/scans", &scan(&floor, &desk, "BPCPACK")).await;
    nobody.problem(409, "station-unbound");

    let paula = floor.log_in("paula").await;
    paula.accept("BPSDOCA1").await;
    let listed: Vec<Station> = paula.get("/stations").await.json();
    assert!(listed[0].operator.is_some(), "{listed:?}");
    let tote: Answer = desk.post("/stations/self/scans", &scan(&floor, &desk, "BPT000001")).await.json();
    assert!(tote.good, "{tote:?}");
    let soap = scan(&floor, &desk, &symbol(goods::SOAP, None));
    let first: Answer = desk.post("/stations/self/scans", &soap).await.json();
    let again: Answer = desk.post("/stations/self/scans", &soap).await.json();
    assert_eq!(first, again);
    let Screen::PackGoods(goods) = paula.step().await.screen else { panic!("goods to check") };
    assert_eq!(goods.progress.done, 1, "sent twice, counted once");
    let bad: Answer = desk.post("/stations/self/scans", &scan(&floor, &desk, "7891000100104")).await.json();
    assert!(!bad.good && !bad.text.is_empty(), "{bad:?}");
}

async fn a_weight_is_that_of_the_open_parcel(floor: Floor) {
    let desk = station(&floor).await;
    zebra(&floor, &desk).await;
    let weight = |grams: i64| {
        let weighed_at = rfc3339(floor.app.clock.now_ms());
        json!({"command_id": desk.command(), "weighed_at": weighed_at, "weight_g": grams})
    };
    picked::stock(&floor, &STOCK).await;
    let order = picked::order(&floor.log_in("erp").await, "PV-1", &[(goods::SOAP, 1)]).await;
    picked::pick_all(&floor, 1).await;
    let paula = floor.log_in("paula").await;
    desk.post("/stations/self/weights", &weight(800)).await.problem(409, "station-unbound");
    paula.accept("BPSDOCA1").await;
    desk.post("/stations/self/weights", &weight(800)).await.problem(409, "no-open-parcel");
    desk.post("/stations/self/weights", &weight(0)).await.problem(422, "wrong-weight");
    paula.accept("BPT000001").await;
    paula.accept(&symbol(goods::SOAP, None)).await;
    let first = weight(1250);
    assert_eq!(desk.post("/stations/self/weights", &first).await.status, 204);
    assert_eq!(desk.post("/stations/self/weights", &weight(1340)).await.status, 204);
    assert_eq!(desk.post("/stations/self/weights", &first).await.status, 204, "an old one counts no more");
    paula.accept("BPCCONFIRM").await;
    let claim = claim(&desk, "spool").await.expect("the tag");
    let zpl =
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &claim.bytes).expect("base64");
    let zpl = String::from_utf8_lossy(&zpl).into_owned();
    assert!(zpl.contains("1,34"), "the tag says what the parcel weighs: {zpl}");
    assert!(order["order"]["id"].is_string());
}

async fn a_job_is_given_until_it_is_told_and_never_twice(floor: Floor) {
    let desk = station(&floor).await;
    desk.post("/stations/self/print-jobs", &claim_of("one")).await.problem(404, "not-found");
    zebra(&floor, &desk).await;
    let paula = floor.log_in("paula").await;
    assert_eq!(claim(&desk, "one").await, None);
    enqueue(&floor, "first").await;
    floor.pass(1);
    enqueue(&floor, "second").await;
    let first = claim(&desk, "one").await.expect("a job");
    assert_eq!(first.subject, "first");
    // The answer was lost: who asks again with the same spool holds nothing. Another spool gets nothing meanwhile.
    assert_eq!(claim(&desk, "one").await.as_ref(), Some(&first));
    assert_eq!(claim(&desk, "two").await, None);
    // The printer has no paper: not a byte went out, so it waits and is tried again.
    assert_eq!(tell(&desk, &first, "queued", Some("paper_out")).await, 204);
    let waiting = jobs_of(&paula).await.into_iter().find(|job| job["subject"] == "first").expect("the job");
    assert_eq!(
        (&waiting["status"], &waiting["reason"]),
        (&"queued".into(), &"Sem etiquetas: coloque um rolo.".into())
    );
    let printers: Vec<Value> = paula.get("/printers").await.json();
    assert_eq!(printers[0]["state"]["reason"], "Sem etiquetas: coloque um rolo.");
    assert_eq!(claim(&desk, "one").await, None, "not at once");
    floor.pass(1_000);
    let again = claim(&desk, "one").await.expect("the job");
    assert_eq!((again.id, again.attempt), (first.id, 2));
    // What is said late of the first try changes nothing any more.
    assert_eq!(tell(&desk, &first, "queued", None).await, 204);
    assert_eq!(tell(&desk, &again, "printed", None).await, 204);
    assert_eq!(tell(&desk, &again, "unknown", None).await, 204, "and what was said once stays");
    let told = jobs_of(&paula).await.into_iter().find(|job| job["subject"] == "first").expect("the job");
    assert_eq!((&told["status"], &told["reason"]), (&"printed".into(), &Value::Null));
    assert_eq!(claim(&desk, "one").await.expect("the next").subject, "second");
    let stranger = json!({"attempt": 1, "status": "printed", "bytes_sent": 1});
    let nothing = format!("/stations/self/print-jobs/{}/outcome", uuid::Uuid::nil());
    desk.post(&nothing, &stranger).await.problem(404, "not-found");
}

async fn a_station_that_was_only_out_of_reach_has_the_last_word(floor: Floor) {
    let desk = station(&floor).await;
    zebra(&floor, &desk).await;
    let paula = floor.log_in("paula").await;
    let jobs = bipe_server::job::start(floor.app.clone());
    enqueue(&floor, "first").await;
    let first = claim(&desk, "one").await.expect("a job");
    floor.pass(40_000);
    let renewal = json!({"attempt": first.attempt});
    let renewed = desk.post(&format!("/stations/self/print-jobs/{}/renew", first.id), &renewal).await;
    assert_eq!(renewed.status, 204);
    floor.pass(40_000);
    assert_eq!(jobs_of(&paula).await[0]["status"], "sending", "it was held on to");
    floor.pass(61_000);
    let lost = crate::print::wait_for(&paula, 1, |job| job["status"] == "unknown").await;
    assert_eq!(lost[0]["reason"], "A estação parou de responder: veja se a etiqueta saiu.");
    assert_eq!(tell(&desk, &first, "printed", None).await, 204);
    assert_eq!(jobs_of(&paula).await[0]["status"], "printed");

    // One that never arrived is given again, unless someone has had it printed meanwhile.
    enqueue(&floor, "second").await;
    let second = claim(&desk, "one").await.expect("a job");
    floor.pass(61_000);
    crate::print::wait_for(&paula, 1, |job| job["status"] == "unknown").await;
    assert_eq!(claim(&desk, "one").await.as_ref(), Some(&second));
    floor.pass(61_000);
    crate::print::wait_for(&paula, 1, |job| job["status"] == "unknown").await;
    let path = format!("/print-jobs/{}/reprint", second.id);
    assert_eq!(paula.post(&path, &json!({"why": "não saiu"})).await.status, 201);
    let reprint = claim(&desk, "one").await.expect("the reprint");
    assert_ne!(reprint.id, second.id);
    jobs.stop().await;
}

async fn a_stations_own_printer_goes_before_the_warehouses(floor: Floor) {
    let desk = station(&floor).await;
    picked::printer(&floor, "A", "tcp://127.0.0.1:9", "zpl").await;
    let mut at_desk = zebra(&floor, &desk).await;
    let (ada, paula) = (floor.log_in("ada").await, floor.log_in("paula").await);
    at_desk["labels"] = json!([]);
    ada.post("/printers", &at_desk).await;
    let settings = json!({"name": "Doca 1", "printers": {"shipping": at_desk["id"]}});
    assert_eq!(ada.put("/stations/DOCA1", &settings).await.status, 200);
    enqueue(&floor, "elsewhere").await;
    paula.accept("BPSDOCA1").await;
    enqueue(&floor, "here").await;
    let of = |jobs: &[Value], subject: &str| {
        jobs.iter().find(|job| job["subject"] == subject).expect("the job")["printer"].clone()
    };
    let jobs = jobs_of(&paula).await;
    assert_eq!((of(&jobs, "elsewhere"), of(&jobs, "here")), ("A".into(), "DOCA1/zebra".into()));
    let stranger =
        json!({"name": "Doca 1", "printers": {"shipping": uuid::Uuid::nil(), "poem": at_desk["id"]}});
    let wrong = ada.put("/stations/DOCA1", &stranger).await.problem(422, "wrong-fields");
    assert_eq!(wrong.errors[0].at, "printers.poem");
    let stranger = json!({"name": "Doca 1", "printers": {"shipping": uuid::Uuid::nil()}});
    let wrong = ada.put("/stations/DOCA1", &stranger).await.problem(422, "wrong-fields");
    assert_eq!(wrong.errors[0].at, "printers.shipping");
    let listed: Vec<Station> = paula.get("/stations").await.json();
    assert_eq!(listed[0].printers.len(), 1, "what was refused changed nothing");
}

async fn r30_any_code_of_a_label_prints_it_again(floor: Floor) {
    picked::stock(&floor, &STOCK).await;
    picked::printer(&floor, "A", "tcp://127.0.0.1:9", "zpl").await;
    picked::order(&floor.log_in("erp").await, "PV-1", &[(goods::SOAP, 1)]).await;
    picked::pick_all(&floor, 1).await;
    let paula = floor.log_in("paula").await;
    paula.accept("BPT000001").await;
    paula.accept(&symbol(goods::SOAP, None)).await;
    let step = paula.accept("BPCCONFIRM").await;
    let Screen::PackDone(done) = step.screen else { panic!("packed: {step:?}") };
    let parcel = &done.parcels[0];
    let first = jobs_of(&paula).await[0]["id"].clone();
    for code in [format!("]C100{}", parcel.sscc), parcel.sscc.clone(), parcel.tracking_code.clone()] {
        floor.pass(1_000);
        let again: Value =
            paula.post("/print-jobs/reprint", &json!({"code": code, "why": "amassou"})).await.json();
        assert_eq!(
            (&again["subject"], &again["why"]),
            (&parcel.sscc.as_str().into(), &"amassou".into()),
            "{code}"
        );
        assert_eq!(again["requested_by"], "Paula Reis");
        assert!(!again["reprint_of"].is_null());
    }
    let chain = jobs_of(&paula).await;
    assert_eq!(
        chain.iter().filter(|job| job["reprint_of"] == first).count(),
        1,
        "each names the one before it"
    );
    paula.post("/print-jobs/reprint", &json!({"code": "nonsense"})).await.problem(404, "not-found");
    let long = "x".repeat(201);
    let too_long = paula.post("/print-jobs/reprint", &json!({"code": parcel.sscc, "why": long})).await;
    too_long.problem(400, "bad-request");
}

async fn a_report_is_shown_and_checked(floor: Floor) {
    let desk = station(&floor).await;
    zebra(&floor, &desk).await;
    let scanner = json!({"name": "/dev/ttyACM0", "kind": "scanner", "ready": false, "reason": "not_found: it is not there"});
    let tspl = json!({"name": "zebra", "format": "tspl", "dpi": 300, "answers": false});
    let report = json!({"devices": [scanner], "printers": [tspl]});
    assert_eq!(desk.post("/stations/self/report", &report).await.status, 204);
    let paula = floor.log_in("paula").await;
    let listed: Vec<Station> = paula.get("/stations").await.json();
    assert_eq!(listed[0].seen_at.as_deref(), Some("2026-03-02T12:00:00Z"));
    assert_eq!(listed[0].devices[0].reason.as_deref(), Some("not_found: it is not there"));
    let printers: Vec<Value> = paula.get("/printers").await.json();
    assert_eq!(printers.len(), 1, "it is the same printer");
    let manner = (&printers[0]["format"], &printers[0]["dpi"], &printers[0]["answers"]);
    assert_eq!(manner, (&"tspl".into(), &300.into(), &false.into()));
    assert_eq!(printers[0]["labels"], json!(["shipping"]), "what it prints is the admin's to say");
    let wrong = json!({"name": "a/b", "format": "zpl", "dpi": 203, "answers": true});
    let report = json!({"devices": [], "printers": [wrong]});
    desk.post("/stations/self/report", &report).await.problem(422, "wrong-report");
}

bipe_tests::on_both_engines!(
    a_stations_token_opens_its_own_routes_alone,
    a_scan_acts_as_whoever_is_bound_and_counts_once,
    a_weight_is_that_of_the_open_parcel,
    a_job_is_given_until_it_is_told_and_never_twice,
    a_station_that_was_only_out_of_reach_has_the_last_word,
    a_stations_own_printer_goes_before_the_warehouses,
    r30_any_code_of_a_label_prints_it_again,
    a_report_is_shown_and_checked,
);
