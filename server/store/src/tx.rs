//! Opening a store, reading from it, and the one way to write to it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bipe_core::id::WarehouseId;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use uuid::Uuid;

use crate::batch::{Batch, Rows, Values};
use crate::eager::eager;
use crate::engine::{Engine, Sql};
use crate::error::StoreError;
use crate::fault::Faults;
use crate::goes_on::goes_on;
use crate::open;
use crate::sent::{Counters, Sent};
use crate::writer::{Opening, Writer, WriterGuard};

/// How often a transaction is run again when the engine asks for it.
const ATTEMPTS_MAX: u32 = 12;

/// Work inside a transaction.
pub type Work<'t, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>;

/// The store: cheap to clone, shared by all.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pools: Arc<Pools>,
    faults: Option<Faults>,
    sent: Arc<Counters>,
}

#[derive(Debug)]
pub(crate) enum Pools {
    Sqlite { readers: SqlitePool, writer: Writer },
    Postgres { readers: PgPool, writers: PgPool },
}

/// A connection in use: inside a write, or for reading.
#[derive(Debug)]
pub struct Tx {
    conn: Conn,
    batch: Batch,
    sent: Arc<Counters>,
    faults: Option<Faults>,
    /// A warehouse's webhooks, once they were read; forgotten when this transaction changes any.
    pub(crate) listeners: Option<(WarehouseId, Vec<(Uuid, String)>)>,
}

