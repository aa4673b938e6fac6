//! Every kind in every format at both resolutions: drawn by an independent renderer, read back by zxing-cpp.

mod kit;

use bipe_core::code::CommandCode;
use bipe_labels::{Dpi, Format, Label, render};
use serde_json::json;

/// 164 characters: receiver's CEP and number, sender's, check digit, version, tracking code, extra services, posting
/// card, service, grouping, number, complement, value, telephone, place, bar, free text.
const CORREIOS: &str = concat!(
    "0975073001245",
    "0527500000026",
    "9",
    "51",
    "BP123456785BR",
    "010200000000",
    "0075123456",
    "03220",
    "00",
    "01245",
    "apto. 82, bloco B   ",
    "00350",
    "011987654321",
    "-00.000000",
    "-00.000000",
    "|",
    "                              ",
);

/// Symbols expected on the sample of a kind: AIM identifier and text, sorted.
fn expected(kind: &str) -> Vec<(&'static str, String)> {
    // Every command there is, and nothing else (R22).
    if kind == "command_sheet" {
        let mut commands: Vec<_> = CommandCode::all().map(|command| ("]C0", command.printed())).collect();
        commands.sort();
        return commands;
    }
    symbols(kind).into_iter().map(|(aim, text)| (aim, text.to_owned())).collect()
}

fn symbols(kind: &str) -> Vec<(&'static str, &'static str)> {
    match kind {
        "shipping" => vec![("]C0", "BP123456785BR"), ("]C1", "00378912345600000019")],
        "pallet" => vec![("]C1", "00378912345600000019"), ("]C1", "02178912345600153764")],
        "bin" => vec![("]C0", "BPLA-03-02-1")],
        "item" => vec![("]E0", "7891234560018")],
        "lot" => vec![("]d2", "01178912345600151728022910L26-0815/B<GS>21SN00012345")],
        "tote" => vec![("]C0", "BPT000123")],
        "badge" => vec![("]C0", "BPB7K2M9QX4TR")],
        "carrier" => vec![("]C0", "RGA00098765432"), ("]Q1", "https://rastreio.example/RGA00098765432")],
        "correios" => vec![("]C0", "09750730"), ("]C0", "BP123456785BR"), ("]d1", CORREIOS)],
        "danfe" => vec![("]C0", "35261112345678000195550010000184521123456786")],
        "packing_slip" => vec![("]C0", "PV-2026-004217")],
        "pick_list" => vec![("]C0", "T-000871")],
        "manifest" => vec![("]C0", "R-000412")],
        _ => unreachable!("{kind}"),
    }
}

fn check(kind: &str, format: Format) {
    let label = Label::sample(kind).unwrap();
    for dpi in Dpi::ALL {
        let bytes = render(&label, format, dpi).unwrap();
        let name = format!("{kind}-{format}-{}", dpi.name());
        let pictures = kit::draw(&bytes, format, dpi, kit::size_mm(kind));
        let mut found = Vec::new();
        for (page, picture) in pictures.iter().enumerate() {
            picture.keep(&format!("{name}-{page}"));
            let symbols = picture.read();
            symbols.iter().for_each(|symbol| picture.assert_quiet(symbol, &name));
            found.extend(symbols);
        }
        found.sort();
        // A symbol on every page of a document is the same symbol.
        found.dedup_by(|a, b| (&a.aim, &a.text) == (&b.aim, &b.text));
        let read: Vec<_> = found.iter().map(|f| (f.aim.as_str(), f.text.clone())).collect();
        assert_eq!(read, expected(kind), "{name}");
    }
}

macro_rules! kinds {
    ($($kind:ident)*) => {
        #[test]
        fn every_kind_is_here() {
            let mut here = [$(stringify!($kind)),*];
            let mut all = bipe_labels::KINDS;
            (here.sort_unstable(), all.sort_unstable());
            assert_eq!(here, all);
        }

        $(
        #[test]
        fn $kind() {
            for format in Label::formats(stringify!($kind)) {
                check(stringify!($kind), *format);
            }
        }
        )*
    };
}

