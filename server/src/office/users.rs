//! Users: who may do what in a warehouse, their PINs and badges.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::setup::{Badge, NewUser, Token, User};
use bipe_core::code::OwnCode;
use bipe_core::id::{SessionId, StationId, UserId};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_labels::{BadgeLabel, Label};
use bipe_store::session::{self, Session};
use bipe_store::{StoreError, audit_log, user, warehouse};

use crate::App;
use crate::http::{Failure, auth};
use crate::office::{Office, answer, once};
use crate::secret;

/// Characters in a badge's random part.
const BADGE_LENGTH: usize = 12;
/// How long a program's token lives unless it is revoked, in milliseconds: ten years.
const TOKEN_LIFE_MS: i64 = 10 * 365 * 24 * 3_600_000;

/// What is wrong with a user's fields.
pub fn wrong_fields(login: &str, name: &str, pin: &str, password: Option<&str>) -> Vec<FaultAt> {
    let mut errors = Vec::new();
    let mut check = |right: bool, at: &str, fault: Fault| {
        if !right {
            errors.push(FaultAt::new(at, fault));
        }
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    let login = login.trim();
    check((2..=60).contains(&login.len()) && login.chars().all(plain), "login", fault::login(2, 60));
    check(!bipe_core::code::own::is_private(login), "login", fault::private_login());
    check((1..=60).contains(&name.trim().chars().count()), "name", fault::text(60));
    check(
        (4..=8).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit()),
        "pin",
        fault::digits(4, 8),
    );
    let long = password.is_none_or(|password| (10..=200).contains(&password.chars().count()));
    check(long, "password", fault::characters(10, 200));
    errors
}

struct Hired {
    request: NewUser,
    pin_hash: String,
    password_hash: Option<String>,
}

/// Adds a user with roles in the session's warehouse.
///
/// # Errors
/// Each wrong field by name; 409 when the login is taken.
pub async fn add(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    request: NewUser,
) -> Result<Response, Failure> {
    let mut errors = wrong_fields(&request.login, &request.name, &request.pin, request.password.as_deref());
    if request.roles.is_empty() {
        errors.push(FaultAt::new("roles", fault::at_least_one()));
    }
    if !errors.is_empty() {
        let failure =
            Failure::unprocessable("wrong-fields", "The user was not added", "some fields are wrong");
        return Err(failure.with_errors(errors));
    }
    let body = serde_json::to_vec(&request).expect("a request serialises");
    let pin_hash = app.vault.hash(&request.pin).await;
    let password_hash = match &request.password {
        Some(password) => Some(app.vault.hash(password).await),
        None => None,
    };
    let hired = Hired { request, pin_hash, password_hash };
    once(app, session, headers, "user.add", &body, hired, |office, hired| Box::pin(hire(office, hired))).await
}

async fn hire(mut office: Office<'_>, hired: &Hired) -> Result<super::Answer, StoreError> {
    let request = &hired.request;
    if user::by_login(office.tx, request.login.trim()).await?.is_some() {
        let detail = format!("{} is taken", request.login.trim());
        return Ok(Err(Failure::conflict("login-taken", "The user was not added", detail)));
    }
    let new = user::NewUser {
        id: UserId(office.ids.next_uuid()),
        login: request.login.trim().to_owned(),
        name: request.name.trim().to_owned(),
        language: request.language,
        pin_hash: Some(hired.pin_hash.clone()),
        password_hash: hired.password_hash.clone(),
    };
    user::insert(office.tx, &new).await?;
    for role in &request.roles {
        user::grant(office.tx, new.id, office.session.actor.warehouse_id, *role).await?;
    }
    trail(&mut office, "user.added", &new.login).await?;
    let mut roles = request.roles.clone();
    roles.sort_unstable();
    roles.dedup();
    let shown = User {
        id: new.id,
        login: new.login,
        name: new.name,
        language: new.language,
        active: true,
        roles,
        badges: Vec::new(),
    };
    Ok(answer(StatusCode::CREATED, &shown))
}

/// Issues a badge to a user of the warehouse. Its code is random, so nobody can guess another's.
///
/// # Errors
/// 404 when there is no such user here.
pub async fn issue_badge(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    user: UserId,
) -> Result<Response, Failure> {
    let badge = OwnCode::badge(&secret::code(BADGE_LENGTH)).expect("random codes fit a badge");
    let input = (user, badge.printed());
    once(app, session, headers, "badge.issue", user.0.as_bytes(), input, |mut office, (user, code)| {
        Box::pin(async move {
            let Some((login, _)) = known(&mut office, *user).await? else { return Ok(Err(unknown_user())) };
            user::insert_badge(office.tx, *user, code, office.at_ms).await?;
            trail(&mut office, "badge.issued", &login).await?;
            Ok(answer(StatusCode::CREATED, &Badge { code: code.clone() }))
        })
    })
    .await
}

/// Revokes a badge, as when it was lost, and ends the sessions of the user who had it.
///
/// # Errors
/// 404 when no such badge is valid here.
pub async fn revoke_badge(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    code: String,
) -> Result<Response, Failure> {
    let body = code.clone().into_bytes();
    once(app, session, headers, "badge.revoke", &body, code, |mut office, code| {
        Box::pin(async move {
            let place = office.session.actor.warehouse_id;
            let Some((user, name)) = user::badge_owner(office.tx, code, place).await? else {
                return Ok(Err(Failure::not_found("no such badge is valid in this warehouse")));
            };
            user::revoke_badge(office.tx, code, office.at_ms).await?;
            session::end_of_user(office.tx, user, office.at_ms).await?;
            trail(&mut office, "badge.revoked", &name).await?;
            Ok(answer(StatusCode::OK, &Badge { code: code.clone() }))
        })
    })
    .await
}

