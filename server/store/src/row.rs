//! Running statements and reading rows: the dispatch over the two drivers, and the words that columns hold for enums.

use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{Executor, FromRow, Sqlite};

use crate::eager::eager;
use crate::error::StoreError;

/// Runs the future `$body` with `$conn` bound to the driver's own connection, and gives what `$done` makes of its answer.
macro_rules! on_engine {
    ($tx:expr, $sql:literal, |$text:ident, $conn:ident| $body:expr, |$answer:ident| $done:expr) => {{
        static SQL: $crate::engine::Sql =
            $crate::engine::Sql::new(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $sql)));
        match $tx.statement(&SQL).await {
            Ok(($text, $crate::tx::Concrete::Sqlite($conn))) => {
                $crate::eager::eager($body).await.map(|$answer| $done).map_err($crate::StoreError::from)
            }
            Ok(($text, $crate::tx::Concrete::Postgres($conn))) => {
                $body.await.map(|$answer| $done).map_err($crate::StoreError::from)
            }
            Err(error) => Err(error),
        }
    }};
}

/// All rows of a statement: `all!(tx, Row, "noun/function.sql", parameters…)`.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::row::on_engine!(
            $tx,
            $sql,
            |text, conn| sqlx::query_as::<_, $row>(text)$(.bind($value))*.fetch_all(conn),
            |rows| rows
        )
    };
}

/// All rows of two statements that read: `pair!(tx, (Row, "noun/one.sql", parameters…), (Row, "noun/other.sql", parameters…))`. The
/// parameters of the first are the first ones of the second too: on SQLite both go to the engine as one script, which saves a journey to
/// its thread and back.
macro_rules! pair {
    (
        $tx:expr,
        ($row:ty, $sql:literal $(, $value:expr)* $(,)?),
        ($other_row:ty, $other_sql:literal $(, $other_value:expr)* $(,)?) $(,)?
    ) => {{
        static BOTH: $crate::engine::Sql = $crate::engine::Sql::new(concat!(
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $sql)),
            ";\n",
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $other_sql))
        ));
        match $tx.engine() {
            $crate::engine::Engine::Sqlite => {
                $tx.open().await?;
                // Two statements, though sent as one: a write breaks off before either, as on the other engine.
                $tx.may_go_on()?;
                match $tx.statement(&BOTH).await? {
                    (text, $crate::tx::Concrete::Sqlite(conn)) => {
                        let query = sqlx::query(text)$(.bind($other_value))*;
                        $crate::row::read_pair::<$row, $other_row>(conn, query).await
                    }
                    (_, $crate::tx::Concrete::Postgres(_)) => unreachable!("the engine was asked"),
                }
            }
            $crate::engine::Engine::Postgres => {
                let one = $crate::row::all!($tx, $row, $sql $(, $value)*)?;
                $crate::row::all!($tx, $other_row, $other_sql $(, $other_value)*).map(|other| (one, other))
            }
        }
    }};
}

/// At most one row.
macro_rules! optional {
    ($tx:expr, $row:ty, $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::row::on_engine!(
            $tx,
            $sql,
            |text, conn| sqlx::query_as::<_, $row>(text)$(.bind($value))*.fetch_optional(conn),
            |row| row
        )
    };
}

/// Exactly one row.
macro_rules! one {
    ($tx:expr, $row:ty, $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::row::on_engine!(
            $tx,
            $sql,
            |text, conn| sqlx::query_as::<_, $row>(text)$(.bind($value))*.fetch_one(conn),
            |row| row
        )
    };
}

/// Runs a statement and gives the number of rows it changed.
macro_rules! run {
    ($tx:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        match $tx.open().await {
            // Opened by the same script, the engine would count the rows of the write before it again.
            Ok(()) => $crate::row::on_engine!(
                $tx,
                $sql,
                |text, conn| sqlx::query(text)$(.bind($value))*.execute(conn),
                |done| done.rows_affected()
            ),
            Err(error) => Err(error),
        }
    };
}