kinds! { shipping pallet bin item lot tote badge carrier correios danfe command_sheet packing_slip pick_list manifest }

/// A sample in a variant that its kind's sample does not show.
fn variant(kind: &str, change: serde_json::Value) -> Label {
    let mut json = serde_json::to_value(Label::sample(kind).unwrap()).unwrap();
    for (key, value) in change.as_object().unwrap() {
        json[key] = value.clone();
    }
    serde_json::from_value(json).unwrap()
}

fn check_variant(label: &Label, template: &str, size_mm: [f64; 2], expected: &[(&str, &str)]) {
    let (_, source) = bipe_labels::builtin_templates().iter().find(|(name, _)| *name == template).unwrap();
    let parsed = bipe_labels::check_template(source).unwrap();
    for format in Label::formats(label.kind()) {
        for dpi in Dpi::ALL {
            let name = format!("{template}-variant{}-{format}-{}", expected[0].0, dpi.name());
            let bytes = bipe_labels::render_with(&parsed, label, *format, dpi).unwrap();
            let picture = &kit::draw(&bytes, *format, dpi, size_mm)[0];
            picture.keep(&name);
            let found = picture.read();
            found.iter().for_each(|symbol| picture.assert_quiet(symbol, &name));
            let read: Vec<_> = found.iter().map(|f| (f.aim.as_str(), f.text.as_str())).collect();
            assert_eq!(read, expected, "{name}");
        }
    }
}

#[test]
fn item_without_gtin13() {
    let case = variant("item", json!({ "gtin13": null }));
    check_variant(&case, "item", [60.0, 40.0], &[("]I1", "17891234560015")]);
    let own = variant("item", json!({ "gtin13": null, "gtin14": null }));
    check_variant(&own, "item", [60.0, 40.0], &[("]C0", "CAF-TOR-500")]);
}

#[test]
fn mixed_pallet_and_pallet_in_a5() {
    let nothing = json!({ "content": null, "item": null, "count": null, "lot": null, "expiry": null });
    let sscc = ("]C1", "00378912345600000019");
    check_variant(&variant("pallet", nothing), "pallet", [100.0, 150.0], &[sscc]);
    let content = ("]C1", "0217891234560015172802293764");
    let lot = ("]C1", "10L26-0815/B");
    check_variant(&variant("pallet", json!({})), "pallet_a5", [148.0, 210.0], &[sscc, content, lot]);
}

#[test]
fn many_tags_are_one_document_with_one_font() {
    let tags: Vec<Label> =
        (1..=20).map(|parcel| variant("shipping", json!({ "parcel": parcel, "parcels": 20 }))).collect();
    let bytes = bipe_labels::render_many(&tags, Format::Pdf, Dpi::D203).unwrap();
    let one = render(&tags[0], Format::Pdf, Dpi::D203).unwrap();
    assert!(bytes.len() < one.len() * 5, "{} bytes, one tag has {}", bytes.len(), one.len());
    let text = kit::pdf_text(&bytes);
    for parcel in 1..=20 {
        assert!(text.contains(&format!("{parcel}/20")), "tag {parcel} is missing");
    }
}

/// The proof that the quiet zones above are really looked at.
#[test]
#[should_panic(expected = "ink at")]
fn ink_in_a_quiet_zone_is_seen() {
    let source = "name = \"mine\"\nkind = \"bin\"\nwidth = 100\nheight = 50\nelement = [\
        { symbol = \"code128\", data = \"{code}\", x = 0.375, at = [4, 4], size = [92, 40] },\
        { fill = true, at = [5, 4], size = [0.5, 40] }]";
    let template = bipe_labels::template::Template::parse(source).unwrap();
    let bytes =
        bipe_labels::render_with(&template, &Label::sample("bin").unwrap(), Format::Png, Dpi::D203).unwrap();
    let picture = &kit::draw(&bytes, Format::Png, Dpi::D203, [100.0, 50.0])[0];
    picture.read().iter().for_each(|symbol| picture.assert_quiet(symbol, "mine"));
}
