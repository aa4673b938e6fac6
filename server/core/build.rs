//! Turns GS1's syntax dictionary (`data/gs1-syntax-dictionary.txt`) into the table that `scan::table` includes.
//!
//! One entry a line of the dictionary, so one for a range of AIs that differ in their last digit only. Rules
//! that name other AIs (`req=`, `ex=`) become bit masks over the entries. Anything in the dictionary that this
//! file does not understand stops the build, so that a newer release can't be half read.

use std::fmt::Write as _;
use std::path::Path;

const DICTIONARY: &str = "data/gs1-syntax-dictionary.txt";

/// One line of the dictionary.
struct Line {
    first: String,
    last: String,
    predefined: bool,
    attribute: bool,
    parts: Vec<String>,
    required: Vec<String>,
    excluded: Vec<String>,
    key: Option<String>,
    title: String,
}

fn main() {
    println!("cargo::rerun-if-changed={DICTIONARY}");
    println!("cargo::rerun-if-changed=build.rs");
    let text = std::fs::read_to_string(DICTIONARY).expect("the GS1 dictionary stands in data/");
    let lines: Vec<Line> = text.lines().filter_map(read_line).collect();
    assert!(lines.len() <= 256, "masks hold 256 entries");
    assert!(lines.windows(2).all(|pair| pair[0].last < pair[1].first), "entries stand in order of their AI");
    let mut out = String::new();
    write_table(&mut out, &lines);
    write_lengths(&mut out, &lines);
    let folder = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&folder).join("ai_table.rs"), out).expect("OUT_DIR can be written");
}

fn read_line(line: &str) -> Option<Line> {
    let (entry, title) = line.split_once('#').unwrap_or((line, ""));
    let mut words = entry.split_whitespace().peekable();
    let range = words.next()?;
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    assert!(first.len() == last.len() && first[..first.len() - 1] == last[..last.len() - 1], "range {range}");
    let is_flags = |word: &&str| word.chars().all(|c| c.is_ascii_punctuation()) && !word.starts_with('[');
    let flags = words.next_if(is_flags).unwrap_or_default();
    assert!(flags.chars().all(|flag| "*?".contains(flag)), "flags {flags}");
    let mut read = Line {
        first: first.into(),
        last: last.into(),
        predefined: flags.contains('*'),
        attribute: flags.contains('?'),
        parts: Vec::new(),
        required: Vec::new(),
        excluded: Vec::new(),
        key: None,
        title: title.trim().into(),
    };
    for word in words {
        match word.split_once('=') {
            Some(("req", rule)) => read.required.push(rule.into()),
            Some(("ex", rule)) => read.excluded.push(rule.into()),
            Some(("dlpkey", rule)) => read.key = Some(rule.into()),
            None if word == "dlpkey" => read.key = Some(String::new()),
            None => read.parts.push(word.into()),
            Some(_) => panic!("attribute {word}"),
        }
    }
    Some(read)
}

fn write_table(out: &mut String, lines: &[Line]) {
    writeln!(
        out,
        "/// The entries, in order of their AI.\npub(super) static TABLE: [Entry; {}] = [",
        lines.len()
    )
    .unwrap();
    for line in lines {
        writeln!(
            out,
            "Entry {{ first: {}, last: {}, length: {},",
            four(&line.first),
            four(&line.last),
            line.first.len()
        )
        .unwrap();
        writeln!(
            out,
            "  predefined: {}, attribute: {}, title: {:?},",
            line.predefined, line.attribute, line.title
        )
        .unwrap();
        let parts: Vec<String> = line.parts.iter().map(|part| write_part(part)).collect();
        writeln!(out, "  parts: &[{}],", parts.join(", ")).unwrap();
        let required: Vec<String> = line.required.iter().map(|rule| write_rule(rule, lines)).collect();
        writeln!(out, "  required: &[{}],", required.join(", ")).unwrap();
        let excluded: Vec<&str> = line.excluded.iter().flat_map(|rule| rule.split(',')).collect();
        writeln!(out, "  excluded: {},", mask(&excluded, lines)).unwrap();
        let key = line.key.as_ref().map(|rule| {
            let runs: Vec<String> = rule
                .split('|')
                .map(|run| {
                    run.split(',').filter(|ai| !ai.is_empty()).map(|ai| format!("{ai:?}")).collect::<Vec<_>>()
                })
                .map(|run| format!("&[{}]", run.join(", ")))
                .collect();
            format!("Some(&[{}])", runs.join(", "))
        });
        writeln!(out, "  qualifiers: {} }},", key.unwrap_or_else(|| "None".into())).unwrap();
    }
    writeln!(out, "];").unwrap();
}

