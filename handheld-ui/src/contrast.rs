//! Proof that the tokens can be read: on the floor every pair of ground and text has a contrast of at least 7:1.
//!
//! Contrast is WCAG 2.1's: relative luminance of sRGB (section "relative luminance"), `(lighter + 0.05) / (darker + 0.05)`.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../assets/tokens.css");

/// Ground, and what is written on it.
const PAIRS: [(&str, &str); 23] = [
    ("ground", "ink"),
    ("ground", "ink-soft"),
    ("ground", "link"),
    ("ground", "accepted-ink"),
    ("ground", "refused-ink"),
    ("raised", "ink"),
    ("raised", "ink-soft"),
    ("bar", "on-bar"),
    ("bar", "bar-soft"),
    ("primary", "on-primary"),
    ("primary-soft", "ink"),
    ("primary-soft", "link"),
    ("key", "on-key"),
    ("accepted", "on-accepted"),
    ("accepted-tint", "accepted-ink"),
    ("confirm", "on-confirm"),
    ("confirm-tint", "ink-soft"),
    ("confirm-tint", "confirm-ink"),
    ("refused", "on-refused"),
    ("refused-tint", "ink-soft"),
    ("refused-tint", "refused-ink"),
    ("quiet", "accepted-ink"),
    ("aisle", "on-aisle"),
];

/// The colours of each block of tokens, in the order of the file: light, dark by the device, dark by choice.
fn blocks() -> Vec<BTreeMap<&'static str, &'static str>> {
    let colours = |block: &'static str| {
        let tokens = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'));
        tokens.map(|(name, value)| (name, value.trim())).filter(|(_, value)| value.starts_with('#')).collect()
    };
    TOKENS.split(" color-scheme: ").skip(1).map(colours).collect()
}

fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("two hexadecimal digits")) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_pair_of_the_floor_has_a_contrast_of_seven() {
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 1e-9);
    let blocks = blocks();
    assert_eq!(blocks.len(), 3);
    for (number, block) in blocks.iter().enumerate() {
        for (ground, text) in PAIRS {
            let found = contrast(block[ground], block[text]);
            assert!(found >= 7.0, "block {number}: {text} on {ground} has only {found:.2}");
        }
    }
}

#[test]
fn both_ways_to_dark_are_the_same() {
    let blocks = blocks();
    assert_eq!(blocks[1], blocks[2]);
}