/// Keeps a write until something reads or the work commits, so that writes go together (see `batch`):
/// `later!(tx, "noun/function.sql", parameters…)`. Where the number of rows must be right,
/// `later!(tx, rows(n, "what changed meanwhile"), "noun/function.sql", parameters…)`; with
/// `rows(some)` its rows add to those of the next. A write that meets no row of another kept
/// write to the same table says `apart`.
macro_rules! later {
    ($tx:expr, rows(some), $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::row::later!(@ $tx, false, $crate::batch::Rows::Some, $sql $(, $value)*)
    };
    ($tx:expr, apart, rows($n:expr, $changed:expr), $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::row::later!(@ $tx, true, $crate::batch::Rows::Exactly($n, $changed), $sql $(, $value)*)
    };
    ($tx:expr, apart, $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::row::later!(@ $tx, true, $crate::batch::Rows::Any, $sql $(, $value)*)
    };
    ($tx:expr, rows($n:expr, $changed:expr), $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::row::later!(@ $tx, false, $crate::batch::Rows::Exactly($n, $changed), $sql $(, $value)*)
    };
    ($tx:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::row::later!(@ $tx, false, $crate::batch::Rows::Any, $sql $(, $value)*)
    };
    (@ $tx:expr, $apart:expr, $rows:expr, $sql:literal $(, $value:expr)*) => {{
        static SQL: $crate::engine::Sql =
            $crate::engine::Sql::new(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $sql)));
        match $tx.keep(&SQL, $rows, $apart).await {
            Ok($crate::batch::Values::Sqlite(values)) => {
                Ok(())$(.and_then(|()| $crate::batch::add(values, $value)))*
            }
            Ok($crate::batch::Values::Postgres(values)) => {
                Ok(())$(.and_then(|()| $crate::batch::add(values, $value)))*
            }
            Err(error) => Err(error),
        }
    }};
}

pub(crate) use {all, later, on_engine, one, optional, pair, run};

/// Reads the rows of two statements that are one script.
pub(crate) async fn read_pair<A, B>(
    conn: &mut SqliteConnection,
    script: sqlx::query::Query<'_, Sqlite, SqliteArguments>,
) -> Result<(Vec<A>, Vec<B>), StoreError>
where
    A: for<'r> FromRow<'r, SqliteRow>,
    B: for<'r> FromRow<'r, SqliteRow>,
{
    let (mut one, mut other, mut is_other) = (Vec::new(), Vec::new(), false);
    let mut rows = conn.fetch_many(script);
    while let Some(row) = eager(rows.try_next()).await? {
        match row.right() {
            Some(row) if is_other => other.push(B::from_row(&row)?),
            Some(row) => one.push(A::from_row(&row)?),
            None => is_other = true,
        }
    }
    Ok((one, other))
}

/// The word a column holds for an enum of core: its serde name.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => unreachable!("enums of columns serialise to plain words"),
    }
}

/// The enum for a column's word.
pub(crate) fn from_word<T: serde::de::DeserializeOwned>(
    column: &'static str,
    word: String,
) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word.clone()))
        .map_err(|_| StoreError::Corrupt { column, value: word })
}

/// Rows as the JSON array that the `rows` marker reads.
pub(crate) fn json<T: serde::Serialize>(rows: &[T]) -> String {
    serde_json::to_string(rows).expect("rows of plain values serialise")
}

/// An id as a row of the `rows` marker: `/*rows $1 (id uuid)*/`.
#[derive(serde::Serialize)]
pub(crate) struct Id<T> {
    id: T,
}

impl<T: Copy> Id<T> {
    /// One row for each id.
    pub(crate) fn all(ids: &[T]) -> Vec<Self> {
        ids.iter().map(|id| Self { id: *id }).collect()
    }
}
