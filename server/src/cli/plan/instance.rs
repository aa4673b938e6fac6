//! What a file of instances holds.

use std::collections::BTreeMap;

use bipe_core::plan::layout::{Cell, Layout, Lengths};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The instances of a file: one, a list of them, or one a line.
pub(super) fn split(text: &str) -> Vec<&str> {
    if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(text) {
        return list.into_iter().map(RawValue::get).collect();
    }
    if serde_json::from_str::<BTreeMap<String, &RawValue>>(text).is_ok() {
        return vec![text];
    }
    text.lines().filter(|line| !line.trim().is_empty()).collect()
}

/// The instance's id, null when there is none.
pub(super) fn id(instance: &str) -> Value {
    let read = serde_json::from_str::<BTreeMap<String, &RawValue>>(instance).ok();
    let id = read.and_then(|keys| serde_json::from_str(keys.get("id")?.get()).ok());
    id.unwrap_or(Value::Null)
}

/// Some programs write NaN and Infinity where JSON has no such numbers: they become null, so that only the instance that holds
/// them is refused, and by name.
pub(super) fn tame(text: &str) -> String {
    let mut tamed = String::with_capacity(text.len());
    let (mut rest, mut quoted) = (text, false);
    while let Some(next) = rest.chars().next() {
        if quoted && next == '\\' {
            let end = rest.char_indices().nth(2).map_or(rest.len(), |(end, _)| end);
            tamed.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let odd = ["NaN", "-Infinity", "Infinity"].into_iter().find(|odd| !quoted && rest.starts_with(odd));
        if let Some(odd) = odd {
            tamed.push_str("null");
            rest = &rest[odd.len()..];
            continue;
        }
        quoted ^= next == '"';
        tamed.push(next);
        rest = &rest[next.len_utf8()..];
    }
    tamed
}

/// A place as a file names it.
pub(super) type Place = (usize, usize, usize);

pub(super) fn cell((aisle, block, cell): Place) -> Cell {
    Cell { aisle, block, cell }
}

/// The rectangular warehouse.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Warehouse {
    aisles: usize,
    cells_per_block: Vec<usize>,
    aisle_pitch: f64,
    cell_pitch: f64,
    end_gap: f64,
    depot_aisle: usize,
    depot_offset: f64,
}

impl Warehouse {
    pub(super) fn layout(self) -> Result<Layout, String> {
        let lengths = Lengths {
            aisle_pitch: self.aisle_pitch,
            cell_pitch: self.cell_pitch,
            end_gap: self.end_gap,
            depot_offset: self.depot_offset,
        };
        Layout::new(self.aisles, self.cells_per_block, lengths, self.depot_aisle)
            .map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_list_or_one_a_line() {
        assert_eq!(split("{\"id\":\n1}").len(), 1);
        assert_eq!(split("[{\"id\": 1},\n {\"id\": 2}]").len(), 2);
        assert_eq!(split("{\"id\": 1}\n\n{\"id\": 2}\n{\n").len(), 3);
        assert_eq!(id("{\"id\": \"a\", \"x\": [1]}"), "a");
        assert_eq!(id("{"), Value::Null);
    }

    #[test]
    fn numbers_that_are_none_spoil_their_own_instance_only() {
        let text = tame(r#"[{"id": "NaN \" Infinity", "x": NaN}, {"id": 2, "x": -Infinity}]"#);
        let ids: Vec<Value> = split(&text).into_iter().map(id).collect();
        assert_eq!(ids, [Value::from("NaN \" Infinity"), Value::from(2)]);
        assert!(text.contains("\"x\": null}"), "{text}");
    }
}
