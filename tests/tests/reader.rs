//! The camera's reader before symbols that others drew: what it tells is what a scanner with AIM identifiers would have sent.

use bipe_core::scan::{self, Kind};
use bipe_labels::symbol::{Payload, Symbol, Symbology as Drawn, encode, gs1};
use bipe_labels::{BinLabel, Label};
use bipe_reader::read::{Reader, SYMBOLOGIES, Symbology};
use bipe_tests::film::Picture;
use time::macros::date;
use zxingcpp::BarcodeFormat;

/// A symbol of ours on white, so many pixels a module.
fn drawn(symbology: Drawn, payload: &Payload, scale: usize) -> Picture {
    let symbol = encode(symbology, payload).expect("it can be encoded");
    let (modules, rows): (Vec<bool>, usize) = match symbol {
        Symbol::Linear(bars) => {
            let bar = |(place, width): (usize, &u8)| vec![place % 2 == 0; usize::from(*width)];
            (bars.widths.iter().enumerate().flat_map(bar).collect(), 1)
        }
        Symbol::Matrix(matrix) => (matrix.bits, matrix.side),
    };
    let columns = modules.len() / rows;
    let tall = if rows == 1 { 80 } else { scale };
    let mut picture = Picture::plain((columns + 24) * scale, rows * tall + 24 * scale, 230);
    for (place, _) in modules.iter().enumerate().filter(|(_, dark)| **dark) {
        let (x, y) = ((12 + place % columns) * scale, 12 * scale + place / columns * tall);
        picture.lay(&Picture::plain(scale, tall, 20), x as i64, y as i64);
    }
    picture
}

fn text(text: &str) -> Payload {
    Payload::Text(text.to_owned())
}

fn elements(list: &[(&str, &str)]) -> Payload {
    let element = |(ai, value): &(&str, &str)| gs1::Element { ai: (*ai).into(), value: (*value).into() };
    Payload::Elements(list.iter().map(element).collect())
}

/// A symbol that labels don't carry, drawn by zxing-cpp.
fn foreign(format: BarcodeFormat, options: &str, content: &str) -> Picture {
    let code = zxingcpp::create(format).options(options).from_str(content).expect("it can be encoded");
    let image = code.to_image_with(&zxingcpp::write().scale(3).add_quiet_zones(true)).expect("a picture");
    let (width, height) = (image.width() as usize, image.height() as usize);
    let inner = Picture { width, height, pixels: image.data() };
    let mut picture = Picture::plain(width + 60, height.max(60) + 60, 255);
    // Bars may come as one row.
    for row in 0..if height < 20 { 80 } else { 1 } {
        picture.lay(&inner, 30, 30 + row);
    }
    picture
}

/// Turned by a quarter.
fn turned(picture: &Picture) -> Picture {
    let (width, height) = (picture.height, picture.width);
    let pixel = |place: usize| picture.pixels[(height - 1 - place / width) + (place % width) * picture.width];
    Picture { width, height, pixels: (0..width * height).map(pixel).collect() }
}

/// What is told of one of two looks: bars that stand upright are looked for in every other picture.
fn told(reader: &mut Reader, picture: &Picture) -> Option<String> {
    let size = (picture.width as u32, picture.height as u32);
    (0..2).find_map(|_| reader.read(picture.pixels.clone(), size.0, size.1)).map(|read| read.frame)
}

