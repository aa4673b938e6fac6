//! Log-in, roles, badges, tokens and the first set-up.

use std::collections::BTreeSet;

use bipe_api::session::Session;
use bipe_api::setup::{Badge, SetupState, Token, User};
use bipe_server::http::router::{Access, ROUTES};
use bipe_tests::floor::{Floor, PIN, badge};
use bipe_tests::on_both_engines;
use serde_json::json;

async fn a_badge_and_a_pin_open_a_session_that_ends_with_the_shift(floor: Floor) {
    let door = floor.hand(None);
    let wrong = json!({"who": badge("rita"), "secret": "0000"});
    door.post("/session", &wrong).await.problem(401, "wrong-secret");
    let unknown = json!({"who": "BPBNOBODYKNOWS", "secret": PIN});
    door.post("/session", &unknown).await.problem(401, "wrong-secret");
    door.get("/session").await.problem(401, "not-logged-in");

    let rita = floor.log_in("rita").await;
    let session: Session = rita.get("/session").await.json();
    assert_eq!((session.login.as_str(), session.warehouse.code.as_str()), ("rita", "SP1"));
    assert_eq!(session.expires_at, "2026-03-03T00:00:00Z");
    assert_eq!(session.token, None, "the token is shown once");
    floor.pass(12 * 3_600_000 - 1);
    assert_eq!(rita.get("/session").await.status, 200);
    floor.pass(1);
    rita.get("/session").await.problem(401, "not-logged-in");

    let again = floor.log_in("rita").await;
    assert_eq!(again.delete("/session").await.status, 204);
    again.get("/session").await.problem(401, "not-logged-in");
}

async fn wrong_pins_lock_a_user_out_for_longer_each_time(floor: Floor) {
    let door = floor.hand(None);
    let wrong = json!({"who": badge("pedro"), "secret": "0000"});
    let right = json!({"who": badge("pedro"), "secret": PIN});
    for _ in 0..2 {
        door.post("/session", &wrong).await.problem(401, "wrong-secret");
    }
    door.post("/session", &wrong).await.problem(429, "locked-out");
    let locked = door.post("/session", &right).await.problem(429, "locked-out");
    assert!(locked.detail.unwrap_or_default().contains("5 seconds"));
    floor.pass(5_000);
    door.post("/session", &wrong).await.problem(429, "locked-out");
    floor.pass(5_000);
    door.post("/session", &right).await.problem(429, "locked-out");
    floor.pass(5_000);
    assert_eq!(door.post("/session", &right).await.status, 201);
    door.post("/session", &wrong).await.problem(401, "wrong-secret");
}

async fn each_route_asks_for_its_role(floor: Floor) {
    let nobody = floor.hand(None);
    let erp = floor.log_in("erp").await;
    let some_id = "018f2f2e-0000-7000-8000-000000000000";
    let mut seen = BTreeSet::new();
    for route in ROUTES {
        assert!(seen.insert((route.method, route.path)), "{} {} stands twice", route.method, route.path);
        let path = route
            .path
            .replace("{id}", some_id)
            .replace("{code}", "X")
            .replace("{sku}", "X")
            .replace("{name}", "X");
        let call = |hand: &bipe_tests::floor::Hand| {
            let (method, path) = (route.method, path.clone());
            let hand = hand.clone();
            async move {
                match method {
                    "GET" => hand.get(&path).await,
                    "POST" => hand.post(&path, &json!({})).await,
                    "PUT" => hand.put(&path, &json!({})).await,
                    "PATCH" => hand.patch(&path, &json!({})).await,
                    "DELETE" => hand.delete(&path).await,
                    other => panic!("a method without a test: {other}"),
                }
            }
        };
        if route.access == Access::Public {
            continue;
        }
        call(&nobody).await.problem(401, "not-logged-in");
        if route.access == Access::Station {
            call(&erp).await.problem(403, "no-role");
            continue;
        }
        let Access::Roles(roles) = route.access else { continue };
        assert!(!roles.is_empty(), "{} {} names no role", route.method, route.path);
        if !roles.contains(&bipe_core::actor::Role::Integration) {
            call(&erp).await.problem(403, "no-role");
        }
    }
}

