//! The Application Identifiers that GS1 has defined, generated from its syntax dictionary by `build.rs`.

use serde::{Deserialize, Serialize};

use super::Ai;

include!(concat!(env!("OUT_DIR"), "/ai_table.rs"));

/// One AI, or a range of AIs that differ in their last digit only.
#[derive(Debug)]
pub(super) struct Entry {
    /// The first AI of the range, padded with zero bytes.
    first: [u8; 4],
    /// The last AI of the range.
    last: [u8; 4],
    /// Digits of the AI.
    length: u8,
    /// The length is fixed by the AI's first digits: no separator follows.
    pub(super) predefined: bool,
    /// May be an attribute in the query of a Digital Link.
    pub(super) attribute: bool,
    /// GS1's data title.
    pub(super) title: &'static str,
    /// The value's parts, in order.
    pub(super) parts: &'static [Part],
    /// Companions that must be present: each rule.
    pub(super) required: &'static [Rule],
    /// AIs that must not be present.
    pub(super) excluded: Mask,
    /// For a primary key of Digital Links: the runs of qualifiers that may follow it.
    pub(super) qualifiers: Option<&'static [&'static [&'static str]]>,
}

impl Entry {
    /// Which AI of the range this is, from 0.
    pub(super) fn offset(&self, ai: Ai) -> usize {
        let at = usize::from(self.length) - 1;
        usize::from(ai.padded()[at].saturating_sub(self.first[at]))
    }

    /// Characters of the value where the length is fixed.
    pub(super) fn fixed_length(&self) -> usize {
        self.parts.iter().map(|part| usize::from(part.max)).sum()
    }
}

/// One part of a value.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) set: Set,
    pub(super) min: u8,
    pub(super) max: u8,
    /// May be absent, when the value ends before it.
    pub(super) optional: bool,
    pub(super) lints: &'static [Lint],
}

/// Characters that a part may hold (GS1 General Specifications 7.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    /// 0 to 9.
    Digits,
    /// The 82 characters of the invariant part of ISO/IEC 646.
    Set82,
    /// Capital letters, digits, `#`, `-`, `/`.
    Set39,
    /// URL-safe base 64, with padding.
    Base64Url,
}

impl Set {
    pub(super) fn holds(self, byte: u8) -> bool {
        match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Set82 => {
                byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'"' | b'%'..=b'/' | b':'..=b'?' | b'_')
            }
            Self::Set39 => {
                byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'#' | b'-' | b'/')
            }
            Self::Base64Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='),
        }
    }
}

/// One of these groups must be present in full; each of its masks is met by any entry in it.
#[derive(Debug)]
pub(super) struct Rule {
    /// As the dictionary writes it: `01+21,02,35nn`.
    pub(super) text: &'static str,
    pub(super) groups: &'static [&'static [Mask]],
}

impl Rule {
    /// Whether the present entries satisfy the rule.
    pub(super) fn is_met(&self, present: Mask) -> bool {
        self.groups.iter().any(|group| group.iter().all(|mask| mask.meets(present)))
    }
}

/// A set of entries, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mask([u64; 4]);

impl Mask {
    pub(super) fn insert(&mut self, entry: usize) {
        self.0[entry / 64] |= 1 << (entry % 64);
    }

    pub(super) fn without(mut self, entry: usize) -> Self {
        self.0[entry / 64] &= !(1 << (entry % 64));
        self
    }

    pub(super) fn contains(self, entry: usize) -> bool {
        self.0[entry / 64] >> (entry % 64) & 1 == 1
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(mine, theirs)| mine & theirs != 0)
    }
}