#[test]
fn what_is_read_is_what_a_scanner_would_send() {
    let lot = elements(&[("01", "07891000100103"), ("10", "L1"), ("17", "271231")]);
    let cases: Vec<(Picture, &str, Kind)> = vec![
        (drawn(Drawn::Code128, &text("BPLA-01-01-1"), 2), "]C0BPLA-01-01-1", Kind::Bin),
        (drawn(Drawn::Gs1Code128, &lot, 2), "]C1010789100010010310L1\u{1d}17271231", Kind::Gs1),
        (drawn(Drawn::Gs1Datamatrix, &lot, 5), "]d2010789100010010310L1\u{1d}17271231", Kind::Gs1),
        (drawn(Drawn::Datamatrix, &text("BPT000001"), 5), "]d1BPT000001", Kind::Tote),
        (
            drawn(Drawn::Qr, &text("https://id.gs1.org/01/07891000100103/10/L1"), 4),
            "]Q1https://id.gs1.org/01/07891000100103/10/L1",
            Kind::DigitalLink,
        ),
        (drawn(Drawn::Ean13, &text("7891000100103"), 3), "]E07891000100103", Kind::Gtin),
        (drawn(Drawn::Itf14, &text("17891000100100"), 2), "]I117891000100100", Kind::Gtin),
        (foreign(BarcodeFormat::EAN8, "", "78912342"), "]E478912342", Kind::Gtin),
        (foreign(BarcodeFormat::UPCA, "", "036000291452"), "]E00036000291452", Kind::Gtin),
        (foreign(BarcodeFormat::UPCE, "", "01234565"), "]E001234565", Kind::Gtin),
        (foreign(BarcodeFormat::Code39, "", "BPCPICK"), "]A0BPCPICK", Kind::Command),
        (
            foreign(BarcodeFormat::QRCode, "gs1", "(01)07891000100103(10)L1(17)271231"),
            "]Q3010789100010010310L1\u{1d}17271231",
            Kind::Gs1,
        ),
    ];
    let mut reader = Reader::new(&SYMBOLOGIES);
    for (picture, frame, kind) in cases {
        for (way, seen) in [("upright", picture.clone()), ("turned", turned(&picture))] {
            assert_eq!(told(&mut reader, &seen).as_deref(), Some(frame), "{way}");
        }
        let scan = scan::parse(frame, date!(2026 - 03 - 02));
        assert!(scan.is_usable() && scan.kind == kind, "{scan:?}");
    }
}

#[test]
fn only_the_sites_symbologies_are_read() {
    let bin = drawn(Drawn::Code128, &text("BPLA-01-01-1"), 2);
    assert_eq!(told(&mut Reader::new(&[Symbology::DataMatrix, Symbology::Qr]), &bin), None);
    assert!(told(&mut Reader::new(&[Symbology::Code128]), &bin).is_some());
}

#[test]
fn a_label_is_read_as_it_leaves_the_printer() {
    let label =
        BinLabel { name: "A-01-01-1".into(), code: "BPLA-01-01-1".into(), check_digits: None, zone: None };
    let picture = Picture::of(&Label::Bin(label));
    let mut reader = Reader::new(&SYMBOLOGIES);
    for seen in [turned(&picture), picture] {
        assert_eq!(told(&mut reader, &seen).as_deref(), Some("]C0BPLA-01-01-1"));
    }
}

/// Chance that needs no source: the same pictures each time.
fn noise(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn pictures_of_anything_break_nothing() {
    let lot = elements(&[("01", "07891000100103"), ("10", "L1"), ("17", "271231")]);
    let symbols = [
        drawn(Drawn::Gs1Datamatrix, &lot, 4),
        drawn(Drawn::Qr, &text("BPT000001"), 4),
        drawn(Drawn::Gs1Code128, &lot, 2),
    ];
    let mut reader = Reader::new(&SYMBOLOGIES);
    for seed in 1..120_u64 {
        // A symbol under dirt, cut anywhere.
        let symbol = &symbols[seed as usize % symbols.len()];
        let (width, height) = (40 + (seed as usize * 37) % 400, 30 + (seed as usize * 53) % 300);
        let mut picture = Picture::plain(width, height, 200);
        picture.lay(symbol, (seed as i64 * 17) % 90 - 60, (seed as i64 * 29) % 90 - 60);
        let dirt = noise(seed, width * height);
        let dark = 256 - (seed as usize * 7) % 200;
        for (pixel, dirt) in picture.pixels.iter_mut().zip(dirt) {
            *pixel = if usize::from(dirt) > dark { dirt } else { pixel.saturating_add(dirt / 16) };
        }
        reader.read(picture.pixels, width as u32, height as u32);
    }
    assert_eq!(reader.read(Vec::new(), 0, 0), None);
    assert_eq!(reader.read(vec![0], 1, 1), None);
}
