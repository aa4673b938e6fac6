//! SQLite's one writer, and the commit that those who wait together share.
//!
//! A writer takes the connection and opens a transaction; one that finds a transaction open works inside a savepoint of its own,
//! for which SQLite keeps each page that it changes a second time. Either goes to the engine with the work's first statement, if
//! that reads. When nobody waits behind it, it commits for all; else it hands the open transaction on and waits until the last
//! one has committed. So durable throughput is not one disk flush a scan, and a failed piece of work rolls back alone.
//!
//! **Invariant**: nobody is answered before the commit that holds their work.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use crate::eager::eager;
use crate::error::StoreError;

/// How many pieces of work share a commit at most.
const BATCH_MAX: usize = 64;

/// Why a transaction is given up in which a savepoint could not be ended.
const UNHEALTHY: &str = "a piece of work could not be rolled back alone (disk full?)";

/// The verdict on a shared commit: none yet, done, or why not.
type Verdict = Option<Result<(), String>>;

/// The writing connection of a SQLite store.
#[derive(Debug)]
pub(crate) struct Writer {
    state: Arc<Mutex<State>>,
    waiting: AtomicUsize,
    batch_max: AtomicUsize,
}

#[derive(Debug)]
struct State {
    /// `None` once closed.
    conn: Option<SqliteConnection>,
    batch: Option<Batch>,
}

#[derive(Debug)]
struct Batch {
    size: usize,
    verdict: watch::Sender<Verdict>,
}

/// The writer's connection inside a transaction.
#[derive(Debug)]
pub(crate) struct WriterGuard {
    state: OwnedMutexGuard<State>,
    /// Whether the work has a savepoint, since others have worked in the transaction before.
    shares: bool,
    /// Whether the transaction or the savepoint was opened, or that was tried.
    opened: bool,
}

/// What opens a transaction or a savepoint, before the first statement in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It is open.
    Done,
    /// A transaction.
    Transaction,
    /// A savepoint in the transaction of others.
    Savepoint,
}

impl Opening {
    /// The script to put before the first statement.
    pub(crate) fn script(self) -> &'static str {
        match self {
            Self::Done => "",
            Self::Transaction => "BEGIN IMMEDIATE;\n",
            Self::Savepoint => "SAVEPOINT work;\n",
        }
    }
}

impl WriterGuard {
    /// What the next statement must open; it is taken for opened then.
    pub(crate) fn opening(&mut self) -> Opening {
        match (std::mem::replace(&mut self.opened, true), self.shares) {
            (true, _) => Opening::Done,
            (false, false) => Opening::Transaction,
            (false, true) => Opening::Savepoint,
        }
    }

    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        self.state.conn.as_mut().expect("a closed writer gives no guard")
    }
}

impl Writer {
    pub(crate) async fn open(options: &SqliteConnectOptions) -> Result<Self, StoreError> {
        let conn = options.connect().await?;
        let state = State { conn: Some(conn), batch: None };
        Ok(Self {
            state: Arc::new(Mutex::new(state)),
            waiting: AtomicUsize::new(0),
            batch_max: AtomicUsize::new(BATCH_MAX),
        })
    }

    /// From now on every piece of work is committed alone.
    pub(crate) fn commit_alone(&self) {
        self.batch_max.store(1, Ordering::Relaxed);
    }

    /// Takes the connection, for a transaction or for a savepoint inside the one that others have left open.
    pub(crate) async fn begin(&self) -> Result<WriterGuard, StoreError> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut state = Arc::clone(&self.state).lock_owned().await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let State { conn, batch } = &mut *state;
        if conn.is_none() {
            return Err(StoreError::Commit("the store is closed".to_owned()));
        }
        let shares = batch.is_some();
        if !shares {
            *batch = Some(Batch { size: 0, verdict: watch::channel(None).0 });
        }
        Ok(WriterGuard { state, shares, opened: false })
    }

    /// Ends a piece of work with its result, and commits for all when nobody waits.
    pub(crate) async fn end<T>(
        &self,
        mut guard: WriterGuard,
        result: Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let WriterGuard { shares, opened, .. } = guard;
        let state = &mut *guard.state;
        let conn = state.conn.as_mut().expect("a closed writer gives no guard");
        let batch = state.batch.as_mut().expect("work is done in a transaction");
        batch.size += 1;
        let last =
            self.waiting.load(Ordering::SeqCst) == 0 || batch.size >= self.batch_max.load(Ordering::Relaxed);
        let mut verdict = batch.verdict.subscribe();
        let done = match (&result, last) {
            // Nothing was done; others wait for the commit of what they did.
            _ if !opened && !shares => Some(Ok(())),
            _ if !opened && last => Some(finish(conn, "COMMIT").await),
            _ if !opened => None,
            (Ok(_), true) => Some(finish(conn, if shares { "RELEASE work; COMMIT" } else { "COMMIT" }).await),
            (Ok(_), false) if !shares => None,
            (Ok(_), false) => run(conn, "RELEASE work").await.err().map(|_| Err(UNHEALTHY.to_owned())),
            // Nobody else has worked in it.
            (Err(_), _) if !shares => Some(finish(conn, "ROLLBACK").await),
            (Err(_), _) => match run(conn, "ROLLBACK TO work; RELEASE work").await {
                Ok(()) if last => Some(finish(conn, "COMMIT").await),
                Ok(()) => None,
                Err(_) => Some(Err(UNHEALTHY.to_owned())),
            },
        };
        if let Some(done) = done {
            if done.is_err() {
                give_up(conn).await;
            }
            let batch = state.batch.take().expect("seen above");
            batch.verdict.send_replace(Some(done));
        }
        drop(guard);
        // A failed piece of work has nothing to wait for.
        let done = result?;
        let verdict = verdict.wait_for(Option::is_some).await.map(|verdict| (*verdict).clone());
        match verdict {
            Ok(Some(Ok(()))) => Ok(done),
            Ok(Some(Err(reason))) if reason.contains("full") => Err(StoreError::Full),
            Ok(Some(Err(reason))) => Err(StoreError::Commit(reason)),
            Ok(None) | Err(_) => Err(StoreError::Commit("the transaction was abandoned".to_owned())),
        }
    }

    pub(crate) async fn migrate(
        &self,
        migrator: &sqlx::migrate::Migrator,
        until: Option<i64>,
    ) -> Result<(), sqlx::migrate::MigrateError> {
        let mut state = self.state.lock().await;
        let conn = state.conn.as_mut().expect("migrations run before the store is closed");
        migrator.run_direct(until, conn, false).await
    }

    pub(crate) async fn close(&self) {
        if let Some(conn) = self.state.lock().await.conn.take() {
            // The database file is consistent whether or not the connection says goodbye.
            let _ = conn.close().await;
        }
    }
}

