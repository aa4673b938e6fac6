//! Writes that go to the engine together.
//!
//! What a command writes is rarely read back before its commit. `later!` keeps such a write until something reads, or until the
//! commit; then all that were kept go in one journey: on PostgreSQL as one statement (a chain of data-modifying `WITH`s), on
//! SQLite, which has none of those, as one script. The outcome is that of running them one by one: a write that mentions a
//! table to which a kept one writes sends those first.
//!
//! **Invariant**: a read sees every write before it. **Invariant**: nothing is kept beyond the commit.

use std::fmt::Write;

use futures_util::TryStreamExt;
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Arguments, AssertSqlSafe, Encode, Executor, Row, Type};

use crate::eager::eager;
use crate::engine::{Engine, Sql};
use crate::error::StoreError;

/// How many rows a write must change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rows {
    /// Any number.
    Any,
    /// Any number, which adds to that of the next write.
    Some,
    /// So many, with those that were added; else the state is not what the decision saw, and this says what changed.
    Exactly(u64, &'static str),
}

/// Writes that were kept.
#[derive(Debug)]
pub(crate) struct Batch {
    engine: Engine,
    values: Values,
    parts: Vec<Part>,
}

/// The parameters of all kept writes, one after the other.
#[derive(Debug)]
pub(crate) enum Values {
    /// For SQLite.
    Sqlite(SqliteArguments),
    /// For PostgreSQL.
    Postgres(PgArguments),
}

#[derive(Clone, Copy, Debug)]
struct Part {
    sql: &'static Sql,
    /// How many parameters stand before its own.
    offset: usize,
    rows: Rows,
}

impl Batch {
    pub(crate) fn new(engine: Engine) -> Self {
        Self { engine, values: Values::new(engine), parts: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether the outcome stays the same when `sql` goes together with what is kept. `apart` promises that it touches no row
    /// that a kept write touches.
    pub(crate) fn takes(&self, sql: &'static Sql, apart: bool) -> bool {
        let meets = |part: &Part| {
            let same = part.sql.writes_to() == sql.writes_to();
            sql.mentions(part.sql.writes_to()) && !(same && (apart || sql.only_adds()))
        };
        !self.parts.iter().any(meets)
    }

    /// Whether `sql` may run before what is kept: it reads none of it, and writes nothing itself.
    pub(crate) fn is_apart_from(&self, sql: &'static Sql) -> bool {
        sql.writes_to().is_empty() && !self.parts.iter().any(|part| sql.mentions(part.sql.writes_to()))
    }

    /// Keeps a write; its parameters are to be added to the values given back.
    pub(crate) fn keep(&mut self, sql: &'static Sql, rows: Rows) -> &mut Values {
        let offset = match &self.values {
            Values::Sqlite(values) => values.len(),
            Values::Postgres(values) => values.len(),
        };
        self.parts.push(Part { sql, offset, rows });
        &mut self.values
    }

    /// The kept writes with their parameters; none are kept afterwards.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::new(self.engine))
    }

    /// What it means when a kept write refers to a row that is not there: another one, which had to make it, found that it could
    /// not. The engine speaks of the reference first.
    pub(crate) fn refers_to_nothing(&self) -> Option<StoreError> {
        self.parts.iter().find_map(|part| match part.rows {
            Rows::Exactly(_, changed) => Some(StoreError::Contention(changed)),
            Rows::Any | Rows::Some => None,
        })
    }

    /// Runs the kept writes on SQLite.
    pub(crate) async fn run_on_sqlite(self, conn: &mut SqliteConnection) -> Result<(), StoreError> {
        let text = self.script();
        let Values::Sqlite(values) = self.values else { unreachable!("made for this engine") };
        let mut done = conn.fetch_many(sqlx::query_with(AssertSqlSafe(text), values));
        let mut counts = Vec::with_capacity(self.parts.len());
        while let Some(result) = eager(done.try_next()).await? {
            counts.extend(result.left().map(|done| done.rows_affected()));
        }
        check(&self.parts, &counts)
    }

    /// Runs the kept writes on PostgreSQL.
    pub(crate) async fn run_on_postgres(self, conn: &mut PgConnection) -> Result<(), StoreError> {
        let Values::Postgres(values) = self.values else { unreachable!("made for this engine") };
        if let [part] = &self.parts[..] {
            let text = part.sql.for_engine(Engine::Postgres);
            let done = conn.execute(sqlx::query_with(text, values)).await?;
            return check(&[*part], &[done.rows_affected()]);
        }
        let text = chain(&self.parts);
        let row = conn.fetch_one(sqlx::query_with(AssertSqlSafe(text), values)).await?;
        let mut counts = Vec::with_capacity(self.parts.len());
        for at in 0..self.parts.len() {
            counts.push(row.try_get::<i64, _>(at)?.unsigned_abs());
        }
        check(&self.parts, &counts)
    }

    /// One text of all writes, one after the other.
    fn script(&self) -> String {
        let mut text = String::with_capacity(2048);
        for part in &self.parts {
            renumber(part.sql.for_engine(Engine::Sqlite), part.offset, &mut text);
            text.push_str(";\n");
        }
        text
    }
}

/// One statement that does all writes, and tells for each how many rows it changed.
fn chain(parts: &[Part]) -> String {
    let mut text = String::with_capacity(4096);
    for (at, part) in parts.iter().enumerate() {
        let _ = writeln!(text, "{} step{at} AS (", if at == 0 { "WITH" } else { "," });
        renumber(part.sql.for_engine(Engine::Postgres), part.offset, &mut text);
        text.push_str("\nRETURNING 1)");
    }
    for at in 0..parts.len() {
        let _ = write!(text, "{} (SELECT COUNT(*) FROM step{at})", if at == 0 { "\nSELECT" } else { "," });
    }
    text
}

/// Appends `text` to `out` with its parameters `$n` moved on by `offset`.
fn renumber(text: &str, offset: usize, out: &mut String) {
    let mut rest = text.trim_end();
    while let Some(at) = rest.find('$') {
        let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let (before, after) = rest.split_at(at + 1);
        out.push_str(before);
        match after[..digits].parse::<usize>() {
            Ok(number) => {
                let _ = write!(out, "{}", number + offset);
            }
            Err(_) => out.push_str(&after[..digits]),
        }
        rest = &after[digits..];
    }
    out.push_str(rest);
}

impl Values {
    fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(SqliteArguments::default()),
            Engine::Postgres => Self::Postgres(PgArguments::default()),
        }
    }
}

