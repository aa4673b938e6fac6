//! How many scans one core reads a second, and whether hostile ones take more time than their length allows:
//! `cargo xtask bench scan`. Exit status 1: a target was missed.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use bipe_core::scan::{FRAME_LENGTH_MAX, parse};
use time::Date;
use time::macros::date;

const TODAY: Date = date!(2026 - 11 - 24);
const PARSES_A_SECOND_MIN: u32 = 200_000;
const MEASURED: Duration = Duration::from_millis(1_000);
/// Eight times the bytes may take this many times the time: linear is 8, square would be 64.
const GROWTH_MAX: f64 = 16.0;

/// What a warehouse scans in a day, in about its proportions.
const DAY: &[&str] = &[
    "]C101095060001343521727013110L7",
    "]d2010950600013435210LOT-A\u{1d}21S12345\u{1d}17270100",
    "]C100106141411234567897",
    "]E07891000315507",
    "7891000315507",
    "]I117891000315504",
    "BPLA-03-02-1",
    "BPLB-12-04-2",
    "BPT0001",
    "BPCOK",
    "https://id.gs1.org/01/09506000134352/10/L7?17=270131",
    "35260714200166000187550010000000461550010464",
    "ABC-123",
];

/// Shapes that a careless reader takes square time for.
const HOSTILE: &[(&str, &str)] = &[
    ("FNC1 only", "\u{1d}"),
    ("brackets", "("),
    ("bracketed elements", "(10)"),
    ("one element again and again", "10A\u{1d}"),
    ("unknown elements", "89A\u{1d}"),
    ("internal elements", "91A\u{1d}"),
    ("GTINs", "0109506000134352"),
    ("path segments", "/01/1"),
    ("escapes", "%41"),
    ("parameters", "&10=A"),
    ("accents", "é"),
];
const HEADS: &[&str] = &["", "]C1", "]d2", "]E0", "https://a/", "https://a/?"];

/// Parses a second over these frames, for about as long as `measured`.
fn rate(frames: &[&str], measured: Duration) -> f64 {
    let start = Instant::now();
    let mut parses = 0_u32;
    while start.elapsed() < measured {
        for frame in frames {
            black_box(parse(black_box(frame), TODAY));
        }
        parses += u32::try_from(frames.len()).unwrap_or(u32::MAX);
    }
    f64::from(parses) / start.elapsed().as_secs_f64()
}

/// The frame of this length made of `unit` after `head`.
fn filled(head: &str, unit: &str, bytes: usize) -> String {
    let mut frame = head.to_owned();
    while frame.len() + unit.len() <= bytes {
        frame.push_str(unit);
    }
    frame
}

fn main() -> ExitCode {
    let mut missed = false;
    // Once for the caches, so that the first shape is not the slowest.
    rate(DAY, MEASURED / 4);
    let day = rate(DAY, MEASURED);
    println!("a day's scans: {day:.0} parses a second (at least {PARSES_A_SECOND_MIN})");
    missed |= day < f64::from(PARSES_A_SECOND_MIN);
    let mut worst = (0.0, String::new());
    for (name, unit) in HOSTILE {
        for head in HEADS {
            let seconds = |bytes| {
                let frame = filled(head, unit, bytes);
                // The best of five: what the machine did besides is no fault of the reader.
                (0..5).map(|_| 1.0 / rate(&[&frame], MEASURED / 100)).fold(f64::MAX, f64::min)
            };
            let (short, long) = (seconds(FRAME_LENGTH_MAX / 8), seconds(FRAME_LENGTH_MAX));
            let growth = long / short;
            if growth > GROWTH_MAX {
                println!("{name} after {head:?}: 8 times the bytes take {growth:.1} times the time");
                missed = true;
            }
            if long > worst.0 {
                worst = (long, format!("{name} after {head:?}"));
            }
        }
    }
    println!("hostile frames of {FRAME_LENGTH_MAX} bytes: at most {:.0} µs ({})", worst.0 * 1e6, worst.1);
    if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
