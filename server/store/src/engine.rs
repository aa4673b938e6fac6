//! The two engines, and the markers by which one SQL text serves both.
//!
//! | marker | PostgreSQL | SQLite |
//! |---|---|---|
//! | `/*lock*/`, `/*lock t*/` | `FOR UPDATE`, `FOR UPDATE OF t` | nothing: a writer is alone |
//! | `/*lock share*/` | `FOR SHARE`: the row stays as it is until the end, and others may hold it so too | nothing |
//! | `/*lock skip*/` | `FOR UPDATE SKIP LOCKED`: rows that someone else is taking count as gone | nothing |
//! | `/*rows $1 (a uuid, b bigint)*/` | rows of a JSON array by `jsonb_array_elements` | the same by `json_each` |
//! | `id /*among $1 (id uuid)*/` | whether it is in a JSON array of such rows, by `= ANY (ARRAY(…))` | the same by `IN (…)` |
//! | `/*settled*/` | only rows whose writer and all before it have ended | always true: one writer |

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::writer::Opening;

/// Which database serves the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// What stands before the name of a table. Tables are joined by `JOIN`, never by a comma.
const BEFORE_TABLES: [&str; 5] = ["FROM", "JOIN", "INTO", "UPDATE", "USING"];

/// One SQL text with its resolution for each engine, made at first use.
#[derive(Debug)]
pub struct Sql {
    text: &'static str,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
    /// For SQLite, as the first statement of a transaction and of a savepoint.
    first: [OnceLock<String>; 2],
    tables: OnceLock<BTreeSet<&'static str>>,
    writes_to: OnceLock<&'static str>,
}

impl Sql {
    /// A statement as it stands in its file.
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            sqlite: OnceLock::new(),
            postgres: OnceLock::new(),
            first: [const { OnceLock::new() }; 2],
            tables: OnceLock::new(),
            writes_to: OnceLock::new(),
        }
    }

    /// The text for an engine.
    pub fn for_engine(&'static self, engine: Engine) -> &'static str {
        let slot = match engine {
            Engine::Sqlite => &self.sqlite,
            Engine::Postgres => &self.postgres,
        };
        slot.get_or_init(|| resolve(self.text, engine))
    }

    /// The text for SQLite where it opens its transaction too.
    pub(crate) fn on_sqlite(&'static self, opening: Opening) -> &'static str {
        let text = self.for_engine(Engine::Sqlite);
        let first = match opening {
            Opening::Done => return text,
            Opening::Transaction => &self.first[0],
            Opening::Savepoint => &self.first[1],
        };
        first.get_or_init(|| format!("{}{text}", opening.script()))
    }

    /// Whether a table is read or written by the text: its name stands where tables stand, which is after one of [`BEFORE_TABLES`]
    /// (a column of that name is none).
    pub fn mentions(&'static self, table: &str) -> bool {
        let tables = || {
            let all = words(self.text).zip(words(self.text).skip(1));
            all.filter(|(before, _)| BEFORE_TABLES.contains(before)).map(|(_, table)| table).collect()
        };
        self.tables.get_or_init(tables).contains(table)
    }

    /// The table that the statement writes to; empty for one that only reads.
    pub fn writes_to(&'static self) -> &'static str {
        self.writes_to.get_or_init(|| {
            let mut words = words(self.text).peekable();
            while let Some(word) = words.next() {
                let table = match (word, words.peek()) {
                    ("INSERT", Some(&"INTO")) | ("DELETE", Some(&"FROM")) => words.nth(1),
                    ("UPDATE", Some(table)) => Some(*table),
                    _ => None,
                };
                if let Some(table) = table {
                    return table;
                }
            }
            ""
        })
    }

    /// Whether it only adds rows of its own, whatever stands in the table.
    pub fn only_adds(&'static self) -> bool {
        let own = words(self.text).filter(|word| *word == self.writes_to()).count();
        self.text.starts_with("INSERT INTO") && !words(self.text).any(|word| word == "CONFLICT") && own == 1
    }
}

fn words(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
}

/// Resolves the markers of a text. Comments that are no marker stay as they are.
///
/// # Panics
/// On a marker that is not written as the module's table says: a mistake in a file of this crate, found by the test that
/// prepares every statement.
pub fn resolve(text: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        let end = rest[start..].find("*/").expect("an SQL comment is closed") + start;
        out.push_str(&rest[..start]);
        let marker = rest[start + 2..end].trim();
        match marker.split_whitespace().next() {
            Some("lock") => out.push_str(&lock(marker, engine)),
            Some("rows") => out.push_str(&rows(marker, engine)),
            Some("among") => out.push_str(&among(marker, engine)),
            Some("settled") => out.push_str(settled(engine)),
            _ => out.push_str(&rest[start..end + 2]),
        }
        rest = &rest[end + 2..];
    }
    out.push_str(rest);
    out
}

fn lock(marker: &str, engine: Engine) -> String {
    let table = marker["lock".len()..].trim();
    match (engine, table) {
        (Engine::Sqlite, _) => String::new(),
        (Engine::Postgres, "") => "FOR UPDATE".to_owned(),
        (Engine::Postgres, "share") => "FOR SHARE".to_owned(),
        (Engine::Postgres, "skip") => "FOR UPDATE SKIP LOCKED".to_owned(),
        (Engine::Postgres, table) => format!("FOR UPDATE OF {table}"),
    }
}

fn settled(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "TRUE",
        Engine::Postgres => "epoch < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)",
    }
}

