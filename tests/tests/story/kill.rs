//! Killing the server around a request: after its answer, or at some moment while it works on it.

use std::time::Duration;

use bipe_tests::floor::{Hand, Reply};
use bipe_tests::process::Bipe;
use serde_json::Value;

/// Sends a request, kills the server meanwhile or afterwards, starts it again and sends the same request once more.
/// What was acknowledged before the kill must be the answer afterwards.
pub async fn around(
    server: &mut Bipe,
    hand: &Hand,
    turn: u64,
    path: &str,
    key: Option<&str>,
    body: &Value,
) -> Reply {
    let first = if turn.is_multiple_of(3) {
        let reply = hand.try_post(path, key, body).await.expect("the server answers");
        server.kill();
        Some(reply)
    } else {
        let (hand, path, key, body) = (hand.clone(), path.to_owned(), key.map(str::to_owned), body.clone());
        let sent = tokio::spawn(async move { hand.try_post(&path, key.as_deref(), &body).await });
        // The moment of death is what is tried here: somewhere within the work on one request.
        tokio::time::sleep(Duration::from_micros(turn * 397 % 9_000)).await;
        server.kill();
        sent.await.expect("the client lives").ok()
    };
    server.restart();
    let again = hand.try_post(path, key, body).await.expect("the server is back");
    if let Some(first) = first.filter(|first| first.status < 500) {
        assert_eq!((first.status, &first.body), (again.status, &again.body), "an acknowledged answer stays");
    }
    again
}
