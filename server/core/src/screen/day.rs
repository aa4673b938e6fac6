//! A day on the wire, `YYYY-MM-DD`, or none. It is read by hand: a parser of any date would be a twentieth of the handheld's program.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{Date, Month};

pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    let text = day.map(|day| format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day()));
    text.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    read(&text).map(Some).ok_or_else(|| D::Error::custom("a day is YYYY-MM-DD"))
}

fn read(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-').map(str::parse::<u16>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Holder {
        #[serde(with = "super")]
        day: Option<Date>,
    }

    #[test]
    fn a_day_is_written_and_read_as_any_date_on_the_wire() {
        for day in [Some(date!(2027 - 01 - 31)), Some(date!(0099 - 12 - 01)), None] {
            let text = serde_json::to_string(&Holder { day }).expect("text");
            assert_eq!(text, format!(r#"{{"day":{}}}"#, serde_json::to_string(&day).expect("text")));
            assert_eq!(serde_json::from_str::<Holder>(&text).expect("a day"), Holder { day });
        }
        for wrong in ["2027-02-30", "2027-13-01", "27", "", "2027-1-x"] {
            assert!(serde_json::from_str::<Holder>(&format!(r#"{{"day":"{wrong}"}}"#)).is_err(), "{wrong}");
        }
    }
}