/// The parameter of a marker, and what follows it: `$n (column type, …)`.
fn arguments<'m>(marker: &'m str, name: &str) -> (&'m str, Vec<(&'m str, &'m str)>) {
    let (parameter, columns) = marker[name.len()..].split_once('(').expect("$n (column type, …)");
    let columns = columns.trim_end().strip_suffix(')').expect("a marker closes its columns");
    let column = |column: &'m str| column.trim().split_once(' ').expect("a column has a type");
    (parameter.trim(), columns.split(',').map(column).collect())
}

/// A column of a row `r.value` of a JSON array.
fn cell((name, kind): (&str, &str), engine: Engine) -> String {
    match (engine, kind) {
        (Engine::Postgres, kind) => format!("CAST(r.value ->> '{name}' AS {kind})"),
        (Engine::Sqlite, "uuid") => format!("unhex(replace(r.value ->> '{name}', '-', ''))"),
        (Engine::Sqlite, _) => format!("r.value ->> '{name}'"),
    }
}

fn rows(marker: &str, engine: Engine) -> String {
    let (parameter, columns) = arguments(marker, "rows");
    let cells: Vec<String> =
        columns.into_iter().map(|column| format!("{} AS {}", cell(column, engine), column.0)).collect();
    let source = match engine {
        // As an array the planner takes them for ten rows; straight from the function for a hundred, for which it reads whole tables.
        Engine::Postgres => {
            format!("unnest(ARRAY(SELECT jsonb_array_elements(CAST({parameter} AS jsonb)))) AS r(value)")
        }
        Engine::Sqlite => format!("json_each({parameter}) AS r"),
    };
    format!("(SELECT {} FROM {source})", cells.join(", "))
}

fn among(marker: &str, engine: Engine) -> String {
    let (parameter, columns) = arguments(marker, "among");
    let [column] = columns[..] else { panic!("among has one column") };
    let cell = cell(column, engine);
    match engine {
        // An array that is found by an index, never a table to be joined last: that reads the whole of what it is joined to.
        Engine::Postgres => {
            let source = format!("jsonb_array_elements(CAST({parameter} AS jsonb)) AS r(value)");
            format!("= ANY (ARRAY(SELECT {cell} FROM {source}))")
        }
        Engine::Sqlite => format!("IN (SELECT {cell} FROM json_each({parameter}) AS r)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_mentioned_where_tables_stand() {
        static LISTENERS: Sql =
            Sql::new("SELECT id, events FROM webhooks JOIN users ON users.id = by WHERE active");
        for (table, mentioned) in [("webhooks", true), ("users", true), ("events", false), ("active", false)]
        {
            assert_eq!(LISTENERS.mentions(table), mentioned, "{table}");
        }
        static EVENT: Sql =
            Sql::new("INSERT INTO events (id) SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM tours)");
        for table in ["events", "orders", "tours"] {
            assert!(EVENT.mentions(table), "{table}");
        }
        assert!(EVENT.only_adds());
    }

    #[test]
    fn markers_resolve_and_comments_stay() {
        let text = "SELECT a /* as it is */ FROM t WHERE x = $1 /*lock t*/";
        assert_eq!(resolve(text, Engine::Sqlite), "SELECT a /* as it is */ FROM t WHERE x = $1 ");
        assert_eq!(
            resolve(text, Engine::Postgres),
            "SELECT a /* as it is */ FROM t WHERE x = $1 FOR UPDATE OF t"
        );
        let shared = "SELECT a FROM t /*lock share*/";
        assert_eq!(resolve(shared, Engine::Sqlite), "SELECT a FROM t ");
        assert_eq!(resolve(shared, Engine::Postgres), "SELECT a FROM t FOR SHARE");
        let rows = "SELECT * FROM /*rows $1 (a uuid, n bigint)*/ AS m";
        assert_eq!(
            resolve(rows, Engine::Sqlite),
            "SELECT * FROM (SELECT unhex(replace(r.value ->> 'a', '-', '')) AS a, r.value ->> 'n' AS n \
             FROM json_each($1) AS r) AS m"
        );
        assert_eq!(
            resolve(rows, Engine::Postgres),
            "SELECT * FROM (SELECT CAST(r.value ->> 'a' AS uuid) AS a, CAST(r.value ->> 'n' AS bigint) AS n \
             FROM unnest(ARRAY(SELECT jsonb_array_elements(CAST($1 AS jsonb)))) AS r(value)) AS m"
        );
        let among = "SELECT n FROM t WHERE id /*among $2 (id uuid)*/ AND n > $1";
        assert_eq!(
            resolve(among, Engine::Sqlite),
            "SELECT n FROM t WHERE id IN (SELECT unhex(replace(r.value ->> 'id', '-', '')) FROM json_each($2) AS r) AND n > $1"
        );
        assert_eq!(
            resolve(among, Engine::Postgres),
            "SELECT n FROM t WHERE id = ANY (ARRAY(SELECT CAST(r.value ->> 'id' AS uuid) \
             FROM jsonb_array_elements(CAST($2 AS jsonb)) AS r(value))) AND n > $1"
        );
    }
}