/// Gives a user another PIN and lifts a lock-out.
///
/// # Errors
/// 422 when it is no PIN, 404 when there is no such user here.
pub async fn set_pin(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    user: UserId,
    pin: &str,
) -> Result<Response, Failure> {
    let errors = wrong_fields("login", "name", pin, None);
    if !errors.is_empty() {
        let failure =
            Failure::unprocessable("wrong-fields", "The PIN was not changed", "it has 4 to 8 digits");
        return Err(failure.with_errors(errors));
    }
    let input = (user, app.vault.hash(pin).await);
    let body = [user.0.as_bytes().as_slice(), pin.as_bytes()].concat();
    once(app, session, headers, "user.pin", &body, input, |mut office, (user, hash)| {
        Box::pin(async move {
            let Some((login, _)) = known(&mut office, *user).await? else { return Ok(Err(unknown_user())) };
            user::set_pin(office.tx, *user, hash).await?;
            trail(&mut office, "user.pin_set", &login).await?;
            Ok(answer(StatusCode::OK, &serde_json::json!({})))
        })
    })
    .await
}

/// Makes a token for a program: it acts as this user until the token is revoked. It is shown once.
///
/// # Errors
/// 404 when there is no such user here.
pub async fn issue_token(app: &App, session: Session, user: UserId, name: String) -> Result<Token, Failure> {
    let mut tx = app.store.reader().await?;
    let place = session.actor.warehouse_id;
    user::of_warehouse(&mut tx, user, place).await?.ok_or_else(unknown_user)?;
    drop(tx);
    token(app, session, user, name, None).await
}

/// Makes a token of a user's, in the warehouse of the one who asks: for all that the user may, or for one station alone.
pub(super) async fn token(
    app: &App,
    session: Session,
    user: UserId,
    device: String,
    station: Option<StationId>,
) -> Result<Token, Failure> {
    let token = secret::token();
    let now_ms = app.clock.now_ms();
    let mut ids = app.clock.ids();
    let new = session::NewSession {
        id: SessionId(ids.next_uuid()),
        user_id: user,
        warehouse_id: session.actor.warehouse_id,
        kind: session::Kind::Program,
        token_hash: auth::hash(&token),
        device,
        created_at_ms: now_ms,
        expires_at_ms: now_ms + TOKEN_LIFE_MS,
        station,
    };
    let (id, trail_id) = (new.id, ids.next_uuid());
    app.store
        .write("token.issue", (new, session, trail_id), |tx, (new, session, trail_id)| {
            Box::pin(async move {
                session::insert(tx, new).await?;
                let (action, at_ms) = ("token.issued", new.created_at_ms);
                audit_log::insert(tx, *trail_id, &session.actor, action, &new.device, "", at_ms).await
            })
        })
        .await?;
    Ok(Token { id, token })
}

/// Revokes a program's token.
///
/// # Errors
/// 404 when no such token is in force in this warehouse.
pub async fn revoke_token(app: &App, session: Session, id: SessionId) -> Result<(), Failure> {
    let input = (id, session.actor, app.clock.now_ms(), app.clock.ids().next_uuid());
    let done = app.store.write("token.revoke", input, |tx, (id, actor, at_ms, trail_id)| {
        Box::pin(async move {
            let ended = session::end(tx, *id, actor.warehouse_id, *at_ms).await?;
            if ended {
                let subject = id.to_string();
                audit_log::insert(tx, *trail_id, actor, "token.revoked", &subject, "", *at_ms).await?;
            }
            Ok(ended)
        })
    });
    if done.await? { Ok(()) } else { Err(Failure::not_found("no such token is in force in this warehouse")) }
}

/// A valid badge's label.
///
/// # Errors
/// 404 when no such badge is valid here.
pub async fn badge_label(app: &App, session: &Session, code: &str) -> Result<Label, Failure> {
    let mut tx = app.store.reader().await?;
    let place = warehouse::by_id(&mut tx, session.actor.warehouse_id).await?;
    let owner = user::badge_owner(&mut tx, code, place.id).await?;
    let (_, name) = owner.ok_or_else(|| Failure::not_found("no such badge is valid in this warehouse"))?;
    Ok(Label::Badge(BadgeLabel { name, warehouse: place.name, role: None, code: code.to_owned() }))
}

fn unknown_user() -> Failure {
    Failure::not_found("there is no such user in this warehouse")
}

async fn known(office: &mut Office<'_>, user: UserId) -> Result<Option<(String, String)>, StoreError> {
    user::of_warehouse(office.tx, user, office.session.actor.warehouse_id).await
}

async fn trail(office: &mut Office<'_>, action: &str, subject: &str) -> Result<(), StoreError> {
    let id = office.ids.next_uuid();
    audit_log::insert(office.tx, id, &office.session.actor, action, subject, "", office.at_ms).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_fields_are_named() {
        let at = |login, name, pin, password| -> Vec<String> {
            wrong_fields(login, name, pin, password).into_iter().map(|error| error.at).collect()
        };
        assert_eq!(at("ana.souza", "Ana", "4821", None), Vec::<String>::new());
        assert_eq!(at("a", "", "12", Some("short")), ["login", "name", "pin", "password"]);
        assert_eq!(at("BPB2345", "Ana", "12ab", None), ["login", "pin"]);
    }
}
