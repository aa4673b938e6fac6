//! Templates of labels: changed, tried, printed by, and given up again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bipe_api::label::{LabelTemplate, TemplatePreview, TemplateText};
use bipe_tests::floor::Floor;
use serde_json::json;

use crate::picked;
use crate::print::{enqueue, wait_for};

/// The shipping tag with another word above the sender.
fn changed(source: &str) -> String {
    let changed = source.replace("\"REMETENTE\"", "\"QUEM ENVIA\"");
    assert_ne!(changed, source);
    changed
}

async fn a_changed_template_is_printed_by_until_it_is_given_up(floor: Floor) {
    let folder = floor.folder().join("tags");
    picked::printer(&floor, "A", &format!("file:{}", folder.display()), "zpl").await;
    let (ada, paula) = (floor.log_in("ada").await, floor.log_in("paula").await);
    let listed: Vec<LabelTemplate> = ada.get("/label-templates").await.json();
    assert!(listed.len() >= 16 && listed.iter().all(|one| !one.changed), "{listed:?}");
    let before: TemplateText = ada.get("/label-templates/shipping").await.json();
    assert_eq!(before.source, before.builtin);
    let saved = ada.put("/label-templates/shipping", &json!({"source": changed(&before.source)})).await;
    assert!(saved.json::<TemplateText>().changed);
    let listed: Vec<LabelTemplate> = ada.get("/label-templates").await.json();
    let shipping = listed.iter().find(|one| one.name == "shipping").expect("the tag");
    assert_eq!((shipping.changed, shipping.changed_at.as_deref()), (true, Some("2026-03-02T12:00:00Z")));

    let jobs = bipe_server::job::start(floor.app.clone());
    // ZPL carries words as they are or as pictures: it is the difference that tells.
    enqueue(&floor, "first").await;
    wait_for(&paula, 1, |job| job["status"] == "sent").await;
    let by_own = std::fs::read_dir(&folder).expect("the folder").next().expect("a file").expect("a file");
    let by_own = std::fs::read(by_own.path()).expect("ZPL");
    let reset = ada.delete("/label-templates/shipping").await;
    assert_eq!(reset.json::<TemplateText>().source, before.builtin);
    floor.pass(1_000);
    enqueue(&floor, "second").await;
    let done = wait_for(&paula, 2, |job| job["status"] == "sent").await;
    let second = done.iter().find(|job| job["subject"] == "second").expect("the second");
    let file = folder.join(format!("{}.zpl", second["id"].as_str().expect("an id")));
    let by_builtin = std::fs::read(file).expect("ZPL");
    assert_ne!(by_own, by_builtin, "the same label by two templates");
    jobs.stop().await;
}

async fn a_template_is_tried_before_it_is_saved(floor: Floor) {
    let ada = floor.log_in("ada").await;
    let bin: TemplateText = ada.get("/label-templates/bin").await.json();
    let preview = ada.post("/label-templates/bin/preview", &json!({"source": bin.source, "dpi": 300})).await;
    let png = BASE64.decode(preview.json::<TemplatePreview>().png).expect("base64");
    assert!(png.starts_with(b"\x89PNG"));
    let unknown = bin.source.replacen("{name}", "{nome}", 1);
    assert_ne!(unknown, bin.source);
    for (source, said) in [
        (unknown.as_str(), "nome"),
        ("width = ", "source"),
        (&bin.source.replacen("kind = \"bin\"", "kind = \"tote\"", 1), "tote"),
    ] {
        for reply in [
            ada.post("/label-templates/bin/preview", &json!({"source": source})).await,
            ada.put("/label-templates/bin", &json!({"source": source})).await,
        ] {
            let problem = reply.problem(422, "wrong-template");
            let error = &problem.errors[0];
            assert!(error.at.contains(said) || error.message.contains(said), "{problem:?}");
        }
    }
    let still: TemplateText = ada.get("/label-templates/bin").await.json();
    assert!(!still.changed, "what is wrong is not saved");
    ada.get("/label-templates/poem").await.problem(404, "not-found");
    ada.put("/label-templates/pallet_a5", &json!({"source": bin.source})).await.problem(404, "not-found");
    floor.log_in("sonia").await.get("/label-templates").await.problem(403, "no-role");
}

bipe_tests::on_both_engines!(
    papers_for_the_floor_are_there,
    a_changed_template_is_printed_by_until_it_is_given_up,
    a_template_is_tried_before_it_is_saved,
);

async fn papers_for_the_floor_are_there(floor: Floor) {
    let pedro = floor.log_in("pedro").await;
    for (name, kind, start) in [
        ("commands.pdf", "application/pdf", &b"%PDF-"[..]),
        ("training.pdf", "application/pdf", b"%PDF-"),
        ("scanner-test.pdf", "application/pdf", b"%PDF-"),
        ("scanner-test.png", "image/png", b"\x89PNG"),
    ] {
        let bytes = pedro.get_bytes(&format!("/sheets/{name}")).await;
        assert!(bytes.starts_with(start), "{name} is {kind}");
    }
    pedro.get("/sheets/walls.pdf").await.problem(404, "not-found");
    floor.hand(None).get("/sheets/commands.pdf").await.problem(401, "not-logged-in");
}
