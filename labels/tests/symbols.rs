//! Symbols read back by zxing-cpp: from our modules, and from ZPL as an independent renderer encodes it.

mod kit;

use bipe_labels::symbol::gs1::Element;
use bipe_labels::symbol::{self, Payload, Symbol, Symbology};
use bipe_labels::{BinLabel, Dpi, Format, Label, render};
use kit::Picture;

/// A picture of a symbol, 3 dots a module, with its quiet zones.
fn picture(symbol: &Symbol) -> Picture {
    const DOTS: usize = 3;
    let rows: Vec<Vec<bool>> = match symbol {
        Symbol::Linear(linear) => {
            let quiet = linear.quiet as usize;
            let mut row = vec![false; quiet];
            for (i, width) in linear.widths.iter().enumerate() {
                row.extend(std::iter::repeat_n(i % 2 == 0, usize::from(*width)));
            }
            row.extend(vec![false; quiet]);
            vec![row; 20]
        }
        Symbol::Matrix(matrix) => {
            let quiet = matrix.quiet as usize;
            let blank = vec![false; matrix.side + 2 * quiet];
            let body = matrix.bits.chunks(matrix.side).map(|bits| {
                let side = vec![false; quiet];
                [side.as_slice(), bits, side.as_slice()].concat()
            });
            let above = std::iter::repeat_n(blank.clone(), quiet);
            above.clone().chain(body).chain(above).collect()
        }
    };
    let (width, height) = (rows[0].len() * DOTS, rows.len() * DOTS);
    let pixels = (0..height)
        .flat_map(|y| rows[y / DOTS].iter().flat_map(|dark| [if *dark { 0 } else { 255 }; DOTS]))
        .collect();
    Picture { width, height, pixels }
}

fn read(symbology: Symbology, payload: &Payload) -> (String, String) {
    let symbol = symbol::encode(symbology, payload).unwrap_or_else(|error| panic!("{payload:?}: {error}"));
    let found = picture(&symbol).read();
    assert_eq!(found.len(), 1, "{payload:?}");
    (found[0].aim.clone(), found[0].text.clone())
}

fn text(symbology: Symbology, content: &str, aim: &str) {
    let expected = (aim.to_owned(), content.to_owned());
    assert_eq!(read(symbology, &Payload::Text(content.to_owned())), expected);
}

/// Numbers from a fixed seed (xorshift), so that a failure comes back.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    /// Runs of digits and of other printable characters, which make the code sets change.
    fn text(&mut self, alphabet: &[u8]) -> String {
        let mut out = String::new();
        for _ in 0..=self.roll(4) {
            for _ in 0..=self.roll(6) {
                out.push(char::from(b'0' + self.roll(10) as u8));
            }
            for _ in 0..self.roll(4) {
                out.push(char::from(alphabet[self.roll(alphabet.len() as u64) as usize]));
            }
        }
        out
    }
}

#[test]
fn code128_of_any_printable_text() {
    let printable: Vec<u8> = (32..127).collect();
    let upper: Vec<u8> = (33..95).collect();
    let mut dice = Dice(7);
    for _ in 0..300 {
        text(Symbology::Code128, &dice.text(&printable), "]C0");
        text(Symbology::Code128Ac, &dice.text(&upper), "]C0");
    }
    // An access key with letters in its CNPJ (NT 2025.001).
    text(Symbology::Code128Ac, "35261112ABC34501DE35550010000184521123456786", "]C0");
}

#[test]
fn zpl_code_sets_say_the_same() {
    let printable: Vec<u8> = (33..127).collect();
    let mut dice = Dice(11);
    for _ in 0..40 {
        let mut code = dice.text(&printable);
        code.truncate(18);
        let bin = BinLabel { name: "A-1".to_owned(), code: code.clone(), ..BinLabel::default() };
        let bytes = render(&Label::Bin(bin), Format::Zpl, Dpi::D300).unwrap();
        let found = kit::draw(&bytes, Format::Zpl, Dpi::D300, [100.0, 50.0])[0].read();
        assert_eq!(found.iter().map(|f| f.text.as_str()).collect::<Vec<_>>(), [code.as_str()]);
    }
}

fn elements(pairs: &[(&str, &str)]) -> Payload {
    let element = |(ai, value): &(&str, &str)| Element { ai: (*ai).to_owned(), value: (*value).to_owned() };
    Payload::Elements(pairs.iter().map(element).collect())
}

#[test]
fn gs1_separators_stand_where_they_must() {
    let payload = elements(&[("10", "LOT-A"), ("21", "S/N"), ("17", "280229"), ("00", "378912345600000019")]);
    let expected = "10LOT-A<GS>21S/N<GS>1728022900378912345600000019";
    assert_eq!(read(Symbology::Gs1Code128, &payload), ("]C1".to_owned(), expected.to_owned()));
    assert_eq!(read(Symbology::Gs1Datamatrix, &payload), ("]d2".to_owned(), expected.to_owned()));
}

#[test]
fn gs1_128_of_random_lots() {
    let lots = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-/.";
    let mut dice = Dice(23);
    for _ in 0..200 {
        let mut lot = dice.text(lots);
        lot.truncate(20);
        let payload = elements(&[("01", "17891234560015"), ("10", &lot), ("37", "12")]);
        let expected = format!("011789123456001510{lot}<GS>3712");
        assert_eq!(read(Symbology::Gs1Code128, &payload), ("]C1".to_owned(), expected));
    }
}

#[test]
fn retail_and_plain_matrix_codes() {
    for first in 0..10u8 {
        let twelve = format!("{first}89123456001");
        let check = bipe_core::code::check_digit_mod10(twelve.as_bytes());
        text(Symbology::Ean13, &format!("{twelve}{check}"), "]E0");
    }
    text(Symbology::Itf14, "17891234560015", "]I1");
    text(Symbology::Qr, "https://rastreio.example/RGA00098765432", "]Q1");
    text(Symbology::Datamatrix, "BPLA-03-02-1", "]d1");
}

#[test]
fn wrong_content_is_refused() {
    let wrong = |symbology, payload: &Payload, part: &str| {
        let error = symbol::encode(symbology, payload).expect_err(part).to_string();
        assert!(error.contains(part), "{error}");
    };
    let plain = |content: &str| Payload::Text(content.to_owned());
    wrong(Symbology::Ean13, &plain("789123456001"), "13 digits");
    wrong(Symbology::Code128, &plain(""), "nothing");
    wrong(Symbology::Code128, &plain("AÇO"), "'Ç'");
    wrong(Symbology::Gs1Code128, &plain("00378912345600000019"), "elements");
    wrong(Symbology::Gs1Code128, &elements(&[("10", "")]), "(10)");
    wrong(Symbology::Gs1Code128, &elements(&[("10", "A\u{1d}B")]), "can't be encoded");
    wrong(Symbology::Gs1Code128, &elements(&[("10", "123456789012345678901")]), "20");
    wrong(Symbology::Gs1Code128, &elements(&[("17", "2802")]), "(17)");
    for (symbology, payload) in [
        (Symbology::Gs1Code128, elements(&[("00", "378912345600000018")])),
        (Symbology::Ean13, plain("7891234560019")),
        (Symbology::Itf14, plain("17891234560016")),
    ] {
        assert!(symbol::encode(symbology, &payload).is_err(), "{payload:?} has a wrong check digit");
    }
}
