//! What the engine makes of a statement that is not run, for tests.

use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

use crate::engine::{Engine, resolve};
use crate::error::StoreError;
use crate::tx::{Pools, Store};

impl Store {
    /// Whether the engine takes a statement of this crate's `sql` folder: it is prepared, never run. A parameter whose type the
    /// text alone does not tell counts as taken, since running it names the type.
    ///
    /// # Errors
    /// What the engine finds wrong.
    pub async fn prepare(&self, text: &str) -> Result<(), StoreError> {
        let text = AssertSqlSafe(resolve(text, self.engine())).into_sql_str();
        let done = match &*self.pools {
            Pools::Sqlite { readers, .. } => readers.acquire().await?.prepare(text).await.map(|_| ()),
            Pools::Postgres { readers, .. } => readers.acquire().await?.prepare(text).await.map(|_| ()),
        };
        let untyped = |error: &sqlx::Error| {
            error
                .as_database_error()
                .and_then(|error| error.code())
                .is_some_and(|code| code == "42P18" || code == "42P08")
        };
        match done {
            Err(error) if !untyped(&error) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// How PostgreSQL goes about a statement of this crate's `sql` folder inside a command: the lines of its plan, made for any
    /// parameters; none on SQLite. It is never run.
    ///
    /// # Errors
    /// What the engine finds wrong.
    pub async fn plan(&self, text: &str) -> Result<Vec<String>, StoreError> {
        let Pools::Postgres { writers, .. } = &*self.pools else { return Ok(Vec::new()) };
        let text = resolve(text, Engine::Postgres);
        let mut writer = writers.begin().await?;
        writer.execute(AssertSqlSafe(format!("PREPARE probe AS {text}"))).await?;
        let count = "SELECT CARDINALITY(parameter_types) FROM pg_prepared_statements WHERE name = 'probe'";
        let count: i32 = sqlx::query_scalar(count).fetch_one(&mut *writer).await?;
        let nulls = vec!["NULL"; usize::try_from(count).unwrap_or_default()].join(", ");
        let explain = if count == 0 {
            "EXPLAIN EXECUTE probe".to_owned()
        } else {
            format!("EXPLAIN EXECUTE probe({nulls})")
        };
        let lines = sqlx::query_scalar(AssertSqlSafe(explain)).fetch_all(&mut *writer).await;
        writer.execute("DEALLOCATE probe").await?;
        writer.rollback().await?;
        Ok(lines?)
    }
}
