//! Opening the connections of a store.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Executor, PgPool, SqlitePool};

use crate::error::StoreError;
use crate::writer::Writer;

/// How many prepared statements a connection keeps: all there are.
const STATEMENTS_KEPT: usize = 1000;

/// How PostgreSQL plans what commands run: once, for any parameters. They are the same few hundred statements all day, each finds its
/// rows by a key, and planning one anew takes longer than running it.
///
/// A plan stays while its tables grow from one page to many: so reading one whole is dear from the start. And planning happens still, each
/// time a table's statistics are renewed: of joins, which stand in the order in which their rows are found, only a few at a time are tried
/// in another. A fifth table and what is `IN (SELECT …)` beside four are joined last, so that all of those is read: keys are looked for by
/// the marker `among` (see [`crate::engine`]).
const SETTINGS: &str = "SET plan_cache_mode = force_generic_plan; SET jit = off; \
    SET seq_page_cost = 10; SET random_page_cost = 1; SET join_collapse_limit = 4";

/// Whether an address is one of PostgreSQL.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres:") || url.starts_with("postgresql:")
}

/// Connections to a PostgreSQL server: for reading, where lists are filtered in many ways and planned each for itself; and for
/// writing, where [`SETTINGS`] hold.
pub(crate) async fn postgres(url: &str) -> Result<(PgPool, PgPool), StoreError> {
    let options =
        PgConnectOptions::from_str(url)?.application_name("bipe").statement_cache_capacity(STATEMENTS_KEPT);
    // The pool tests a connection when it is given back: once is enough.
    let pool = || PgPoolOptions::new().test_before_acquire(false).acquire_timeout(Duration::from_secs(10));
    let readers = pool().max_connections(8).connect_with(options.clone()).await?;
    let writers = pool()
        .max_connections(16)
        .after_connect(|conn, _| Box::pin(async move { conn.execute(SETTINGS).await.map(drop) }))
        .connect_with(options)
        .await?;
    Ok((readers, writers))
}

/// Connections to a SQLite file, which is made when it is missing: readers, and the one writer.
pub(crate) async fn sqlite(url: &str) -> Result<(SqlitePool, Writer), StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(STATEMENTS_KEPT);
    // What a savepoint keeps of the pages stays in memory; else each that changes more than 64 KiB makes a file and removes it.
    let writer = Writer::open(&options.clone().pragma("temp_store", "MEMORY")).await?;
    let readers = SqlitePoolOptions::new()
        .test_before_acquire(false)
        .max_connections(4)
        .connect_with(options.create_if_missing(false).read_only(true))
        .await?;
    Ok((readers, writer))
}