#[derive(Debug)]
enum Conn {
    SqliteWriter(WriterGuard),
    SqliteReader(PoolConnection<Sqlite>),
    PostgresWriter(Transaction<'static, Postgres>),
    PostgresReader(PoolConnection<Postgres>),
    SqliteSnapshot(Transaction<'static, Sqlite>),
    PostgresSnapshot(Transaction<'static, Postgres>),
}

/// The concrete connection behind a [`Tx`]; the `on_engine!` macro matches on it.
pub(crate) enum Concrete<'t> {
    Sqlite(&'t mut SqliteConnection),
    Postgres(&'t mut PgConnection),
}

impl Store {
    /// Opens the database at `url`: `sqlite:FILE` (created when missing) or `postgres://…`. Migrate it before use.
    ///
    /// # Errors
    /// When the address makes no sense or nothing answers there.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if open::is_postgres(url) {
            let (readers, writers) = open::postgres(url).await?;
            return Ok(Self::on(Pools::Postgres { readers, writers }));
        }
        let (readers, writer) = open::sqlite(url).await?;
        Ok(Self::on(Pools::Sqlite { readers, writer }))
    }

    fn on(pools: Pools) -> Self {
        Self { pools: Arc::new(pools), faults: None, sent: Arc::default() }
    }

    /// The same store with writes that break off where `faults` says.
    #[must_use]
    pub fn with_faults(self, faults: Faults) -> Self {
        Self { faults: Some(faults), ..self }
    }

    /// The same store in which SQLite's writes never share a commit: what the bench of the shared commit measures it against.
    #[must_use]
    pub fn with_commits_apart(self) -> Self {
        if let Pools::Sqlite { writer, .. } = &*self.pools {
            writer.commit_alone();
        }
        self
    }

    /// What was sent to the engine so far.
    pub fn sent(&self) -> Sent {
        self.sent.so_far()
    }

    /// Which engine serves.
    pub fn engine(&self) -> Engine {
        match *self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// A connection to read from; each statement sees the newest commit.
    ///
    /// # Errors
    /// When none is to be had in time.
    pub async fn reader(&self) -> Result<Tx, StoreError> {
        let conn = match &*self.pools {
            Pools::Sqlite { readers, .. } => Conn::SqliteReader(readers.acquire().await?),
            Pools::Postgres { readers, .. } => Conn::PostgresReader(readers.acquire().await?),
        };
        Ok(self.tx(conn, None))
    }

    /// A connection to read from on which every statement sees the same state, that of the first one. It ends when dropped.
    ///
    /// # Errors
    /// When none is to be had in time.
    pub async fn snapshot(&self) -> Result<Tx, StoreError> {
        let conn = match &*self.pools {
            Pools::Sqlite { readers, .. } => Conn::SqliteSnapshot(readers.begin().await?),
            Pools::Postgres { readers, .. } => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Conn::PostgresSnapshot(readers.begin_with(begin).await?)
            }
        };
        Ok(self.tx(conn, None))
    }

    /// Runs `work` on `input` in one transaction and commits it. It may run more than once (serialization failures,
    /// deadlocks, contention), each time on a clean slate. `name` is for logs.
    ///
    /// The transaction goes on when the caller goes away.
    ///
    /// # Errors
    /// What `work` gave back, or why it could not be committed; nothing was written then.
    pub async fn write<I, T, F>(&self, name: &'static str, input: I, work: F) -> Result<T, StoreError>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, T> + Send + Sync + 'static,
    {
        let store = self.clone();
        let all = async move {
            for attempt in 1.. {
                let result = store.write_once(name, &input, &work).await;
                match result {
                    Err(error) if error.is_transient() && attempt < ATTEMPTS_MAX => {
                        tracing::debug!(name, attempt, %error, "running again");
                        tokio::time::sleep(Duration::from_millis(1 << attempt.min(6))).await;
                    }
                    result => return result,
                }
            }
            unreachable!("the loop returns at the last attempt")
        };
        goes_on(all).await
    }

    fn tx(&self, conn: Conn, faults: Option<Faults>) -> Tx {
        let batch = Batch::new(self.engine());
        Tx { conn, batch, sent: Arc::clone(&self.sent), faults, listeners: None }
    }

    async fn write_once<I, T, F>(&self, name: &'static str, input: &I, work: &F) -> Result<T, StoreError>
    where
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, T>,
    {
        match &*self.pools {
            Pools::Sqlite { writer, .. } => {
                let conn = Conn::SqliteWriter(writer.begin().await?);
                let mut tx = self.tx(conn, self.faults.clone());
                let result = crate::writer::catch(name, work(&mut tx, input)).await;
                let result = tx.finish(result).await;
                let Conn::SqliteWriter(guard) = tx.conn else { unreachable!("made above") };
                writer.end(guard, result).await
            }
            Pools::Postgres { writers, .. } => {
                let conn = Conn::PostgresWriter(writers.begin().await?);
                let mut tx = self.tx(conn, self.faults.clone());
                let result = crate::writer::catch(name, work(&mut tx, input)).await;
                let result = tx.finish(result).await;
                let Conn::PostgresWriter(transaction) = tx.conn else { unreachable!("made above") };
                match result {
                    Ok(done) => transaction.commit().await.map(|()| done).map_err(StoreError::from),
                    Err(error) => {
                        transaction.rollback().await?;
                        Err(error)
                    }
                }
            }
        }
    }

    /// Writes a consistent copy of a SQLite database into `file` while others go on working.
    ///
    /// # Errors
    /// When the engine is PostgreSQL (its own `pg_dump` does that), the file exists, or there is no room.
    pub async fn copy_to(&self, file: &str) -> Result<(), StoreError> {
        let Pools::Sqlite { readers, .. } = &*self.pools else {
            return Err(StoreError::Commit("PostgreSQL is copied by pg_dump".to_owned()));
        };
        sqlx::query("VACUUM INTO $1").bind(file).execute(readers).await?;
        Ok(())
    }

    /// Closes all connections, after the writes under way.
    pub async fn close(&self) {
        match &*self.pools {
            Pools::Sqlite { readers, writer } => {
                // The writer goes last: it can fold the write-ahead log into the file, readers can't.
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres { readers, writers } => {
                readers.close().await;
                writers.close().await;
            }
        }
    }

    /// Applies the migrations that are missing, or those of them up to a version.
    pub(crate) async fn run_migrations(
        &self,
        sqlite: &sqlx::migrate::Migrator,
        postgres: &sqlx::migrate::Migrator,
        until: Option<i64>,
    ) -> Result<(), StoreError> {
        let done = match &*self.pools {
            Pools::Sqlite { writer, .. } => writer.migrate(sqlite, until).await,
            Pools::Postgres { writers, .. } => match until {
                Some(version) => postgres.run_to(version, writers).await,
                None => postgres.run(writers).await,
            },
        };
        done.map_err(|error| StoreError::Migrate(error.to_string()))
    }
}

impl Tx {
    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.conn {
            Conn::SqliteWriter(_) | Conn::SqliteReader(_) | Conn::SqliteSnapshot(_) => Engine::Sqlite,
            Conn::PostgresWriter(_) | Conn::PostgresReader(_) | Conn::PostgresSnapshot(_) => Engine::Postgres,
        }
    }

    /// The text and the connection for one statement, which sees all writes before it.
    pub(crate) async fn statement(
        &mut self,
        sql: &'static Sql,
    ) -> Result<(&'static str, Concrete<'_>), StoreError> {
        if !self.batch.is_apart_from(sql) {
            self.settle().await?;
        }
        self.may_go_on()?;
        self.sent.add(1);
        self.forget(sql);
        let text = match self.engine() {
            Engine::Sqlite => sql.on_sqlite(self.opening()),
            Engine::Postgres => sql.for_engine(Engine::Postgres),
        };
        Ok((text, self.concrete()))
    }

    /// Opens the transaction by itself, for what counts the statements of its script.
    pub(crate) async fn open(&mut self) -> Result<(), StoreError> {
        let opening = self.opening();
        if let (Opening::Transaction | Opening::Savepoint, Concrete::Sqlite(conn)) =
            (opening, self.concrete())
        {
            eager(sqlx::query(opening.script()).execute(conn)).await?;
        }
        Ok(())
    }

    fn opening(&mut self) -> Opening {
        match &mut self.conn {
            Conn::SqliteWriter(guard) => guard.opening(),
            _ => Opening::Done,
        }
    }

    /// Keeps a write until it must be sent; its parameters are to be added to the values given back.
    pub(crate) async fn keep(
        &mut self,
        sql: &'static Sql,
        rows: Rows,
        apart: bool,
    ) -> Result<&mut Values, StoreError> {
        if !self.batch.takes(sql, apart) {
            self.settle().await?;
        }
        self.forget(sql);
        Ok(self.batch.keep(sql, rows))
    }

    /// Sends the writes that were kept.
    async fn settle(&mut self) -> Result<(), StoreError> {
        let kept = self.batch.len();
        if kept == 0 {
            return Ok(());
        }
        let batch = self.batch.take();
        self.may_go_on()?;
        self.sent.add(kept as u64);
        let refers_to_nothing = batch.refers_to_nothing();
        self.open().await?;
        let done = match self.concrete() {
            Concrete::Sqlite(conn) => batch.run_on_sqlite(conn).await,
            Concrete::Postgres(conn) => batch.run_on_postgres(conn).await,
        };
        done.map_err(|error| if error.is_foreign_key() { refers_to_nothing.unwrap_or(error) } else { error })
    }

    /// Ends the work with what it gave back: all is sent, and may be committed.
    async fn finish<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        let done = result?;
        self.settle().await?;
        self.may_go_on()?;
        Ok(done)
    }

    fn forget(&mut self, sql: &'static Sql) {
        if sql.writes_to() == "webhooks" {
            self.listeners = None;
        }
    }

    fn concrete(&mut self) -> Concrete<'_> {
        match &mut self.conn {
            Conn::SqliteWriter(guard) => Concrete::Sqlite(guard.connection()),
            Conn::SqliteReader(conn) => Concrete::Sqlite(conn),
            Conn::PostgresWriter(transaction) => Concrete::Postgres(transaction),
            Conn::PostgresReader(conn) => Concrete::Postgres(conn),
            Conn::SqliteSnapshot(transaction) => Concrete::Sqlite(transaction),
            Conn::PostgresSnapshot(transaction) => Concrete::Postgres(transaction),
        }
    }

    /// Fails where a test wants this write to break off: before a statement, or before the commit.
    pub(crate) fn may_go_on(&self) -> Result<(), StoreError> {
        match &self.faults {
            Some(faults) if faults.strike() => Err(StoreError::Fault),
            _ => Ok(()),
        }
    }
}