async fn run(conn: &mut SqliteConnection, script: &'static str) -> Result<(), sqlx::Error> {
    eager(sqlx::query(script).execute(&mut *conn)).await.map(|_| ())
}

/// Ends the open transaction by this script.
async fn finish(conn: &mut SqliteConnection, script: &'static str) -> Result<(), String> {
    run(conn, script).await.map_err(|error| error.to_string())
}

/// Rolls the open transaction back. That fails when SQLite has done so already (it gives a transaction up by itself when the disk
/// is full); either way nothing is open afterwards.
async fn give_up(conn: &mut SqliteConnection) {
    let _ = run(conn, "ROLLBACK").await;
}

/// Awaits `work` and turns its panic into an error, so that its savepoint is always ended.
pub(crate) async fn catch<T>(
    name: &'static str,
    work: Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + '_>>,
) -> Result<T, StoreError> {
    Catch { name, work }.await
}

struct Catch<'t, T> {
    name: &'static str,
    work: Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>,
}

impl<T> Future for Catch<'_, T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let name = self.name;
        let work = &mut self.work;
        std::panic::catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)))
            .unwrap_or(Poll::Ready(Err(StoreError::Panicked(name))))
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    async fn writer() -> Writer {
        let options = SqliteConnectOptions::from_str("sqlite::memory:").expect("an address");
        Writer::open(&options).await.expect("a database")
    }

    async fn act(guard: &mut WriterGuard, statement: &str) -> Result<(), StoreError> {
        let script = format!("{}{statement}", guard.opening().script());
        sqlx::query(sqlx::AssertSqlSafe(script)).execute(guard.connection()).await?;
        Ok(())
    }

    /// Work under way that has made a table.
    async fn begun(writer: &Writer) -> WriterGuard {
        let mut guard = writer.begin().await.expect("it begins");
        act(&mut guard, "CREATE TABLE t (id INTEGER)").await.expect("it is open");
        guard
    }

    async fn count(writer: &Writer) -> i64 {
        let mut guard = writer.begin().await.expect("it begins");
        let count = sqlx::query_scalar("SELECT COUNT(*) FROM t").fetch_one(guard.connection()).await;
        writer.end(guard, count.map_err(StoreError::from)).await.expect("it counts")
    }

    #[tokio::test]
    async fn work_that_does_nothing_opens_nothing() {
        let writer = writer().await;
        for _ in 0..2 {
            let guard = writer.begin().await.expect("it begins");
            assert_eq!(writer.end(guard, Ok(7)).await.expect("nothing fails"), 7);
        }
        let guard = begun(&writer).await;
        writer.end(guard, Ok(())).await.expect("it commits");
        assert_eq!(count(&writer).await, 0);
    }

    #[tokio::test]
    async fn work_that_does_nothing_commits_what_others_handed_on() {
        let writer = writer().await;
        let first = begun(&writer).await;
        let second = async {
            let guard = writer.begin().await?;
            writer.end(guard, Ok(())).await
        };
        // The second waits before the first ends.
        let (second, first) = tokio::join!(second, writer.end(first, Ok(())));
        second.and(first).expect("both end");
        assert_eq!(count(&writer).await, 0);
    }

    #[tokio::test]
    async fn a_first_statement_that_fails_takes_nothing_of_others_with_it() {
        let writer = writer().await;
        let first = begun(&writer).await;
        let second = async {
            let mut guard = writer.begin().await?;
            let done = act(&mut guard, "INSERT INTO u VALUES (1)").await;
            writer.end(guard, done).await
        };
        let (second, first) = tokio::join!(second, writer.end(first, Ok(())));
        first.expect("it commits");
        assert!(second.is_err());
        let mut third = writer.begin().await.expect("it begins");
        act(&mut third, "INSERT INTO t VALUES (1)").await.expect("it is open");
        writer.end(third, Ok(())).await.expect("it commits");
        assert_eq!(count(&writer).await, 1);
    }
}
