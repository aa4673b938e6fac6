//! How long 1 000 shipping tags take: `cargo xtask bench labels`. Exit status 1: a target was missed.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use bipe_labels::{Dpi, Format, Label, render_many};

const TAGS: u32 = 1_000;

/// The longest that a thousand tags may take, where that was promised.
fn allowed(format: Format) -> Option<Duration> {
    match format {
        Format::Pdf => Some(Duration::from_secs(2)),
        Format::Zpl => Some(Duration::from_millis(100)),
        _ => None,
    }
}

/// The best of three, so that what the machine did besides is no fault of ours.
fn measured(tags: &[Label], format: Format) -> Result<(usize, Duration), String> {
    let mut best = (0, Duration::MAX);
    for _ in 0..3 {
        let start = Instant::now();
        let bytes = render_many(tags, format, Dpi::D203).map_err(|error| error.to_string())?;
        best = (bytes.len(), best.1.min(start.elapsed()));
    }
    Ok(best)
}

fn main() -> ExitCode {
    let Some(Label::Shipping(tag)) = Label::sample("shipping") else { return ExitCode::FAILURE };
    let tag_of = |parcel| {
        let mut tag = tag.clone();
        (tag.parcel, tag.parcels) = (parcel, TAGS);
        Label::Shipping(tag)
    };
    let tags: Vec<Label> = (1..=TAGS).map(tag_of).collect();
    let mut missed = false;
    for format in Label::formats("shipping").iter().filter(|format| **format != Format::Png) {
        match measured(&tags, *format) {
            Ok((bytes, took)) => {
                let late = allowed(*format).is_some_and(|allowed| took > allowed);
                let limit =
                    allowed(*format).map_or(String::new(), |it| format!(" (at most {} ms)", it.as_millis()));
                println!("{TAGS} tags as {format}: {} kB in {} ms{limit}", bytes / 1024, took.as_millis());
                missed |= late;
            }
            Err(error) => {
                println!("{format}: {error}");
                missed = true;
            }
        }
    }
    if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
