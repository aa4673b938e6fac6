//! Jobs: follow-up work that touches the network. It was asked for in the transaction of a change, and is done after it.
//!
//! Each kind of job has *lanes* (one a printer, one a listener). In a lane one thing happens after the other; lanes do not wait
//! for each other. A job wakes when something was committed here,
//! though not for each of many commits, and looks every second for what other servers committed and
//! for what is due by time.
//!
//! **Invariant**: any job may run twice, on this server or another; claims in the database see to it that nothing is done twice
//! that must not be.

pub mod holds;
pub mod print;
pub mod release;
pub mod replenish;
pub mod webhooks;

use std::collections::HashMap;
use std::fmt::Debug;
use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bipe_store::StoreError;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::App;

/// How long a worker waits for news before it looks by itself.
const TICK: Duration = Duration::from_secs(1);

/// The running jobs.
#[derive(Debug)]
pub struct Jobs {
    stop: watch::Sender<bool>,
    workers: JoinSet<()>,
}

/// Starts all jobs.
pub fn start(app: App) -> Jobs {
    let (stop, stopped) = watch::channel(false);
    let mut workers = JoinSet::new();
    workers.spawn(run(holds::Holds::new(app.clone()), app.clone(), stopped.clone()));
    workers.spawn(run(print::Print::new(app.clone()), app.clone(), stopped.clone()));
    workers.spawn(run(release::Release::new(app.clone()), app.clone(), stopped.clone()));
    workers.spawn(run(replenish::Replenish::new(app.clone()), app.clone(), stopped.clone()));
    workers.spawn(run(webhooks::Webhooks::new(app.clone()), app, stopped));
    Jobs { stop, workers }
}

impl Jobs {
    /// Lets what is under way come to its end, begins nothing new, and returns when all is still.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.workers.join_next().await.is_some() {}
    }
}

/// A kind of follow-up work.
pub(crate) trait Work: Clone + Send + Sync + 'static {
    /// What it is done for, one thing at a time: a printer, a listener.
    type Lane: Copy + Debug + Eq + Hash + Send + 'static;

    /// How long after news it looks again at the soonest: many scans a second are no reason to look for each of them.
    const PAUSE: Duration = Duration::from_millis(50);

    /// The lanes in which something is to be done now.
    fn due(&self) -> impl Future<Output = Result<Vec<Self::Lane>, StoreError>> + Send;

    /// Does the next thing in a lane; `false` when there is nothing to do there for now.
    fn next(&self, lane: Self::Lane) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

/// When a job last looked that looks now and then: each scan wakes all jobs.
#[derive(Clone, Debug)]
pub(crate) struct Looks(Arc<AtomicI64>);

impl Looks {
    /// It has not looked yet.
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(i64::MIN)))
    }

    /// Whether so many milliseconds have passed since the last look; then this is one.
    pub(crate) fn is_time(&self, now_ms: i64, pause_ms: i64) -> bool {
        let is_time = now_ms >= self.0.load(Ordering::SeqCst).saturating_add(pause_ms);
        if is_time {
            self.0.store(now_ms, Ordering::SeqCst);
        }
        is_time
    }
}

async fn run<W: Work>(work: W, app: App, mut stop: watch::Receiver<bool>) {
    let mut news = app.news();
    let mut lanes = JoinSet::new();
    let mut busy: HashMap<tokio::task::Id, W::Lane> = HashMap::new();
    while !*stop.borrow_and_update() {
        news.borrow_and_update();
        match work.due().await {
            Ok(due) => {
                for lane in due {
                    if busy.values().all(|other| *other != lane) {
                        let handle = lanes.spawn(drain(work.clone(), lane, stop.clone()));
                        busy.insert(handle.id(), lane);
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "a job could not look for work"),
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = told(&mut news, W::PAUSE) => {}
            Some(ended) = lanes.join_next_with_id(), if !lanes.is_empty() => {
                let id = match ended {
                    Ok((id, ())) => id,
                    Err(error) => {
                        tracing::error!(%error, "a job failed unexpectedly");
                        error.id()
                    }
                };
                busy.remove(&id);
            }
            () = tokio::time::sleep(TICK) => {}
        }
    }
    while lanes.join_next().await.is_some() {}
}

/// Something was committed here, and some more time to commit has passed.
async fn told(news: &mut watch::Receiver<u64>, pause: Duration) {
    if news.changed().await.is_err() {
        // Nobody commits any more; the tick goes on.
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(pause).await;
}

/// Works a lane off until nothing is due in it.
async fn drain<W: Work>(work: W, lane: W::Lane, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        match work.next(lane).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                // What was claimed stays claimed until its time runs out; the database gets a pause.
                tracing::warn!(?lane, %error, "a job met the store's failure");
                tokio::select! {
                    _ = stop.changed() => {}
                    () = tokio::time::sleep(TICK) => {}
                }
                return;
            }
        }
    }
}
