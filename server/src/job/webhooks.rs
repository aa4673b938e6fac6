//! The webhook sender: one lane a listener, so that a slow one delays itself only.
//!
//! A delivery that is not taken is tried again after ever longer times, and given up after the last. It always carries the
//! event's id, so that a listener that took it, but whose answer was lost, knows it again.

use std::time::Duration;

use bipe_store::StoreError;
use bipe_store::webhook::{self, Claim, Finish, Status};
use uuid::Uuid;

use super::Work;
use crate::App;
use crate::clock::rfc3339;
use crate::integration;

/// How long a listener may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long it may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a claim holds: longer than any try.
const CLAIM_MS: i64 = 30_000;
/// The waits after each failed try, in seconds; after the last one the delivery is given up.
const RETRY_S: [i64; 9] = [5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 86_400];

/// The sender.
#[derive(Clone, Debug)]
pub(crate) struct Webhooks {
    app: App,
    client: reqwest::Client,
}

impl Webhooks {
    pub(crate) fn new(app: App) -> Self {
        // Whoever came first has installed one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("bipe/", env!("CARGO_PKG_VERSION")))
            .build()
            .expect("a client without special wishes is built");
        Self { app, client }
    }
}

impl Work for Webhooks {
    type Lane = Uuid;

    async fn due(&self) -> Result<Vec<Uuid>, StoreError> {
        let mut tx = self.app.store.reader().await?;
        webhook::due(&mut tx, self.app.clock.now_ms()).await
    }

    async fn next(&self, lane: Uuid) -> Result<bool, StoreError> {
        let app = &self.app;
        let now_ms = app.clock.now_ms();
        let claim = app.store.write("webhook: claim", (lane, now_ms), |tx, i| {
            Box::pin(webhook::claim(tx, i.0, i.1, i.1 + CLAIM_MS))
        });
        let Some(claim) = claim.await? else { return Ok(false) };
        let refused = self.post(&claim).await.err();
        let finish = finish_of(claim.attempts, refused, app.clock.now_ms());
        let given_up = finish.status == Status::Failed;
        if given_up {
            tracing::warn!(webhook = %lane, event = %claim.event_id, "a webhook delivery was given up");
        }
        let input = (claim.id, claim.attempts, finish);
        let write =
            app.store.write("webhook: finish", input, |tx, i| Box::pin(webhook::finish(tx, i.0, i.1, &i.2)));
        write.await?;
        Ok(true)
    }
}

impl Webhooks {
    /// Posts a delivery. `Err` is why the listener did not take it.
    async fn post(&self, claim: &Claim) -> Result<(), String> {
        let id = claim.event_id.to_string();
        let timestamp_s = self.app.clock.now_ms().div_euclid(1_000);
        let body = integration::webhook::body(&claim.kind, &rfc3339(claim.at_ms), &claim.payload)
            .map_err(|error| format!("body: {error}"))?;
        let signature = integration::webhook::signature(&claim.secret, &id, timestamp_s, &body)
            .ok_or_else(|| "the secret can't be read".to_owned())?;
        let answer = self
            .client
            .post(&claim.url)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp_s.to_string())
            .header("webhook-signature", signature)
            .body(body)
            .send()
            .await
            .map_err(|error| in_words(&error))?;
        let status = answer.status();
        if status.is_success() { Ok(()) } else { Err(format!("answered {status}")) }
    }
}

/// What kept a request from being answered, without the address: it may hold a password.
fn in_words(error: &reqwest::Error) -> String {
    let kind = match error {
        error if error.is_timeout() => "no answer in time",
        error if error.is_connect() => "no connection",
        _ => "the request broke off",
    };
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    format!("{kind}: {deepest}")
}

fn finish_of(attempts: i64, refused: Option<String>, now_ms: i64) -> Finish {
    let Some(reason) = refused else {
        return Finish { status: Status::Delivered, reason: None, next_try_ms: now_ms };
    };
    let wait_s = usize::try_from(attempts - 1).ok().and_then(|at| RETRY_S.get(at));
    let status = if wait_s.is_some() { Status::Queued } else { Status::Failed };
    let next_try_ms = now_ms + wait_s.map_or(0, |seconds| seconds * 1_000);
    Finish { status, reason: Some(reason), next_try_ms }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_waits_longer_each_time_and_is_given_up_at_last() {
        let tries = RETRY_S.len() as i64 + 1;
        let mut last_ms = 0;
        for attempts in 1..tries {
            let finish = finish_of(attempts, Some("no".into()), 0);
            assert_eq!(finish.status, Status::Queued);
            assert!(finish.next_try_ms > last_ms);
            last_ms = finish.next_try_ms;
        }
        assert_eq!(finish_of(tries, Some("no".into()), 0).status, Status::Failed);
        assert_eq!(finish_of(tries, None, 0).status, Status::Delivered);
    }
}
