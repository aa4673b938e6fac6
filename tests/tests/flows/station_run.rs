//! A station at work against a server: its jobs come out, once each, whatever happens between the two.

use std::path::Path;
use std::sync::Arc;

use bipe_drivers::fake::{FakePrinter, State};
use bipe_server::clock::Clock;
use bipe_server::station::{Devices, Printer, Spool, Station, There, Way};
use bipe_tests::floor::{Floor, Hand};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::print::{enqueue, jobs_of, wait_for};

/// A station that runs.
struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    fn start(way: Way, printer: &FakePrinter, spool: &Path) -> Self {
        let (stop, stopped) = watch::channel(false);
        let printer = Printer {
            name: "zebra".to_owned(),
            address: format!("tcp://{}", printer.address()),
            format: "zpl".to_owned(),
            dpi: 203,
            answers: true,
            baud: None,
        };
        let devices = Devices { printers: vec![printer], ..Devices::default() };
        devices.check().expect("the settings make sense");
        let spool = Spool::open(spool, &Clock::System).expect("a spool");
        let task = bipe_server::station::run("DOCA1".to_owned(), way, devices, spool, Clock::System, stopped);
        Self { stop, task: tokio::spawn(task) }
    }

    async fn stop(self) {
        self.stop.send_replace(true);
        self.task.await.expect("the station ends in peace");
    }
}

/// Adds the station; gives its token.
async fn token(floor: &Floor) -> String {
    let ada = floor.log_in("ada").await;
    assert_eq!(ada.put("/stations/DOCA1", &json!({"name": "Doca 1"})).await.status, 200);
    let token: Value = ada.post("/stations/DOCA1/token", &json!({})).await.json();
    token["token"].as_str().expect("a token").to_owned()
}

/// Waits until the station has told of its printer, and lets it print shipping tags.
async fn tags(floor: &Floor) {
    let ada = floor.log_in("ada").await;
    let printer = loop {
        let listed: Vec<Value> = ada.get("/printers").await.json();
        if let Some(found) = listed.into_iter().find(|one| one["address"] == "station:DOCA1/zebra") {
            break found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let mut printer = printer;
    printer["labels"] = json!(["shipping"]);
    assert_eq!(ada.post("/printers", &printer).await.status, 201);
}

async fn wait_while_time_passes(floor: &Floor, hand: &Hand, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let passing = async {
        loop {
            floor.pass(500);
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::select! {
        jobs = wait_for(hand, 1, wanted) => jobs,
        () = passing => unreachable!("time never ends"),
    }
}

/// What the printer does shows in the queue, whichever way leads to the server.
async fn prints(floor: &Floor, way: Way) {
    let printer = FakePrinter::start();
    let station = Running::start(way, &printer, &floor.folder().join("spool"));
    tags(floor).await;
    let paula = floor.log_in("paula").await;
    enqueue(floor, "first").await;
    wait_for(&paula, 1, |job| job["status"] == "printed").await;
    assert_eq!(printer.wait_for_jobs(1).len(), 1);

    printer.set_state(State::PaperOut);
    enqueue(floor, "second").await;
    let waits = wait_for(&paula, 1, |job| job["reason"] == "Sem etiquetas: coloque um rolo.").await;
    assert_eq!(waits.iter().filter(|job| job["status"] == "queued").count(), 1);
    assert_eq!(printer.jobs().len(), 1, "no byte goes to a printer without paper");
    printer.set_state(State::Ready);
    wait_while_time_passes(floor, &paula, |job| job["subject"] == "second" && job["status"] == "printed")
        .await;

    printer.set_state(State::DropAfter(100));
    enqueue(floor, "third").await;
    let unknown = wait_for(&paula, 1, |job| job["status"] == "unknown").await;
    let unknown = unknown.iter().find(|job| job["status"] == "unknown").expect("the third");
    assert_eq!(unknown["reason"], "A conexão caiu no meio: veja se a etiqueta saiu.");
    printer.set_state(State::Ready);
    floor.pass(1);
    enqueue(floor, "fourth").await;
    wait_for(&paula, 3, |job| job["status"] == "printed").await;
    assert_eq!(jobs_of(&paula).await.iter().filter(|job| job["status"] == "unknown").count(), 1);
    assert_eq!(printer.wait_for_jobs(4).len(), 4, "the third is not sent again");
    station.stop().await;
}

async fn a_station_elsewhere_prints_and_says_what_became_of_it(floor: Floor) {
    let token = token(&floor).await;
    let there = There::new(&floor.address, &token, None).expect("a way");
    prints(&floor, Way::There(there)).await;
}

async fn a_station_of_the_server_does_the_same(floor: Floor) {
    let station: Station =
        serde_json::from_value(json!({"code": "DOCA1", "name": "Doca 1"})).expect("settings");
    let way = Way::here(floor.app.clone(), &station);
    prints(&floor, way).await;
}

async fn a_job_that_was_broken_off_by_the_stations_end_is_unknown(floor: Floor) {
    let token = token(&floor).await;
    let spool = floor.folder().join("spool");
    let printer = Arc::new(FakePrinter::start());
    let way = || Way::There(There::new(&floor.address, &token, None).expect("a way"));
    let station = Running::start(way(), &printer, &spool);
    tags(&floor).await;
    station.stop().await;
    // The program took the job, began to send it, and was killed: only its spool knows.
    enqueue(&floor, "first").await;
    let desk = floor.hand(Some(token.clone()));
    let name = std::fs::read_to_string(spool.join("name")).expect("the spool's name");
    let claim = json!({"printer": "zebra", "spool": name.trim(), "wait_s": 0});
    let claim: Value = desk.post("/stations/self/print-jobs", &claim).await.json();
    let held = json!({"id": claim["id"], "attempt": claim["attempt"], "outcome": null});
    std::fs::write(spool.join("job zebra.json"), held.to_string()).expect("written");

    let station = Running::start(way(), &printer, &spool);
    let paula = floor.log_in("paula").await;
    let jobs = wait_for(&paula, 1, |job| job["status"] == "unknown").await;
    assert_eq!(jobs[0]["reason"], "A estação parou no meio do envio: veja se a etiqueta saiu.");
    assert!(printer.jobs().is_empty(), "it is not sent again by itself");
    floor.pass(1);
    enqueue(&floor, "second").await;
    wait_for(&paula, 1, |job| job["status"] == "printed").await;
    assert!(!spool.join("job zebra.json").exists(), "nothing is held any more");
    station.stop().await;
}

bipe_tests::on_both_engines!(
    a_station_elsewhere_prints_and_says_what_became_of_it,
    a_station_of_the_server_does_the_same,
    a_job_that_was_broken_off_by_the_stations_end_is_unknown,
);
