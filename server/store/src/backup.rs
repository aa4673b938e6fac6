//! Copies of a SQLite database: whether one is whole, and whether a server holds it.

use std::str::FromStr;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteLockingMode};
use sqlx::{ConnectOptions, Connection};

use crate::StoreError;

/// What is wrong with a database file, in SQLite's words; nothing when it is whole and one of ours.
///
/// # Errors
/// When the file is no database at all, or can't be read.
pub async fn check(file: &str) -> Result<Vec<String>, StoreError> {
    let mut conn = options(file)?.read_only(true).connect().await?;
    let said: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check").fetch_all(&mut conn).await?;
    let mut wrong: Vec<String> = said.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect();
    let broken: Vec<(String,)> = sqlx::query_as("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check")
        .fetch_all(&mut conn)
        .await?;
    wrong.extend(broken.into_iter().map(|(table,)| format!("rows of {table} name what is not there")));
    let (ours,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('movements', 'stock', '_sqlx_migrations')",
    )
    .fetch_one(&mut conn)
    .await?;
    if ours != 3 {
        wrong.push("it is not a database of Bipe".to_owned());
    }
    conn.close().await?;
    Ok(wrong)
}

/// Whether another process has the database open. Where none has, the write-ahead log is folded into the file, so that
/// the file alone is the database.
///
/// # Errors
/// When the file is no database, or can't be opened.
pub async fn in_use(file: &str) -> Result<bool, StoreError> {
    let mut conn = options(file)?.locking_mode(SqliteLockingMode::Exclusive).connect().await?;
    let held = exclusive(&mut conn).await;
    // Gives the lock back; nothing was written.
    conn.close().await?;
    held
}

async fn exclusive(conn: &mut SqliteConnection) -> Result<bool, StoreError> {
    // In exclusive mode the first statement wants the file for itself, which fails while others are connected.
    let tried = sqlx::query("BEGIN EXCLUSIVE").execute(&mut *conn).await;
    match tried {
        Ok(_) => {
            sqlx::query("ROLLBACK").execute(&mut *conn).await?;
            Ok(false)
        }
        Err(error) if is_busy(&error) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

fn is_busy(error: &sqlx::Error) -> bool {
    // SQLITE_BUSY is 5, SQLITE_LOCKED 6, with extended codes in the upper bytes.
    let code = error.as_database_error().and_then(|error| error.code());
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| matches!(code & 0xff, 5 | 6))
}

fn options(file: &str) -> Result<SqliteConnectOptions, StoreError> {
    let options = SqliteConnectOptions::from_str("sqlite:")?.filename(file);
    Ok(options.create_if_missing(false).busy_timeout(std::time::Duration::ZERO))
}
