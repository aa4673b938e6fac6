//! Log-in: a badge and PIN, or a login and password, for a session until the end of the shift.
//!
//! After three failures in a row a user waits, longer each time; while waiting, even the right secret is refused, and
//! costs no hash. An unknown user takes as long as a wrong secret.

use axum::http::StatusCode;
use bipe_api::session::{LogIn, Session, WarehouseSummary};
use bipe_core::code::OwnCode;
use bipe_core::id::{SessionId, UserId};
use bipe_store::user::Credentials;
use bipe_store::warehouse::Warehouse;
use bipe_store::{session, user, warehouse};

use crate::App;
use crate::clock::rfc3339;
use crate::http::{Failure, auth};
use crate::secret;

/// Failures in a row that cost nothing yet.
const FREE_FAILURES: i64 = 2;
/// The first wait, in milliseconds; it doubles with each failure.
const FIRST_WAIT_MS: i64 = 5_000;
/// The longest wait.
const WAIT_MS_MAX: i64 = 15 * 60 * 1000;
/// The longest name or secret that is looked at, in bytes.
const TEXT_LENGTH_MAX: usize = 200;

/// Checks the secret and begins a session; its token is in the answer.
pub async fn log_in(app: &App, request: LogIn) -> Result<Session, Failure> {
    if request.who.len() > TEXT_LENGTH_MAX || request.secret.len() > TEXT_LENGTH_MAX {
        return Err(Failure::bad_request("who and secret have at most 200 characters"));
    }
    let now_ms = app.clock.now_ms();
    let badge = matches!(OwnCode::read(request.who.trim()), Some(Ok(OwnCode::Badge(_))));
    let mut tx = app.store.reader().await?;
    let known = match badge {
        true => user::by_badge(&mut tx, request.who.trim()).await?,
        false => user::by_login(&mut tx, request.who.trim()).await?,
    };
    drop(tx);
    if let Some(locked) = known.as_ref().filter(|known| known.locked_until_ms > now_ms) {
        return Err(locked_out(locked.locked_until_ms - now_ms));
    }
    let known = known.filter(|known| known.active);
    let hash = known
        .as_ref()
        .and_then(|known| if badge { &known.pin_hash } else { &known.password_hash }.as_deref());
    let right = app.vault.verify(&request.secret, hash).await;
    match known {
        Some(known) if right => begin(app, &known, request, now_ms).await,
        Some(known) => Err(fail(app, &known, now_ms).await?),
        None => Err(wrong()),
    }
}

fn wrong() -> Failure {
    let detail = "the badge, login, PIN or password is wrong";
    Failure::new(StatusCode::UNAUTHORIZED, "wrong-secret", "Not logged in", detail)
}

fn locked_out(wait_ms: i64) -> Failure {
    let seconds = (wait_ms + 999) / 1000;
    let detail = format!("too many wrong attempts; try again in {seconds} seconds");
    Failure::new(StatusCode::TOO_MANY_REQUESTS, "locked-out", "Locked for a while", detail)
}

/// How long a user waits after so many failures in a row.
fn wait_ms(failures: i64) -> i64 {
    match failures - FREE_FAILURES {
        over @ 1.. => FIRST_WAIT_MS.saturating_mul(1 << (over - 1).min(20)).min(WAIT_MS_MAX),
        _ => 0,
    }
}

async fn fail(app: &App, known: &Credentials, now_ms: i64) -> Result<Failure, Failure> {
    let failures = known.failed_logins + 1;
    let wait_ms = wait_ms(failures);
    let input = (known.id, failures, now_ms + wait_ms);
    app.store
        .write("log_in_failed", input, |tx, (user, failures, until_ms)| {
            Box::pin(user::note_login(tx, *user, *failures, *until_ms))
        })
        .await?;
    Ok(if wait_ms > 0 { locked_out(wait_ms) } else { wrong() })
}

async fn begin(app: &App, known: &Credentials, request: LogIn, now_ms: i64) -> Result<Session, Failure> {
    let mut tx = app.store.reader().await?;
    let granted = warehouse::of_user(&mut tx, known.id).await?;
    drop(tx);
    let chosen = match request.warehouse_id {
        Some(wanted) => granted.into_iter().find(|warehouse| warehouse.id == wanted),
        None => granted.into_iter().next(),
    };
    let place = chosen.ok_or_else(Failure::forbidden)?;
    start(app, known.id, &place, request.device, now_ms).await
}

/// Begins a session of a user whose right to it was checked.
pub async fn start(
    app: &App,
    user_id: UserId,
    place: &Warehouse,
    device: String,
    now_ms: i64,
) -> Result<Session, Failure> {
    let token = secret::token();
    let new = session::NewSession {
        id: SessionId(app.clock.ids().next_uuid()),
        user_id,
        warehouse_id: place.id,
        kind: session::Kind::Person,
        token_hash: auth::hash(&token),
        device: device.chars().take(80).collect(),
        created_at_ms: now_ms,
        expires_at_ms: now_ms + place.shift_hours * 3_600_000,
        station: None,
    };
    let hash = new.token_hash.clone();
    app.store
        .write("log_in", new, |tx, new| {
            Box::pin(async move {
                user::note_login(tx, new.user_id, 0, 0).await?;
                session::insert(tx, new).await
            })
        })
        .await?;
    let mut tx = app.store.reader().await?;
    let begun = session::by_token(&mut tx, &hash, now_ms).await?.ok_or_else(Failure::unauthorized)?;
    Ok(Session { token: Some(token), ..show(&begun, place) })
}

/// A session as its user sees it.
pub fn show(session: &session::Session, place: &Warehouse) -> Session {
    let actor = &session.actor;
    let warehouse = WarehouseSummary { id: place.id, code: place.code.clone(), name: place.name.clone() };
    Session {
        name: actor.name.clone(),
        login: session.login.clone(),
        language: actor.language,
        warehouse,
        roles: actor.roles.clone(),
        expires_at: rfc3339(session.expires_at_ms),
        token: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (1..=12).map(|failures| wait_ms(failures) / 1000).collect();
        assert_eq!(waits, [0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert_eq!(wait_ms(i64::MAX), WAIT_MS_MAX);
    }
}
