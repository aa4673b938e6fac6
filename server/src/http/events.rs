//! Doors of `/api/v1/events`: the live tail of the event table, as server-sent events.
//!
//! A reader follows by cursor (the stream's ids), so any server can serve it and none is skipped: a reader that comes back sends
//! `Last-Event-ID` and goes on where it was. It is woken by what was committed here, and looks every two seconds for what other
//! servers committed. The stream ends with the session.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use bipe_api::webhook::Event;
use bipe_store::event::{self, Cursor};
use bipe_store::session::Session;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::watch;

use crate::App;
use crate::clock::rfc3339;
use crate::http::{Failure, auth};

/// How many events are read at once.
const BATCH: i64 = 100;
/// How long a reader waits for news before it looks by itself.
const TICK: Duration = Duration::from_secs(2);
/// How often an idle stream shows that it lives, and that proxies should keep it.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// One reader.
struct Tail {
    app: App,
    session: Session,
    headers: HeaderMap,
    cursor: Cursor,
    news: watch::Receiver<u64>,
}

/// `GET /api/v1/events`.
pub async fn tail(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Sent, Infallible>>>, Failure> {
    let news = app.news();
    let cursor = match headers.get("last-event-id").and_then(|id| id.to_str().ok()) {
        Some(id) => {
            id.parse().map_err(|_| Failure::bad_request("Last-Event-ID must be one of this stream"))?
        }
        None => event::last(&mut app.store.reader().await?).await?,
    };
    let tail = Tail { app, session, headers, cursor, news };
    let events = stream::unfold(tail, |mut tail| async move { Some((tail.next().await?, tail)) });
    // The stream's head goes out at once, so that the reader knows it is open.
    let opened = stream::once(async { Sent::default().comment("open") });
    let all = opened.chain(events.flat_map(stream::iter)).map(Ok);
    Ok(Sse::new(all).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

impl Tail {
    /// The next events; `None` when the session has ended or the database is gone.
    async fn next(&mut self) -> Option<Vec<Sent>> {
        loop {
            self.news.borrow_and_update();
            auth::session_of(&self.app, &self.headers).await.ok()??;
            let mut tx = self.app.store.reader().await.ok()?;
            let warehouse = self.session.actor.warehouse_id;
            let events = event::after(&mut tx, warehouse, self.cursor, BATCH).await.ok()?;
            drop(tx);
            if let Some(last) = events.last() {
                self.cursor = last.cursor;
                let mine = self.session.actor.session_id.0;
                let for_me =
                    |event: &event::Event| event.kind != event::STATION_STEP || event.subject_id == mine;
                return Some(events.into_iter().filter(for_me).map(sent).collect());
            }
            tokio::select! {
                changed = self.news.changed() => changed.ok()?,
                () = tokio::time::sleep(TICK) => {}
            }
        }
    }
}

fn sent(event: event::Event) -> Sent {
    let id = event.cursor.to_string();
    let body = Event {
        id: event.id,
        kind: event.kind,
        subject_id: event.subject_id,
        at: rfc3339(event.at_ms),
        data: serde_json::from_str(&event.payload).unwrap_or(serde_json::Value::Null),
    };
    Sent::default().id(id).data(serde_json::to_string(&body).expect("an event serialises"))
}