/// Whether each write changed as many rows as it must.
fn check(parts: &[Part], counts: &[u64]) -> Result<(), StoreError> {
    let mut added = 0;
    for (part, count) in parts.iter().zip(counts) {
        match part.rows {
            Rows::Any => {}
            Rows::Some => added += count,
            Rows::Exactly(wanted, changed) if added + count != wanted => {
                return Err(StoreError::Contention(changed));
            }
            Rows::Exactly(..) => added = 0,
        }
    }
    Ok(())
}

/// Adds a parameter.
pub(crate) fn add<'t, A, T>(values: &mut A, value: T) -> Result<(), StoreError>
where
    A: Arguments,
    T: Encode<'t, A::Database> + Type<A::Database>,
{
    values.add(value).map_err(|error| StoreError::Database(sqlx::Error::Encode(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    static TAKE: Sql = Sql::new("UPDATE stock SET on_hand = on_hand - $2 WHERE id = $1");
    static GIVE: Sql =
        Sql::new("INSERT INTO stock (id, on_hand) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING");
    static RECORD: Sql = Sql::new("INSERT INTO movements (id) VALUES ($1)\n");
    static TOURS: Sql = Sql::new("UPDATE tours SET status = 'done'");
    static WAVES: Sql = Sql::new("UPDATE waves SET done = TRUE WHERE NOT EXISTS (SELECT 1 FROM tours)");

    fn kept(statements: &[&'static Sql]) -> Batch {
        let mut batch = Batch::new(Engine::Sqlite);
        for sql in statements {
            let Values::Sqlite(values) = batch.keep(sql, Rows::Any) else { panic!("SQLite's values") };
            add(values, 1_i64).and_then(|()| add(values, 2_i64)).expect("numbers are parameters");
        }
        batch
    }

    #[test]
    fn a_write_waits_for_what_it_reads_or_meets() {
        let batch = kept(&[&TAKE, &RECORD]);
        assert!(!batch.takes(&GIVE, false), "the same table");
        assert!(batch.takes(&GIVE, true), "the same table, other rows");
        assert!(batch.takes(&RECORD, false), "new rows meet no others");
        assert!(batch.takes(&TOURS, false), "another table");
        assert!(!kept(&[&TOURS]).takes(&WAVES, false), "it reads what was written");
        assert!(kept(&[&WAVES]).takes(&TOURS, false), "the other way round it does not");
    }

    #[test]
    fn texts_are_joined_with_their_own_parameters() {
        let batch = kept(&[&TAKE, &RECORD]);
        assert_eq!(
            batch.script(),
            "UPDATE stock SET on_hand = on_hand - $2 WHERE id = $1;\nINSERT INTO movements (id) VALUES ($3);\n"
        );
        assert_eq!(
            chain(&batch.parts),
            "WITH step0 AS (\nUPDATE stock SET on_hand = on_hand - $2 WHERE id = $1\nRETURNING 1), step1 AS (\n\
             INSERT INTO movements (id) VALUES ($3)\nRETURNING 1)\n\
             SELECT (SELECT COUNT(*) FROM step0), (SELECT COUNT(*) FROM step1)"
        );
    }
}
