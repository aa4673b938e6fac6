//! The database read plainly, beside the program and without the store: rows of text by SQL of the reader's own.
//!
//! SQLite is read through a connection of its own; PostgreSQL through one `psql` that answers line by line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout};

use rusqlite::types::ValueRef;

/// Parts columns in psql's answers: no text of ours holds it.
pub(crate) const COLUMN: char = '\u{1f}';
/// Ends one answer of psql.
const END: &str = "-- end of answer --";

/// An open book.
pub enum Books {
    /// SQLite.
    Sqlite(rusqlite::Connection),
    /// PostgreSQL.
    Postgres(Psql),
}

/// A running `psql`.
pub struct Psql {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

impl Drop for Psql {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Books {
    /// Opens the database at a URL as the program takes it.
    ///
    /// # Panics
    /// When it can't be read.
    pub fn open(url: &str) -> Self {
        if let Some(file) = url.strip_prefix("sqlite:") {
            let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
            let conn = rusqlite::Connection::open_with_flags(file, flags).expect("the file opens");
            conn.busy_timeout(std::time::Duration::from_secs(10)).expect("a timeout");
            return Self::Sqlite(conn);
        }
        let mut child = crate::postgres::psql(url);
        let ask = child.stdin.take().expect("a pipe");
        let answer = BufReader::new(child.stdout.take().expect("a pipe"));
        Self::Postgres(Psql { child, ask, answer })
    }

    /// Changes the database at a URL behind everyone's back; for tests of those who must see it.
    ///
    /// # Panics
    /// When the engine refuses it.
    pub fn falsify(url: &str, sql: &str) {
        match url.strip_prefix("sqlite:") {
            Some(file) => {
                let conn = rusqlite::Connection::open(file).expect("the file opens");
                conn.busy_timeout(std::time::Duration::from_secs(10)).expect("a timeout");
                let changed = conn.execute(sql, []).unwrap_or_else(|error| panic!("{error}: {sql}"));
                assert!(changed > 0, "{sql} changed nothing");
            }
            None => drop(Self::open(url).rows(sql)),
        }
    }

    /// The rows of a query, each column as text: ids as 32 lower hexadecimal digits (write `{id:column}` for such a column),
    /// NULL as nothing.
    ///
    /// # Panics
    /// When the engine refuses the query.
    pub fn rows(&mut self, sql: &str) -> Vec<Vec<String>> {
        let sql = self.spell(sql);
        match self {
            Self::Sqlite(conn) => sqlite_rows(conn, &sql),
            Self::Postgres(psql) => psql.rows(&sql),
        }
    }

    /// The one number that a query gives.
    ///
    /// # Panics
    /// When it gives something else.
    pub fn number(&mut self, sql: &str) -> i64 {
        let rows = self.rows(sql);
        rows.first().and_then(|row| row[0].parse().ok()).unwrap_or_else(|| panic!("{sql} gave {rows:?}"))
    }

    /// The names of all tables.
    pub fn tables(&mut self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
            Self::Postgres(_) => {
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
            }
        };
        self.rows(sql).into_iter().map(|row| row[0].clone()).collect()
    }

    /// Everything that stands in every table, each row as one text, in order.
    pub fn contents(&mut self) -> Vec<String> {
        let mut all = Vec::new();
        for table in self.tables() {
            let mut rows: Vec<String> = match self {
                Self::Sqlite(_) => self.rows(&format!("SELECT * FROM {table}")),
                Self::Postgres(_) => self.rows(&format!("SELECT CAST(t AS TEXT) FROM {table} AS t")),
            }
            .into_iter()
            .map(|row| format!("{table}: {}", row.join("|")))
            .collect();
            rows.sort_unstable();
            all.append(&mut rows);
        }
        all
    }

    /// The query with `{id:column}` spelled for the engine.
    fn spell(&self, sql: &str) -> String {
        let mut out = String::new();
        let mut rest = sql;
        while let Some((before, after)) = rest.split_once("{id:") {
            let (column, behind) = after.split_once('}').expect("a closed {id:…}");
            out.push_str(before);
            match self {
                Self::Sqlite(_) => out.push_str(&format!("lower(hex({column}))")),
                Self::Postgres(_) => out.push_str(&format!("replace(CAST({column} AS TEXT), '-', '')")),
            }
            rest = behind;
        }
        out + rest
    }
}

fn sqlite_rows(conn: &rusqlite::Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = conn.prepare(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    let columns = statement.column_count();
    let text = |value: ValueRef<'_>| match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    let rows = statement.query_map([], |row| (0..columns).map(|at| row.get_ref(at).map(text)).collect());
    rows.expect("the query runs").collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}: {sql}"))
}

impl Psql {
    fn rows(&mut self, sql: &str) -> Vec<Vec<String>> {
        let sql = sql.replace('\n', " ");
        writeln!(self.ask, "{sql};\n\\echo {END}").expect("psql listens");
        self.ask.flush().expect("psql listens");
        let mut rows = Vec::new();
        loop {
            let mut line = String::new();
            let read = self.answer.read_line(&mut line).expect("psql answers in UTF-8");
            assert!(read > 0, "psql gave up on: {sql}");
            let line = line.trim_end_matches('\n');
            if line == END {
                return rows;
            }
            rows.push(line.split(COLUMN).map(str::to_owned).collect());
        }
    }
}