async fn an_admin_hires_and_a_lost_badge_is_revoked(floor: Floor) {
    let ada = floor.log_in("ada").await;
    let new = json!({"login": "bia", "name": "Bia Conceição", "roles": ["counter"], "pin": "7410"});
    let bia: User = ada.post_once("/users", "hire-bia", &new).await.json();
    let again: User = ada.post_once("/users", "hire-bia", &new).await.json();
    assert_eq!(bia, again, "the same key gets the same reply");
    ada.post_once("/users", "hire-bia", &json!({"login": "x"})).await.problem(400, "wrong-json");
    ada.post("/users", &new).await.problem(409, "login-taken");
    let wrong = json!({"login": "?", "name": "", "roles": [], "pin": "1"});
    let problem = ada.post("/users", &wrong).await.problem(422, "wrong-fields");
    let places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(places, ["login", "name", "pin", "roles"]);

    let issued: Badge = ada.post(&format!("/users/{}/badges", bia.id), &json!({})).await.json();
    let door = floor.hand(None);
    let log_in = json!({"who": issued.code, "secret": "7410"});
    let session: Session = door.post("/session", &log_in).await.json();
    let hers = floor.hand(session.token);
    assert_eq!(hers.get("/session").await.status, 200);
    let label = ada.get(&format!("/badges/{}/label.pdf", issued.code)).await;
    assert_eq!((label.status, label.kind.as_str()), (200, "application/pdf"));

    ada.delete(&format!("/badges/{}", issued.code)).await.json::<Badge>();
    hers.get("/session").await.problem(401, "not-logged-in");
    door.post("/session", &log_in).await.problem(401, "wrong-secret");
    ada.delete(&format!("/badges/{}", issued.code)).await.problem(404, "not-found");
    let listed: Vec<User> = ada.get("/users").await.json();
    let bia = listed.iter().find(|user| user.login == "bia").expect("she is listed");
    assert!(bia.badges.is_empty() && listed.len() == 10);
}

async fn a_program_has_a_token_until_it_is_revoked(floor: Floor) {
    let ada = floor.log_in("ada").await;
    let users: Vec<User> = ada.get("/users").await.json();
    let erp = users.iter().find(|user| user.login == "erp").expect("it is listed");
    let token: Token = ada.post(&format!("/users/{}/tokens", erp.id), &json!({"name": "ERP"})).await.json();
    let program = floor.hand(Some(token.token));
    floor.pass_days(60);
    assert_eq!(program.get("/session").await.status, 200, "a program has no shift");
    let ada = floor.log_in("ada").await;
    assert_eq!(ada.delete(&format!("/tokens/{}", token.id)).await.status, 204);
    program.get("/session").await.problem(401, "not-logged-in");
}

async fn malformed_requests_change_nothing_and_say_why(floor: Floor) {
    let rita = floor.log_in("rita").await;
    let broken = rita.post_text("/scans", "application/json", "{\"command_id\": ").await;
    let problem = broken.problem(400, "malformed-json");
    assert!(problem.detail.unwrap_or_default().contains("line 1 column"), "{broken:?}");
    let unknown = json!({"command_id": rita.command(), "scanned_at": "2026-03-02T12:00:00Z", "symbol": "x", "extra": 1});
    rita.post("/scans", &unknown).await.problem(400, "wrong-json");
    let late = json!({"command_id": rita.command(), "scanned_at": "yesterday", "symbol": "x"});
    rita.post("/scans", &late).await.problem(400, "bad-request");
    let random = json!({"command_id": "7b0c3b63-2d9c-4b8e-9a4d-3f7a2c1d0e9f", "scanned_at": "2026-03-02T12:00:00Z", "symbol": "x"});
    rita.post("/scans", &random).await.problem(400, "bad-request");
    rita.get("/no-such-thing").await.problem(404, "not-found");
    rita.put("/scans", &json!({})).await.problem(405, "wrong-method");
}

