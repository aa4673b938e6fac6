//! Texts of every kind in every format at both resolutions: accents are printed, and long ones stay where they belong.

mod kit;

use bipe_labels::{Dpi, Format, KINDS, Label, render};
use kit::Picture;
use serde_json::Value;
use std::collections::BTreeMap;

/// Every format of every kind.
fn each(check: impl Fn(&str, Format)) {
    for kind in KINDS {
        Label::formats(kind).iter().for_each(|format| check(kind, *format));
    }
}

fn pictures(label: &Label, format: Format, dpi: Dpi) -> Vec<Picture> {
    let bytes =
        render(label, format, dpi).unwrap_or_else(|error| panic!("{} {format}: {error}", label.kind()));
    kit::draw(&bytes, format, dpi, kit::size_mm(label.kind()))
}

/// The sample of a kind with each of its texts changed.
fn changed(kind: &str, change: &impl Fn(&str, &str) -> String) -> Label {
    fn walk(key: &str, value: &mut Value, change: &impl Fn(&str, &str) -> String) {
        match value {
            Value::String(text) => *text = change(key, text),
            Value::Array(rows) => rows.iter_mut().for_each(|row| walk(key, row, change)),
            Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| walk(key, value, change)),
            _ => {}
        }
    }
    let mut json = serde_json::to_value(Label::sample(kind).unwrap()).unwrap();
    walk("", &mut json, change);
    serde_json::from_value(json).unwrap()
}

fn without_accents(text: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'ü' => 'u',
        'ç' => 'c',
        'Á' | 'À' | 'Â' | 'Ã' => 'A',
        'É' | 'Ê' => 'E',
        'Ó' | 'Ô' => 'O',
        other => other,
    };
    text.chars().map(plain).collect()
}

fn ink(pictures: &[Picture]) -> usize {
    pictures.iter().flat_map(|picture| &picture.pixels).filter(|pixel| **pixel < 128).count()
}

#[test]
fn accents_leave_ink_on_every_label() {
    // At 300 dots an inch there is more room for them.
    let dpi = Dpi::D203;
    each(|kind, format| {
        let ends = |end: &str, key: &str, text: &str| match key {
            "name" | "item" | "help" | "title" | "protocol" | "note" => format!("{text} {end}"),
            _ => text.to_owned(),
        };
        let accented = changed(kind, &|key, text| ends("ãõç", key, text));
        let plain = changed(kind, &|key, text| without_accents(&ends("aoc", key, text)));
        let (accented, plain) = (ink(&pictures(&accented, format, dpi)), ink(&pictures(&plain, format, dpi)));
        assert!(accented > plain, "{kind} {format}: {accented} dots, {plain} without accents");
    });
}

/// Fields of free text, which people fill with as much as they like.
const FREE: &[&str] = &[
    "name",
    "street",
    "district",
    "city",
    "note",
    "item",
    "from",
    "to",
    "help",
    "role",
    "warehouse",
    "zone",
    "service",
    "carrier",
    "customer",
    "title",
];

#[test]
fn long_texts_hide_no_symbol_and_stay_off_the_edges_at_203() {
    long_texts(Dpi::D203);
}

#[test]
fn long_texts_hide_no_symbol_and_stay_off_the_edges_at_300() {
    long_texts(Dpi::D300);
}

fn long_texts(dpi: Dpi) {
    let long = "Associação Beneficente dos Funcionários Públicos Aposentados de Jabuticatubão e Região Metropolitana";
    let symbols: BTreeMap<&str, Vec<(String, String)>> =
        KINDS.into_iter().map(|kind| (kind, of_sample(kind))).collect();
    each(|kind, format| {
        let name = format!("{kind}-long-{format}-{}", dpi.name());
        // A bin's and a tote's name is a code: one that does not fit is refused.
        let coded = matches!(kind, "bin" | "tote");
        let label = changed(kind, &|key, text| match FREE.contains(&key) && !(coded && key == "name") {
            true => format!("{text} {long}"),
            false => text.to_owned(),
        });
        let mut found = Vec::new();
        for picture in pictures(&label, format, dpi) {
            picture.keep(&name);
            // A badge's band and a receipt's paper go from side to side.
            if kind != "badge" && format != Format::EscPos {
                assert_margins(&picture, dpi, &name);
            }
            let symbols = picture.read();
            symbols.iter().for_each(|symbol| picture.assert_quiet(symbol, &name));
            found.extend(symbols.into_iter().map(|symbol| (symbol.aim, symbol.text)));
        }
        found.sort();
        found.dedup();
        assert_eq!(found, symbols[kind], "{name}");
    });
}

/// The symbols on a kind's sample; round trips prove that they are the right ones.
fn of_sample(kind: &str) -> Vec<(String, String)> {
    let drawn = pictures(&Label::sample(kind).unwrap(), Format::Png, Dpi::D203);
    let mut found: Vec<_> =
        drawn.iter().flat_map(Picture::read).map(|symbol| (symbol.aim, symbol.text)).collect();
    found.sort();
    found.dedup();
    found
}

/// No other label prints nearer to its sides than a millimetre.
fn assert_margins(picture: &Picture, dpi: Dpi, name: &str) {
    let margin = dpi.dots(1.0) as usize;
    for x in (0..margin).chain(picture.width - margin..picture.width) {
        assert!(!picture.has_ink_in_column(x), "{name}: ink at column {x}");
    }
}
