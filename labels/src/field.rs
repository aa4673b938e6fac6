//! Texts of a template: literals, `{fields}` of the label, and `[optional groups]`.
//!
//! `{receiver.name}` is a path into the label's JSON. `{weight_g|kg}` passes through a filter. A group in square
//! brackets vanishes as a whole when one of its fields is missing; outside a group a missing field is refused.
//! `{path?}` is empty when it is missing, for codes of fixed width. `{{`, `[[` stand for the signs themselves.

use serde_json::Value;

/// A compiled text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text(Vec<Piece>);

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Literal(String),
    Field { path: String, filters: Vec<Filter> },
    Group(Vec<Piece>),
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    /// Capital letters.
    Upper,
    /// 8 digits as `01310-100`.
    Cep,
    /// 14 characters as `12.345.678/0001-95`, 11 as `529.982.247-25`.
    TaxId,
    /// `2026-11-21` as `21/11/2026`.
    Date,
    /// `2026-11-21` as `261121`.
    Yymmdd,
    /// A postal code S10 as `XX 999 999 999 XX`.
    S10,
    /// Blocks of four characters.
    Groups4,
    /// Grams as kilograms with three decimals and a comma.
    Kg,
    /// Letters and digits only.
    Code,
    /// Zeros before, up to a width; the last characters of what is longer.
    Zeros(usize),
    /// Zeros after, up to a width; the first characters of what is longer.
    ZerosAfter(usize),
    /// Blanks after, up to a width; the first characters of what is longer. Accents become plain letters.
    Blanks(usize),
    /// Check digit of a CEP: what is missing to the next ten in the sum of its digits.
    CepSum,
}

/// Where fields are looked up: the table row first, then the label, then the page.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The label.
    pub label: &'a Value,
    /// The row of a table.
    pub row: Option<&'a Value>,
    /// Page, pages, and number of the row, counted from 1.
    pub numbers: [usize; 3],
}

impl<'a> Scope<'a> {
    /// The value at a path; none when it is absent, null or empty.
    pub fn find(&self, path: &str) -> Option<std::borrow::Cow<'a, Value>> {
        use std::borrow::Cow;
        let walk = |from: &'a Value| path.split('.').try_fold(from, |value, key| value.get(key));
        let number = match path {
            "page" => Some(self.numbers[0]),
            "pages" => Some(self.numbers[1]),
            "row" => Some(self.numbers[2]),
            _ => None,
        };
        if let Some(number) = number {
            return Some(Cow::Owned(Value::from(number)));
        }
        let found = self.row.and_then(walk).or_else(|| walk(self.label))?;
        let empty = match found {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(list) => list.is_empty(),
            _ => false,
        };
        (!empty).then_some(Cow::Borrowed(found))
    }

    /// True when one of the conditions, parted by commas, holds: `path` is present, or `path=value` is equal.
    pub fn holds(&self, conditions: &str) -> bool {
        conditions.split(',').any(|condition| match condition.split_once('=') {
            Some((path, wanted)) => self.find(path.trim()).is_some_and(|v| plain(&v) == wanted.trim()),
            None => self.find(condition.trim()).is_some(),
        })
    }
}

impl Text {
    /// Compiles the text of a template.
    pub fn compile(source: &str) -> Result<Self, String> {
        let mut chars = source.chars().peekable();
        let pieces = compile(&mut chars, false)?;
        Ok(Self(pieces))
    }

