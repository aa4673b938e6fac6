//! The interface's own words, dates and numbers, in Portuguese and English.
//!
//! A word is a function: `floor::scan_bin()` says it in the present language, `floor::pending(3)` with a value in it.
//! Refusals and answers are not here: their sentences come from `bipe_core::words`, with the answer.
//!
//! **Invariant**: each word has both languages; the macro takes nothing else.

use std::cell::Cell;

use bipe_core::words::{self, Language};
use time::{Date, Duration, Month, PrimitiveDateTime, Time};

pub mod desk;
pub mod floor;
pub mod problems;

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::Pt) };
}

/// The language that words are said in.
pub fn language() -> Language {
    LANGUAGE.get()
}

/// Says words in this language from now on. What is on the page already must be drawn again.
pub fn speak(language: Language) {
    LANGUAGE.set(language);
}

/// Picks the text of the present language.
pub fn either<T>(pt: T, en: T) -> T {
    match language() {
        Language::Pt => pt,
        Language::En => en,
    }
}

/// Makes a function of each word: `key { pt: "…", en: "…" }`, or `key(n) { pt: "… {n}", en: "… {n}" }` with values.
macro_rules! strings {
    (@one $key:ident { $pt:literal, $en:literal }) => {
        #[doc = $en]
        pub fn $key() -> &'static str {
            $crate::i18n::either($pt, $en)
        }
    };
    (@one $key:ident($($value:ident),+) { $pt:literal, $en:literal }) => {
        #[doc = $en]
        pub fn $key($($value: impl std::fmt::Display),+) -> String {
            $crate::i18n::either(format!($pt), format!($en))
        }
    };
    ($($key:ident $(($($value:ident),+))? { pt: $pt:literal, en: $en:literal $(,)? })*) => {
        $($crate::i18n::strings! { @one $key $(($($value),+))? { $pt, $en } })*
    };
}
pub(crate) use strings;

/// A date as people of the language write it.
pub fn date(date: Date) -> String {
    words::date(date, language())
}

/// A day of this season, without its year: `24/11` in Portuguese, `11-24` in English.
pub fn day(date: Date) -> String {
    let (month, day) = (u8::from(date.month()), date.day());
    either(format!("{day:02}/{month:02}"), format!("{month:02}-{day:02}"))
}

/// A time (RFC 3339) on the device's clock: `21/11 14:05`, with the year when it is not `this_year`.
pub fn moment(rfc3339: &str, offset_min: i32, this_year: i32) -> String {
    let Some(utc) = instant(rfc3339) else { return rfc3339.to_owned() };
    let Some(at) = utc.checked_add(Duration::minutes(offset_min.into())) else { return rfc3339.to_owned() };
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    if at.year() != this_year {
        return format!("{} {clock}", date(at.date()));
    }
    format!("{} {clock}", day(at.date()))
}

/// The time of day of a moment (RFC 3339) on the device's clock: `14:05`.
pub fn clock(rfc3339: &str, offset_min: i32) -> String {
    let at = instant(rfc3339).and_then(|utc| utc.checked_add(Duration::minutes(offset_min.into())));
    at.map_or_else(|| rfc3339.to_owned(), |at| format!("{:02}:{:02}", at.hour(), at.minute()))
}

/// The instant of an RFC 3339 text in UTC, to the second: all times of the API are (its `Z` at the end). Read by hand, since
/// the general parser is large, and a handheld downloads it.
fn instant(rfc3339: &str) -> Option<PrimitiveDateTime> {
    let (day, clock) = rfc3339.strip_suffix('Z')?.split_once('T')?;
    let mut clock = clock.get(..8)?.splitn(3, ':').map(|part| part.parse::<u8>().ok());
    let time = Time::from_hms(clock.next()??, clock.next()??, clock.next()??).ok()?;
    Some(PrimitiveDateTime::new(numbered(day.splitn(3, '-'))?, time))
}

/// The date of its year, month and day, in this order.
pub fn numbered<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<Date> {
    let year = parts.next()?.parse().ok()?;
    let month = Month::try_from(parts.next()?.parse::<u8>().ok()?).ok()?;
    let day = parts.next()?.parse().ok()?;
    Date::from_calendar_date(year, month, day).ok().filter(|_| parts.next().is_none())
}

/// A whole number with separated thousands: `1.234` in Portuguese, `1,234` in English.
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let separator = either('.', ',');
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    strings! {
        plain { pt: "endereço", en: "bin" }
        filled(n, of) { pt: "{n} de {of}", en: "{n} of {of}" }
    }

    #[test]
    fn words_are_said_in_the_language_spoken() {
        speak(Language::Pt);
        assert_eq!((plain(), filled(1, "x").as_str()), ("endereço", "1 de x"));
        speak(Language::En);
        assert_eq!((plain(), filled(1, "x").as_str()), ("bin", "1 of x"));
    }

    /// The camera's script is loaded with the camera, and so are its words.
    #[test]
    fn the_cameras_words_have_both_languages() {
        let script = include_str!("../assets/camera.js");
        let (_, table) = script.split_once("const SAY = {\n").expect("the table");
        let (table, _) = table.split_once("\n};").expect("its end");
        assert!(table.lines().count() > 10);
        for line in table.lines() {
            let words = line.split_once(": ['").and_then(|(_, rest)| rest.strip_suffix("'],"));
            let both = words.and_then(|words| words.split_once("', '")).expect(line);
            assert!(!both.0.is_empty() && !both.1.is_empty() && both.0 != both.1, "{line}");
        }
    }

    #[test]
    fn dates_and_times_are_local() {
        let at = "2026-11-22T01:30:00Z";
        speak(Language::Pt);
        assert_eq!(moment(at, -180, 2026), "21/11 22:30");
        assert_eq!(moment(at, -180, 2027), "21/11/2026 22:30");
        speak(Language::En);
        assert_eq!(moment(at, 0, 2026), "11-22 01:30");
        assert_eq!(moment("2026-11-21T23:16:29.813Z", 0, 2026), "11-21 23:16");
        assert_eq!(moment("soon", 0, 2026), "soon");
        assert_eq!(moment("2026-13-21T23:16:29Z", 0, 2026), "2026-13-21T23:16:29Z");
    }

    #[test]
    fn thousands_are_separated() {
        speak(Language::Pt);
        let check = |value, text: &str| assert_eq!(number(value), text);
        check(0, "0");
        check(999, "999");
        check(1_000, "1.000");
        check(-1_234_567, "-1.234.567");
    }
}