/// A check of a part's content, named as in GS1's dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lint {
    /// Coupon code of North America, first form.
    Couponcode,
    /// Coupon code of North America, positive offer file.
    Couponposoffer,
    /// Mod-10 check digit at the end.
    Csum,
    /// Two check characters at the end.
    Csumalpha,
    /// Starts with a GS1 company prefix.
    Gcppos1,
    /// A GS1 company prefix after the first character.
    Gcppos2,
    /// Holds at least one character that is no digit.
    Hasnondigit,
    /// Hour, 00 to 23.
    Hh,
    /// Hour and minute.
    Hhmi,
    /// A hyphen (the minus of a temperature).
    Hyphen,
    /// International bank account number.
    Iban,
    /// Importer index of the EU tobacco rules.
    Importeridx,
    /// Country, three digits.
    Iso3166,
    /// Country, three digits, or 999 for several.
    Iso3166999,
    /// Country, two letters.
    Iso3166alpha2,
    /// Currency, three digits.
    Iso4217,
    /// Sex: 0, 1, 2 or 9.
    Iso5218,
    /// Degrees + 90, seven decimals.
    Latitude,
    /// Degrees + 180, seven decimals.
    Longitude,
    /// Kind of AIDC medium.
    Mediatype,
    /// Minute, 00 to 59.
    Mi,
    /// Not all zeros.
    Nonzero,
    /// No leading zero, unless it is 0 itself.
    Nozeroprefix,
    /// Package type of UN/ECE recommendation 21 and GS1.
    Packagetype,
    /// Percent-encoded text.
    Pcenc,
    /// Piece and total, two digits each.
    Pieceoftotal,
    /// Position and end: `2/3`.
    Posinseqslash,
    /// Second, 00 to 59.
    Ss,
    /// Winding of a roll: 0, 1 or 9.
    Winding,
    /// 0 or 1.
    Yesno,
    /// Date YYMMDD, day 00 for the whole month.
    Yymmd0,
    /// Date YYMMDD.
    Yymmdd,
    /// Date YYYYMMDD.
    Yyyymmdd,
    /// Zero.
    Zero,
}

/// The entry of an AI, with its place in the table.
pub(super) fn lookup(ai: Ai) -> Option<(usize, &'static Entry)> {
    let key = ai.padded();
    let at = TABLE.partition_point(|entry| entry.last < key);
    let entry = TABLE.get(at)?;
    (entry.first <= key && usize::from(entry.length) == ai.as_str().len()).then_some((at, entry))
}

/// How many digits the AI at the head of an element string has; 2 where nothing is allocated.
pub(super) fn ai_length(head: [u8; 2]) -> usize {
    let prefix = usize::from(head[0] - b'0') * 10 + usize::from(head[1] - b'0');
    usize::from(AI_LENGTH[prefix]).max(2)
}

/// The length of an unknown AI's value where its first two digits fix it (General Specifications, figure
/// "Element strings with predefined length using GS1 Application Identifiers").
pub(super) fn predefined_length(head: [u8; 2]) -> Option<usize> {
    Some(match &head {
        b"00" => 18,
        b"01" | b"02" | b"03" => 14,
        b"04" => 16,
        b"11" | b"12" | b"13" | b"14" | b"15" | b"16" | b"17" | b"18" | b"19" => 6,
        b"20" => 2,
        b"31" | b"32" | b"33" | b"34" | b"35" | b"36" => 6,
        b"41" => 13,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(ai: &str) -> &'static Entry {
        lookup(Ai::new(ai).unwrap()).unwrap_or_else(|| panic!("{ai}")).1
    }

    #[test]
    fn the_table_holds_what_the_dictionary_says() {
        assert_eq!(TABLE.len(), 224, "release 2026-01-27");
        assert_eq!(entry("00").title, "SSCC");
        assert_eq!(entry("3103").title, "NET WEIGHT (kg)");
        assert_eq!(entry("99").title, "INTERNAL");
        assert_eq!(entry("7040").parts.len(), 4);
        assert!(entry("01").predefined && !entry("10").predefined);
        assert_eq!(entry("01").qualifiers, Some(&[&["22", "10", "21"][..], &["235"][..]][..]));
        assert_eq!(entry("00").qualifiers, Some(&[&[][..]][..]));
        assert!(entry("10").qualifiers.is_none());
        for unknown in ["04", "18", "3106", "718", "9999", "100", "410_"] {
            assert!(Ai::new(unknown).and_then(lookup).is_none(), "{unknown}");
        }
    }

    #[test]
    fn every_entry_is_found_by_its_first_and_last_ai() {
        for (at, entry) in TABLE.iter().enumerate() {
            for key in [entry.first, entry.last] {
                let text = std::str::from_utf8(&key[..usize::from(entry.length)]).unwrap();
                assert_eq!(lookup(Ai::new(text).unwrap()).map(|(at, _)| at), Some(at), "{text}");
                assert_eq!(ai_length([key[0], key[1]]), text.len());
            }
            assert!(
                !entry.predefined || entry.parts.iter().all(|part| part.min == part.max && !part.optional)
            );
            assert!(
                !entry.predefined
                    || predefined_length([entry.first[0], entry.first[1]]) == Some(entry.fixed_length())
            );
        }
    }
}