    /// Paths of all fields, for checking a template against a label.
    pub fn paths(&self) -> Vec<&str> {
        fn walk<'a>(pieces: &'a [Piece], out: &mut Vec<&'a str>) {
            for piece in pieces {
                match piece {
                    Piece::Literal(_) => {}
                    Piece::Field { path, .. } => out.push(path.trim_end_matches('?')),
                    Piece::Group(inner) => walk(inner, out),
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.0, &mut out);
        out
    }

    /// The text with its fields; the error is the path of the missing one.
    pub fn fill(&self, scope: &Scope<'_>) -> Result<String, String> {
        let mut out = String::new();
        fill(&self.0, scope, &|_, value| value, &mut out)?;
        Ok(out)
    }

    /// The text as GS1 elements: `(ai)` in literals begins an element, brackets in values stay what they are.
    pub fn fill_elements(&self, scope: &Scope<'_>) -> Result<Vec<(String, String)>, String> {
        let mut out = String::new();
        let mark = |literal: bool, text: String| {
            if literal {
                text.replace('(', "\u{1}").replace(')', "\u{2}")
            } else {
                text.replace(['\u{1}', '\u{2}'], "")
            }
        };
        fill(&self.0, scope, &mark, &mut out)?;
        Ok(out
            .split('\u{1}')
            .filter(|part| !part.is_empty())
            .map(|part| {
                let (ai, value) = part.split_once('\u{2}').unwrap_or(("", part));
                (ai.to_owned(), value.to_owned())
            })
            .collect())
    }
}

fn compile(
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    grouped: bool,
) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    while let Some(c) = chars.next() {
        match c {
            '{' | '[' if chars.peek() == Some(&c) => {
                chars.next();
                literal.push(c);
            }
            '{' | '[' => {
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                if c == '[' {
                    pieces.push(Piece::Group(compile(chars, true)?));
                    continue;
                }
                let inside: String = chars.by_ref().take_while(|c| *c != '}').collect();
                let mut parts = inside.split('|').map(str::trim);
                let path = parts.next().unwrap_or_default().to_owned();
                if path.is_empty() {
                    return Err("a field without a name".to_owned());
                }
                pieces.push(Piece::Field { path, filters: parts.map(filter).collect::<Result<_, _>>()? });
            }
            ']' if grouped => {
                pieces.extend((!literal.is_empty()).then_some(Piece::Literal(literal)));
                return Ok(pieces);
            }
            _ => literal.push(c),
        }
    }
    if grouped {
        return Err("a group `[` is not closed".to_owned());
    }
    pieces.extend((!literal.is_empty()).then_some(Piece::Literal(literal)));
    Ok(pieces)
}

fn filter(source: &str) -> Result<Filter, String> {
    let (name, width) = source.split_once(' ').unwrap_or((source, ""));
    let width = || width.trim().parse().map_err(|_| format!("`{name}` needs a width"));
    Ok(match name {
        "zeros" => Filter::Zeros(width()?),
        "zeros_after" => Filter::ZerosAfter(width()?),
        "blanks" => Filter::Blanks(width()?),
        "cep_sum" => Filter::CepSum,
        "upper" => Filter::Upper,
        "cep" => Filter::Cep,
        "tax_id" => Filter::TaxId,
        "date" => Filter::Date,
        "yymmdd" => Filter::Yymmdd,
        "s10" => Filter::S10,
        "groups4" => Filter::Groups4,
        "kg" => Filter::Kg,
        "code" => Filter::Code,
        _ => return Err(format!("unknown filter `{name}`")),
    })
}

