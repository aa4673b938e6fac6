//! How long 1 000 shipping tags take: `cargo run --release -p bipe-labels --example tags`.

use bipe_labels::{Dpi, Format, Label, render_many};
use std::time::Instant;

fn main() {
    let Some(Label::Shipping(tag)) = Label::sample("shipping") else { return };
    let tags: Vec<Label> = (1..=1000)
        .map(|parcel| {
            let mut tag = tag.clone();
            tag.parcel = parcel;
            tag.parcels = 1000;
            Label::Shipping(tag)
        })
        .collect();
    for format in Label::formats("shipping").iter().filter(|format| **format != Format::Png) {
        let start = Instant::now();
        match render_many(&tags, *format, Dpi::D203) {
            Ok(bytes) => {
                println!("{format}: {} kB in {} ms", bytes.len() / 1024, start.elapsed().as_millis())
            }
            Err(error) => println!("{format}: {error}"),
        }
    }
}
