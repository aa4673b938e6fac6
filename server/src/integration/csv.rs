//! Tables as text (RFC 4180): a head, then a row a line, separated by `;` (as spreadsheets of Brazil write them) or `,`; quotes
//! hold separators and line ends, doubled quotes a quote.

use bipe_core::words::fault::{self, FaultAt};

/// A table with its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns, in small letters.
    pub head: Vec<String>,
    /// The rows with the line of the file that each begins on, from 1.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// One row under its head.
pub struct Row<'t> {
    head: &'t [String],
    cells: &'t [String],
}

impl<'t> Row<'t> {
    /// The text in a column.
    pub fn get(&self, column: &str) -> Option<&'t str> {
        self.cells().find(|(name, _)| *name == column).map(|(_, text)| text)
    }

    /// All columns with their texts.
    pub fn cells(&self) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
        self.head.iter().map(String::as_str).zip(self.cells.iter().map(String::as_str))
    }
}

impl Table {
    /// The rows with their line in the file.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, Row<'_>)> {
        self.rows.iter().map(|(line, cells)| (*line, Row { head: &self.head, cells }))
    }

    /// One column's texts, top to bottom; none when there is no such column.
    pub fn column<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        self.numbered().filter_map(move |(_, row)| row.get(name))
    }
}

/// Reads a table. Empty lines are left out; spaces around a text too.
///
/// # Errors
/// No head, a quote that is not closed, or a row with more or fewer cells than the head.
pub fn read(text: &str) -> Result<Table, FaultAt> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.contains(';') { b';' } else { b',' };
    let mut rows = split(text, separator)?.into_iter();
    let Some((_, head)) = rows.next() else { return Err(FaultAt::new("file", fault::empty_table())) };
    let head: Vec<String> = head.into_iter().map(|name| name.to_lowercase()).collect();
    if let Some(name) = head.iter().enumerate().find(|(at, name)| head[..*at].contains(name)) {
        return Err(FaultAt::new("head", fault::twice(name.1)));
    }
    let rows: Vec<(usize, Vec<String>)> = rows.collect();
    if let Some((line, cells)) = rows.iter().find(|(_, cells)| cells.len() != head.len()) {
        return Err(FaultAt::new(format!("row {line}"), fault::cells(cells.len(), head.len())));
    }
    Ok(Table { head, rows })
}

/// The rows with the line each begins on. The reader is lenient: a quote that is never closed would swallow the rest of the file.
fn split(text: &str, separator: u8) -> Result<Vec<(usize, Vec<String>)>, FaultAt> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).trim(csv::Trim::All).delimiter(separator);
    let (mut rows, bytes) = (Vec::new(), text.as_bytes());
    let (mut line, mut counted) = (1, 0);
    for record in reader.from_reader(bytes).records() {
        let record = record.map_err(|error| FaultAt::new("file", fault::unread(error)))?;
        // The reader says where it took the row up, which may be before line ends that it passes over.
        let taken = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(bytes.len()));
        let ends = bytes[taken..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begins = taken + ends;
        line += bytes[counted..begins].iter().filter(|byte| **byte == b'\n').count();
        counted = begins;
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push((line, record.iter().map(str::to_owned).collect()));
        }
    }
    if !text.matches('"').count().is_multiple_of(2) {
        let line = rows.last().map_or(1, |(line, _)| *line);
        return Err(FaultAt::new(format!("row {line}"), fault::open_quote()));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_separators_quotes_and_empty_lines() {
        let check = |text: &str, expected: &[(usize, &[&str])]| {
            let table = read(text).expect("a table");
            let rows: Vec<(usize, Vec<&str>)> = table
                .rows
                .iter()
                .map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect()))
                .collect();
            let expected: Vec<(usize, Vec<&str>)> =
                expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
            assert_eq!(rows, expected, "{text:?}");
            assert_eq!(table.head, ["code", "kind"]);
        };
        check("code,kind\nA,storage\n", &[(2, &["A", "storage"])]);
        check("\u{feff}Code; KIND\r\n\r\nA;storage\r\nB;", &[(3, &["A", "storage"]), (4, &["B", ""])]);
        check(
            "code;kind\n\"A;1\";\"say \"\"x\"\"\ny\"\nB;c",
            &[(2, &["A;1", "say \"x\"\ny"]), (4, &["B", "c"])],
        );
    }

    #[test]
    fn faults_name_their_place() {
        let at = |text: &str| read(text).expect_err("a fault").at;
        assert_eq!(at(""), "file");
        assert_eq!(at("code;code\n"), "head");
        assert_eq!(at("code;kind\nA;b\nC\n"), "row 3");
        assert_eq!(at("code;kind\nA;\"b\n"), "row 2");
    }
}