async fn a_command_takes_effect_once(floor: Floor) {
    let rita = floor.log_in("rita").await;
    let command = rita.command();
    let first = rita.scan_as(command, "BPCRECEIVE").await;
    let again = rita.scan_as(command, "BPCRECEIVE").await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    rita.scan_as(command, "BPCPUTAWAY").await.problem(409, "command-mismatch");
    let sonia = floor.log_in("sonia").await;
    sonia.scan_as(command, "BPCRECEIVE").await.problem(409, "command-mismatch");
    floor.pass_days(31);
    let rita = floor.log_in("rita").await;
    rita.scan_as(command, "BPCRECEIVE").await.problem(410, "command-expired");
}

async fn unknown_codes_are_refused_by_name(floor: Floor) {
    let rita = floor.log_in("rita").await;
    let step = rita.refuse("NADA-DISSO", "unknown_code").await;
    assert!(step.message.expect("a word").sentence.contains("NADA-DISSO"));
    rita.refuse("]C10107891000100104", "bad_symbol").await;
    rita.refuse("BPCPICK", "no_role").await;
}

on_both_engines!(
    a_badge_and_a_pin_open_a_session_that_ends_with_the_shift,
    wrong_pins_lock_a_user_out_for_longer_each_time,
    each_route_asks_for_its_role,
    an_admin_hires_and_a_lost_badge_is_revoked,
    a_program_has_a_token_until_it_is_revoked,
    malformed_requests_change_nothing_and_say_why,
    a_command_takes_effect_once,
    unknown_codes_are_refused_by_name,
);

#[tokio::test]
async fn the_first_start_is_led_by_a_one_time_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let floor = Floor::empty(&folder).await;
    let door = floor.hand(None);
    let code = bipe_server::office::set_up::offer(&floor.app).await.expect("asks").expect("no users yet");
    assert_eq!(door.get("/setup").await.json::<SetupState>(), SetupState { needed: true, demo: false });
    let address = json!({
        "name": "Galpão do Rio Ltda.", "street": "Av. Brasil, 9000", "city": "Rio de Janeiro", "state": "RJ",
        "postal_code": "21040-361"
    });
    let mut request = json!({
        "code": "WRONG", "warehouse_code": "rj1", "warehouse_name": "Galpão do Rio", "time_zone": "America/Sao_Paulo",
        "gs1_prefix": "7891234", "address": address, "login": "dona", "name": "Dona Lúcia", "password": "uma senha comprida", "pin": "9513"
    });
    door.post("/setup", &request).await.problem(403, "wrong-code");
    request["code"] = json!(code);
    request["gs1_prefix"] = json!("12");
    request["time_zone"] = json!("Mars/Olympus");
    request["address"]["city"] = json!(" ");
    let problem = door.post("/setup", &request).await.problem(422, "wrong-fields");
    let places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(places, ["time_zone", "gs1_prefix", "address.city"]);
    request["gs1_prefix"] = json!("7891234");
    request["time_zone"] = json!("America/Sao_Paulo");
    request["address"]["city"] = json!("Rio de Janeiro");
    let session: Session = door.post("/setup", &request).await.json();
    assert_eq!(session.warehouse.code, "RJ1");
    assert!(!door.get("/setup").await.json::<SetupState>().needed);
    door.post("/setup", &request).await.problem(409, "set-up-done");
    let admin = floor.hand(session.token);
    assert_eq!(admin.get("/users").await.json::<Vec<User>>().len(), 1);
    let by_password = json!({"who": "dona", "secret": "uma senha comprida"});
    assert_eq!(door.post("/session", &by_password).await.status, 201);
}