/// `N6,yymmd0`, `X..20` or `[N..12]` as a `Part`.
fn write_part(text: &str) -> String {
    let mut words = text.split(',');
    let format = words.next().expect("a part has a format");
    let optional = format.starts_with('[');
    let format = format.trim_start_matches('[').trim_end_matches(']');
    let (set, length) = format.split_at(1);
    let set = match set {
        "N" => "Digits",
        "X" => "Set82",
        "Y" => "Set39",
        "Z" => "Base64Url",
        other => panic!("character set {other}"),
    };
    let (min, max) = match length.strip_prefix("..") {
        Some(max) => ("1", max),
        None => (length, length),
    };
    let lints: Vec<String> =
        words.map(|lint| format!("Lint::{}{}", lint[..1].to_uppercase(), &lint[1..])).collect();
    format!(
        "Part {{ set: Set::{set}, min: {min}, max: {max}, optional: {optional}, lints: &[{}] }}",
        lints.join(", ")
    )
}

/// `01+21,02,35nn` as a rule: any group, and in it one of each mask.
fn write_rule(rule: &str, lines: &[Line]) -> String {
    let groups: Vec<String> = rule
        .split(',')
        .map(|group| {
            let masks: Vec<String> = group.split('+').map(|pattern| mask(&[pattern], lines)).collect();
            format!("&[{}]", masks.join(", "))
        })
        .collect();
    format!("Rule {{ text: {rule:?}, groups: &[{}] }}", groups.join(", "))
}

/// The entries that any of these patterns names (`n` stands for any digit), as four words of bits.
fn mask(patterns: &[&str], lines: &[Line]) -> String {
    let mut words = [0_u64; 4];
    for pattern in patterns {
        let mut found = false;
        for (at, line) in lines.iter().enumerate() {
            let first = matches(pattern, &line.first);
            assert_eq!(first, matches(pattern, &line.last), "{pattern} cuts the range {}", line.first);
            if first {
                found = true;
                words[at / 64] |= 1 << (at % 64);
            }
        }
        // The dictionary names some patterns ahead of their AIs; a full AI must be there.
        assert!(found || pattern.contains('n'), "{pattern} names no AI");
    }
    format!("Mask([{:#x}, {:#x}, {:#x}, {:#x}])", words[0], words[1], words[2], words[3])
}

fn matches(pattern: &str, ai: &str) -> bool {
    pattern.len() == ai.len() && pattern.chars().zip(ai.chars()).all(|(p, digit)| p == 'n' || p == digit)
}

/// The length of an AI by its first two digits; 0 where none is allocated.
fn write_lengths(out: &mut String, lines: &[Line]) {
    let mut lengths = [0_usize; 100];
    for line in lines {
        for ai in [&line.first, &line.last] {
            let length = &mut lengths[ai[..2].parse::<usize>().expect("digits")];
            assert!(*length == 0 || *length == ai.len(), "prefix of {ai} has two lengths");
            *length = ai.len();
        }
        if line.first.len() == 2 {
            let (first, last): (usize, usize) = (line.first.parse().unwrap(), line.last.parse().unwrap());
            lengths[first..=last].fill(2);
        }
    }
    writeln!(out, "/// Digits of an AI by its first two; 0 where none is allocated.\npub(super) static AI_LENGTH: [u8; 100] = {lengths:?};")
        .unwrap();
}

fn four(ai: &str) -> String {
    let mut bytes = [0_u8; 4];
    bytes[..ai.len()].copy_from_slice(ai.as_bytes());
    format!("{bytes:?}")
}
