//! The print queue: what comes out, what waits, and what nobody knows.

use std::time::Duration;

use bipe_core::id::{CommandId, PrinterId};
use bipe_drivers::fake::{FakePrinter, State};
use bipe_labels::Label;
use bipe_server::device::print_queue;
use bipe_server::job;
use bipe_store::ledger::Entry;
use bipe_store::{print_job, printer, user};
use bipe_tests::floor::{Floor, Hand};
use serde_json::{Value, json};

use crate::picked;

/// How long a story waits for a job before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// All jobs, newest first.
pub async fn jobs_of(hand: &Hand) -> Vec<Value> {
    let page: Value = hand.get("/print-jobs").await.json();
    page["rows"].as_array().expect("rows").clone()
}

/// Waits until there are `count` jobs that are as wanted, and gives all jobs.
pub async fn wait_for(hand: &Hand, count: usize, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let poll = async {
        loop {
            let jobs = jobs_of(hand).await;
            if jobs.iter().filter(|job| wanted(job)).count() == count {
                return jobs;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    match tokio::time::timeout(PATIENCE, poll).await {
        Ok(jobs) => jobs,
        Err(_) => panic!("the jobs never became as wanted: {:?}", jobs_of(hand).await),
    }
}

/// The same while time passes, so that waits come to their end.
async fn wait_in_time(floor: &Floor, hand: &Hand, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let passing = async {
        loop {
            floor.pass(500);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::select! {
        jobs = wait_for(hand, 1, wanted) => jobs,
        () = passing => unreachable!("time never ends"),
    }
}

fn status(wanted: &str) -> impl Fn(&Value) -> bool {
    let wanted = wanted.to_owned();
    move |job| job["status"] == wanted.as_str()
}

/// Queues a sample tag about `subject`.
pub async fn enqueue(floor: &Floor, subject: &'static str) {
    let clock = &floor.app.clock;
    let input = (floor.warehouse, clock.ids(), clock.now_ms());
    let write = floor.app.store.write("test: print", input, move |tx, (warehouse, ids, at_ms)| {
        Box::pin(async move {
            let mut ids = ids.clone();
            let actor_id = user::by_login(tx, "paula").await?.expect("paula").id;
            let command_id = CommandId(ids.next_uuid());
            let entry = Entry { warehouse_id: *warehouse, command_id, actor_id, at_ms: *at_ms };
            let label = Label::sample("shipping").expect("a sample");
            print_queue::enqueue(tx, &entry, &mut ids, label, subject).await
        })
    });
    assert!(write.await.expect("queued").is_some(), "a printer takes shipping tags");
    floor.app.announce();
}

async fn paper_out_keeps_the_job_and_says_so(floor: Floor) {
    let (broken, fine) = (FakePrinter::start(), FakePrinter::start());
    picked::printer(&floor, "A", &format!("tcp://{}", broken.address()), "zpl").await;
    broken.set_state(State::PaperOut);
    let paula = floor.log_in("paula").await;
    let jobs = job::start(floor.app.clone());
    enqueue(&floor, "first").await;
    enqueue(&floor, "second").await;
    let waits = |job: &Value| job["reason"] == "Sem etiquetas: coloque um rolo.";
    let listed = wait_for(&paula, 1, waits).await;
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|job| job["status"] == "queued"), "{listed:?}");

    // Another printer is not held up.
    let ada = floor.log_in("ada").await;
    let badges = json!({"name": "B", "address": format!("tcp://{}", fine.address()), "format": "zpl", "dpi": 300,
        "labels": ["shipping"]});
    let stopped: Vec<Value> = ada.get("/printers").await.json();
    let mut stopped = stopped[0].clone();
    stopped["labels"] = json!([]);
    assert_eq!(ada.post("/printers", &stopped).await.status, 201);
    assert_eq!(ada.post("/printers", &badges).await.status, 201);
    enqueue(&floor, "third").await;
    wait_for(&paula, 1, status("printed")).await;
    assert_eq!(fine.wait_for_jobs(1).len(), 1);
    assert!(broken.jobs().is_empty(), "no byte goes to a printer without paper");

    broken.set_state(State::Ready);
    let done =
        wait_in_time(&floor, &paula, |job| job["subject"] == "second" && job["status"] == "printed").await;
    assert!(done.iter().all(|job| job["status"] == "printed" && job["reason"].is_null()), "{done:?}");
    assert_eq!(broken.wait_for_jobs(2).len(), 2);
    jobs.stop().await;
}

async fn a_broken_connection_is_never_sent_again(floor: Floor) {
    let printer = FakePrinter::start();
    picked::printer(&floor, "A", &format!("tcp://{}", printer.address()), "zpl").await;
    printer.set_state(State::DropAfter(100));
    let paula = floor.log_in("paula").await;
    let jobs = job::start(floor.app.clone());
    enqueue(&floor, "first").await;
    let listed = wait_for(&paula, 1, status("unknown")).await;
    assert_eq!(listed[0]["reason"], "A conexão caiu no meio: veja se a etiqueta saiu.");
    printer.set_state(State::Ready);
    // The queue goes on, but the unknown one stays as it is until someone decides.
    enqueue(&floor, "second").await;
    wait_for(&paula, 1, status("printed")).await;
    assert_eq!(printer.wait_for_jobs(2).len(), 2);
    let unknown = jobs_of(&paula).await.into_iter().find(status("unknown")).expect("still unknown");
    let id = unknown["id"].as_str().expect("an id");
    let again: Value = paula.post(&format!("/print-jobs/{id}/reprint"), &json!({})).await.json();
    assert_eq!((&again["reprint_of"], &again["subject"]), (&unknown["id"], &unknown["subject"]));
    wait_for(&paula, 2, status("printed")).await;
    assert_eq!(printer.wait_for_jobs(3).len(), 3);
    jobs.stop().await;
}

async fn a_server_that_dies_while_sending_leaves_it_unknown(floor: Floor) {
    let tags = picked::printer(&floor, "A", "tcp://127.0.0.1:9", "zpl").await;
    let paula = floor.log_in("paula").await;
    enqueue(&floor, "first").await;
    // A worker claims the job, and is never heard of again.
    claim(&floor, &tags).await;
    assert_eq!(jobs_of(&paula).await[0]["status"], "sending");
    let jobs = job::start(floor.app.clone());
    let listed = wait_in_time(&floor, &paula, status("unknown")).await;
    assert_eq!(listed[0]["reason"], "O servidor parou no meio do envio: veja se a etiqueta saiu.");
    jobs.stop().await;
}

async fn a_file_is_written_again_after_a_death(floor: Floor) {
    let folder = floor.folder().join("labels");
    let tags = picked::printer(&floor, "A", &format!("file:{}", folder.display()), "pdf").await;
    let paula = floor.log_in("paula").await;
    enqueue(&floor, "first").await;
    claim(&floor, &tags).await;
    let jobs = job::start(floor.app.clone());
    let listed = wait_in_time(&floor, &paula, status("sent")).await;
    jobs.stop().await;
    // Once more by another server that had claimed it: the same file.
    let file = folder.join(format!("{}.pdf", listed[0]["id"].as_str().expect("an id")));
    let bytes = std::fs::read(&file).expect("the file is there");
    assert!(bytes.starts_with(b"%PDF"));
    assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 1);
}

async fn claim(floor: &Floor, printer_id: &str) {
    let id = PrinterId(printer_id.parse().expect("a UUID"));
    let input = (id, floor.app.clock.now_ms());
    let write = floor.app.store.write("test: claim", input, |tx, (id, now_ms)| {
        Box::pin(async move {
            printer::locked(tx, *id).await?.expect("the printer");
            let first = print_job::claim(tx, *id, *now_ms, *now_ms + 10_000, None).await?;
            assert!(first.is_some(), "the job is claimed");
            let second = print_job::claim(tx, *id, *now_ms, *now_ms + 10_000, None).await?;
            assert!(second.is_none(), "and claimed once");
            Ok(())
        })
    });
    write.await.expect("claimed");
}

async fn jobs_are_listed_shown_and_taken_back(floor: Floor) {
    let paula = floor.log_in("paula").await;
    picked::printer(&floor, "A", "tcp://127.0.0.1:9", "zpl").await;
    for subject in ["first", "second"] {
        enqueue(&floor, subject).await;
        floor.pass(1_000);
    }
    let listed = jobs_of(&paula).await;
    assert_eq!(listed[0]["subject"], "second", "newest first");
    let id = listed[1]["id"].as_str().expect("an id").to_owned();
    let label = paula.get(&format!("/print-jobs/{id}/label.pdf")).await;
    assert_eq!((label.status, label.kind.as_str()), (200, "application/pdf"));
    let cancelled: Value = paula.post(&format!("/print-jobs/{id}/cancel"), &json!({})).await.json();
    assert_eq!(cancelled["status"], "cancelled");
    let again = paula.post(&format!("/print-jobs/{id}/cancel"), &json!({})).await;
    again.problem(409, "print-job-not-waiting");
    let nothing = uuid::Uuid::nil();
    for path in ["cancel", "reprint"] {
        paula.post(&format!("/print-jobs/{nothing}/{path}"), &json!({})).await.problem(404, "not-found");
    }
    paula.get(&format!("/print-jobs/{nothing}/label.pdf")).await.problem(404, "not-found");
    paula.get("/print-jobs?cursor=nonsense").await.problem(400, "bad-request");
    // With an Idempotency-Key a reprint asked for twice is one.
    let path = format!("/print-jobs/{id}/reprint");
    let first = paula.post_once(&path, "once", &json!({})).await;
    let second = paula.post_once(&path, "once", &json!({})).await;
    assert_eq!((first.status, &first.body), (201, &second.body));
    assert_eq!(jobs_of(&paula).await.len(), 3);
}

async fn printers_are_checked_before_they_are_saved(floor: Floor) {
    let ada = floor.log_in("ada").await;
    let wrong =
        json!({"name": " ", "address": "http://printer", "format": "png", "dpi": 200, "labels": ["poem"]});
    let problem = ada.post("/printers", &wrong).await.problem(422, "wrong-fields");
    let places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(places, ["name", "address", "format", "dpi", "labels"]);
    let right =
        json!({"name": "A", "address": "tcp://10.0.0.9:9100", "format": "zpl", "dpi": 203, "labels": []});
    let saved: Value = ada.post("/printers", &right).await.json();
    ada.post("/printers", &right).await.problem(409, "printer-name-taken");
    let mut moved = saved.clone();
    moved["address"] = "file:etiquetas".into();
    let moved: Value = ada.post("/printers", &moved).await.json();
    assert_eq!((&moved["id"], &moved["address"]), (&saved["id"], &"file:etiquetas".into()));
    let listed: Vec<Value> = ada.get("/printers").await.json();
    assert_eq!(listed, [moved]);
    let pedro = floor.log_in("pedro").await;
    pedro.get("/printers").await.problem(403, "no-role");
    floor.log_in("paula").await.post("/printers", &right).await.problem(403, "no-role");
}

bipe_tests::on_both_engines!(
    paper_out_keeps_the_job_and_says_so,
    a_broken_connection_is_never_sent_again,
    a_server_that_dies_while_sending_leaves_it_unknown,
    a_file_is_written_again_after_a_death,
    jobs_are_listed_shown_and_taken_back,
    printers_are_checked_before_they_are_saved,
);