fn fill(
    pieces: &[Piece],
    scope: &Scope<'_>,
    mark: &dyn Fn(bool, String) -> String,
    out: &mut String,
) -> Result<(), String> {
    for piece in pieces {
        match piece {
            Piece::Literal(text) => out.push_str(&mark(true, text.clone())),
            Piece::Field { path, filters } => {
                let value = match path.strip_suffix('?') {
                    Some(path) => scope.find(path).map(|value| plain(&value)).unwrap_or_default(),
                    None => plain(&*scope.find(path).ok_or_else(|| path.clone())?),
                };
                let text = filters.iter().fold(value, |text, filter| apply(*filter, &text));
                out.push_str(&mark(false, text));
            }
            Piece::Group(inner) => {
                let mut group = String::new();
                if fill(inner, scope, mark, &mut group).is_ok() {
                    out.push_str(&group);
                }
            }
        }
    }
    Ok(())
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A Portuguese letter without its accent.
fn bare_letter(c: char) -> char {
    const PAIRS: [(&str, char); 12] = [
        ("áàâãä", 'a'),
        ("éêè", 'e'),
        ("íï", 'i'),
        ("óôõö", 'o'),
        ("úü", 'u'),
        ("ç", 'c'),
        ("ÁÀÂÃÄ", 'A'),
        ("ÉÊÈ", 'E'),
        ("ÍÏ", 'I'),
        ("ÓÔÕÖ", 'O'),
        ("ÚÜ", 'U'),
        ("Ç", 'C'),
    ];
    PAIRS.iter().find(|(accented, _)| accented.contains(c)).map_or(c, |(_, plain)| *plain)
}

/// Writes `text` in the blocks of a pattern where `#` takes one character; unchanged when the length differs.
fn masked(text: &str, pattern: &str) -> String {
    if !text.is_ascii() || pattern.bytes().filter(|b| *b == b'#').count() != text.len() {
        return text.to_owned();
    }
    let mut chars = text.chars();
    pattern.chars().filter_map(|p| if p == '#' { chars.next() } else { Some(p) }).collect()
}

fn apply(filter: Filter, text: &str) -> String {
    let code = || text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    match filter {
        Filter::Upper => text.to_uppercase(),
        Filter::Code => code(),
        Filter::Zeros(width) => {
            let skip = text.chars().count().saturating_sub(width);
            format!("{:0>width$}", text.chars().skip(skip).collect::<String>())
        }
        Filter::ZerosAfter(width) => format!("{:0<width$}", text.chars().take(width).collect::<String>()),
        Filter::Blanks(width) => {
            let plain: String = text.chars().map(bare_letter).take(width).collect();
            format!("{plain:<width$}")
        }
        Filter::CepSum => {
            let sum: u32 = text.chars().filter_map(|c| c.to_digit(10)).sum();
            ((10 - sum % 10) % 10).to_string()
        }
        Filter::Cep => masked(&code(), "#####-###"),
        Filter::TaxId if code().len() == 11 => masked(&code(), "###.###.###-##"),
        Filter::TaxId => masked(&code(), "##.###.###/####-##"),
        Filter::S10 => masked(&code(), "## ### ### ### ##"),
        Filter::Groups4 => {
            let code: Vec<char> = code().chars().collect();
            code.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
        }
        Filter::Date => match text.split('-').collect::<Vec<_>>()[..] {
            [year, month, day] if year.len() == 4 => format!("{day}/{month}/{year}"),
            _ => text.to_owned(),
        },
        Filter::Yymmdd => match text.split('-').collect::<Vec<_>>()[..] {
            [year, month, day] if year.len() == 4 && year.is_ascii() => format!("{}{month}{day}", &year[2..]),
            _ => text.to_owned(),
        },
        Filter::Kg => match text.parse::<u64>() {
            Ok(grams) => format!("{},{:03} kg", grams / 1000, grams % 1000),
            Err(_) => text.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(source: &str, expected: Result<&str, &str>) {
        let label = json!({ "a": { "b": "x" }, "grams": 12345, "cep": "01310100", "none": null, "due": "2026-11-05",
            "lot": "L(10)9", "n": 3 });
        let scope = Scope { label: &label, row: None, numbers: [1, 2, 3] };
        let filled = Text::compile(source).unwrap().fill(&scope);
        assert_eq!(filled.as_deref().map_err(String::as_str), expected, "{source}");
    }

    #[test]
    fn fields_filters_and_groups() {
        check("<{a.b}>", Ok("<x>"));
        check("{grams|kg}", Ok("12,345 kg"));
        check("{cep|cep}", Ok("01310-100"));
        check("{due|date} {due|yymmdd}", Ok("05/11/2026 261105"));
        check("A[ - {none}]B", Ok("AB"));
        check("A[ - {n}]B", Ok("A - 3B"));
        check("{none?|zeros 3}|{n|zeros 3}|{n|zeros_after 3}|{a.b|blanks 3}|", Ok("000|003|300|x  |"));
        check("{cep|cep_sum}", Ok("4"));
        check("{none}", Err("none"));
        check("{page}/{pages} [[x]", Ok("1/2 [x]"));
    }

    #[test]
    fn brackets_in_a_value_begin_no_element() {
        let label = json!({ "lot": "L(10)9" });
        let scope = Scope { label: &label, row: None, numbers: [1, 1, 1] };
        let elements = Text::compile("(10){lot}[(21){serial}]").unwrap().fill_elements(&scope).unwrap();
        assert_eq!(elements, [("10".to_owned(), "L(10)9".to_owned())]);
    }
}
