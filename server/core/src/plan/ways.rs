//! What is said of how a warehouse is walked, beyond where its bins stand: aisles in one direction, other starts and ends, several
//! halls, and the ways between places that no aisle shows.
//!
//! A place is written as a text: the code of a location, or a point `x/y` in millimetres. `Mezanino 1200/3400` is a point in the
//! hall of that name, `1200/3400` one in the first hall. A location that is in no aisle stands in the first hall.
//!
//! **Invariant**: nothing said is the warehouse as its bins show it: one rectangle, walked both ways, from the pack desk and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The farthest coordinate of a point, in millimetres.
const FARTHEST_MM: i64 = 1_000_000_000;

/// In which direction an aisle is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Away from the front.
    Up,
    /// Towards the front.
    Down,
}

/// A warehouse's ways (`GET` and `PUT /api/v1/layout/ways`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ways {
    /// The aisles that are walked in one direction only.
    pub one_way: BTreeMap<String, Direction>,
    /// The place where walks start; absent for the pack desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// The places where walks end, each at the one that makes it shortest; none for where it started.
    pub ends: Vec<String>,
    /// The halls besides the first, which has all aisles that none of these names and the warehouse's cross aisles.
    pub halls: Vec<Hall>,
    /// Ways besides aisles and cross aisles: stairs, lifts, doors.
    pub links: Vec<Link>,
}

/// A hall, or a level: a rectangle of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hall {
    /// Its name.
    pub name: String,
    /// Its aisles.
    pub aisles: Vec<String>,
    /// Cross aisles between its first and its last, as places along its aisles in millimetres.
    #[serde(default)]
    pub cross_aisles_mm: Vec<i64>,
}

/// A way between two places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The place it leads from.
    pub from: String,
    /// The place it leads to.
    pub to: String,
    /// How far that is to walk, in millimetres.
    pub length_mm: i64,
    /// Whether it may be walked from `from` to `to` only.
    #[serde(default)]
    pub one_way: bool,
}

impl Ways {
    /// Whether nothing is said.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Without the spaces around names.
    pub fn trimmed(&self) -> Self {
        let trim = |text: &String| text.trim().to_owned();
        let hall = |hall: &Hall| Hall {
            name: trim(&hall.name),
            aisles: hall.aisles.iter().map(trim).collect(),
            cross_aisles_mm: hall.cross_aisles_mm.clone(),
        };
        let link = |link: &Link| Link {
            name: trim(&link.name),
            from: trim(&link.from),
            to: trim(&link.to),
            ..link.clone()
        };
        Self {
            one_way: self.one_way.iter().map(|(aisle, way)| (trim(aisle), *way)).collect(),
            start: self.start.as_ref().map(trim),
            ends: self.ends.iter().map(trim).collect(),
            halls: self.halls.iter().map(hall).collect(),
            links: self.links.iter().map(link).collect(),
        }
    }
}

/// A text as a point: the name of its hall, empty for the first, and x and y in millimetres.
pub fn point(text: &str) -> Option<(&str, (i64, i64))> {
    let text = text.trim();
    let (hall, at) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    let (x, y) = at.split_once('/')?;
    let mm = |text: &str| text.parse::<i64>().ok().filter(|mm| mm.abs() <= FARTHEST_MM);
    Some((hall.trim(), (mm(x)?, mm(y)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_in_a_hall() {
        assert_eq!(point(" 1200/-3400 "), Some(("", (1_200, -3_400))));
        assert_eq!(point("Mezanino 2  0/5"), Some(("Mezanino 2", (0, 5))));
        for text in ["", "A-01", "1/", "/1", "1/2/3", "1 / 2", "x/2", "1000000001/0", "Mezanino"] {
            assert_eq!(point(text), None, "{text:?}");
        }
    }

    #[test]
    fn nothing_said_is_an_empty_document() {
        let ways: Ways = serde_json::from_str("{}").expect("ways");
        assert!(ways.is_plain());
        let text = r#"{"one_way":{" K2 ":"up"},"links":[{"from":"A ","to":"1/2","length_mm":900}]}"#;
        let said: Ways = serde_json::from_str(text).expect("ways");
        let said = said.trimmed();
        assert_eq!(said.one_way.get("K2"), Some(&Direction::Up));
        assert_eq!((said.links[0].from.as_str(), said.links[0].one_way), ("A", false));
        assert!(serde_json::from_str::<Ways>(r#"{"one_way":{"K2":"left"}}"#).is_err());
    }
}
