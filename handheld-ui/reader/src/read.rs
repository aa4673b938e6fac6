//! From a grey picture to the frame that a scanner would send.
//!
//! Squares are looked for first, then bars, along lines over the whole height and, in every other picture, over the whole width. Each
//! symbology costs time in each picture that shows nothing, so only those that a warehouse meets are looked for: [`SYMBOLOGIES`].

use rxing::common::{BitArray, HybridBinarizer, LineOrientation};
use rxing::datamatrix::DataMatrixReader;
use rxing::oned::{Code39Reader, Code128Reader, ITFReader, MultiFormatUPCEANReader, OneDReader};
use rxing::qrcode::cpp_port::QrReader;
use rxing::{
    BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult, RXingResultMetadataType,
    RXingResultMetadataValue, Reader as _,
};

/// A kind of symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbology {
    /// Data Matrix, GS1 or not.
    DataMatrix,
    /// QR code, GS1 or not.
    Qr,
    /// Code 128, GS1-128 or not.
    Code128,
    /// EAN-13, EAN-8, UPC-A, UPC-E.
    Retail,
    /// ITF-14. Other lengths of ITF are too easily a part of something longer.
    Itf14,
    /// Code 39.
    Code39,
}

/// What Bipe's scans know and a camera can read. The one list: a site that uses less hands less to [`Reader::new`].
pub const SYMBOLOGIES: [Symbology; 6] = [
    Symbology::DataMatrix,
    Symbology::Qr,
    Symbology::Code128,
    Symbology::Retail,
    Symbology::Itf14,
    Symbology::Code39,
];

/// Lines over the picture along which bars are looked for.
const LINES: usize = 15;

/// The shortest side of a picture that is looked at.
const SIDE_MIN: u32 = 8;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The frame, AIM identifier first.
    pub frame: String,
    /// Whether the symbol checks itself well enough to be believed at first sight.
    pub is_sure: bool,
}

type Bitmap = BinaryBitmap<HybridBinarizer<Luma8LuminanceSource>>;

/// Reads one picture after the other.
pub struct Reader {
    symbologies: Vec<Symbology>,
    hints: DecodeHints,
    retail: MultiFormatUPCEANReader,
    is_turned: bool,
}

impl Reader {
    /// A reader of these symbologies alone.
    pub fn new(symbologies: &[Symbology]) -> Self {
        let hints = DecodeHints { AssumeGs1: Some(true), ..DecodeHints::default() };
        let retail = MultiFormatUPCEANReader::new(&hints);
        Self { symbologies: symbologies.to_vec(), hints, retail, is_turned: true }
    }

    /// Reads a picture: a byte a pixel, 0 black, rows from the top.
    pub fn read(&mut self, grey: Vec<u8>, width: u32, height: u32) -> Option<Read> {
        // Smaller ones hold no symbol, and the decoders take them for no picture at all.
        if width < SIDE_MIN || height < SIDE_MIN {
            return None;
        }
        let source = Luma8LuminanceSource::new(grey, width, height).ok()?;
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        self.is_turned = !self.is_turned;
        self.squares(&mut bitmap).or_else(|| {
            let across = self.bars(&bitmap, LineOrientation::Row);
            if across.is_some() || !self.is_turned {
                return across;
            }
            self.bars(&bitmap, LineOrientation::Column)
        })
    }

    fn knows(&self, symbology: Symbology) -> bool {
        self.symbologies.contains(&symbology)
    }

    fn squares(&self, bitmap: &mut Bitmap) -> Option<Read> {
        if self.knows(Symbology::DataMatrix)
            && let Ok(found) = DataMatrixReader.decode_with_hints(bitmap, &self.hints)
        {
            return told(&found);
        }
        if self.knows(Symbology::Qr)
            && let Ok(found) = QrReader.decode_with_hints(bitmap, &self.hints)
        {
            return told(&found);
        }
        None
    }

    /// Looks along lines, the middle one first.
    fn bars(&mut self, bitmap: &Bitmap, along: LineOrientation) -> Option<Read> {
        let length = match along {
            LineOrientation::Row => bitmap.get_height(),
            LineOrientation::Column => bitmap.get_width(),
        };
        (0..LINES).find_map(|place| {
            let steps = place.div_ceil(2);
            let middle = LINES / 2;
            let line = if place % 2 == 0 { middle + steps } else { middle - steps };
            let mut bits = bitmap.get_black_line(length * (2 * line + 1) / (2 * LINES), along).ok()?;
            self.line(&bits).or_else(|| {
                // Upside down.
                bits.to_mut().reverse();
                self.line(&bits)
            })
        })
    }

    fn line(&mut self, bits: &BitArray) -> Option<Read> {
        let Self { symbologies, hints, retail, .. } = self;
        symbologies.iter().find_map(|symbology| {
            let found = match symbology {
                Symbology::Code128 => Code128Reader.decode_row(0, bits, hints),
                Symbology::Retail => retail.decode_row(0, bits, hints),
                Symbology::Itf14 => ITFReader::default().decode_row(0, bits, hints),
                Symbology::Code39 => Code39Reader::default().decode_row(0, bits, hints),
                Symbology::DataMatrix | Symbology::Qr => return None,
            };
            told(&found.ok()?)
        })
    }
}

/// What a decoder found, as a scanner tells it.
fn told(found: &RXingResult) -> Option<Read> {
    let identifier = found.getRXingResultMetadata().get(&RXingResultMetadataType::SYMBOLOGY_IDENTIFIER)?;
    let RXingResultMetadataValue::SymbologyIdentifier(identifier) = identifier else { return None };
    framed(identifier, found.getText())
}

/// The frame of a text with its AIM identifier, as this decoder gives them; nothing where the text can't be what it is taken for.
fn framed(identifier: &str, text: &str) -> Option<Read> {
    let sure = |frame: String| Some(Read { frame, is_sure: true });
    match identifier {
        // The FNC1 that makes a symbol GS1's is in the identifier, and not in the text again.
        "]C1" => sure(format!("]C1{}", text.strip_prefix("]C1")?)),
        "]d2" | "]d5" | "]Q3" | "]Q4" => {
            sure(format!("{identifier}{}", text.strip_prefix('\u{1d}').unwrap_or(text)))
        }
        "]E0" | "]E4" => retail(identifier, text),
        "]I0" | "]I1" => itf14(text),
        "]A0" => Some(Read { frame: format!("]A0{text}"), is_sure: false }),
        _ => sure(format!("{identifier}{text}")),
    }
}

/// A retail symbol: UPC-A is an EAN-13 that begins with 0. Short ones have little to check themselves by.
fn retail(identifier: &str, digits: &str) -> Option<Read> {
    let told = |frame: String, is_sure| Some(Read { frame, is_sure });
    match (identifier, digits.len()) {
        ("]E4", 8) if is_checked(digits) => told(format!("]E4{digits}"), false),
        // UPC-E, whose check digit is that of its long form.
        ("]E0", 8) => told(format!("]E0{digits}"), false),
        ("]E0", 12) if is_checked(digits) => told(format!("]E00{digits}"), true),
        ("]E0", 13) if is_checked(digits) => told(format!("]E0{digits}"), true),
        _ => None,
    }
}

/// An ITF-14, whose check digit holds.
fn itf14(digits: &str) -> Option<Read> {
    (digits.len() == 14 && is_checked(digits)).then(|| Read { frame: format!("]I1{digits}"), is_sure: false })
}

/// What a browser's own detector tells of a symbol, where that is all there is to know: it tells no FNC1, so of Code 128, Data Matrix
/// and QR codes it can't say whether they are GS1's.
pub fn detected(format: &str, text: &str) -> Option<Read> {
    match format {
        "ean_13" | "upc_a" | "upc_e" => retail("]E0", text),
        "ean_8" => retail("]E4", text),
        "itf" => itf14(text),
        "code_39" => framed("]A0", text),
        _ => None,
    }
}

/// Whether the last digit is the check digit of the others (GS1 General Specifications, 7.9.1).
fn is_checked(digits: &str) -> bool {
    let weighed = digits.bytes().rev().enumerate().map(|(place, digit)| {
        let value = u32::from(digit.wrapping_sub(b'0'));
        if place % 2 == 0 { value } else { 3 * value }
    });
    digits.bytes().all(|byte| byte.is_ascii_digit()) && weighed.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_is_told_as_a_scanner_tells_it() {
        let check = |identifier: &str, text: &str, expected: Option<&str>| {
            let read = framed(identifier, text).map(|read| read.frame);
            assert_eq!(read.as_deref(), expected, "{identifier} {text:?}");
        };
        check("]C0", "BPLA-01-01-1", Some("]C0BPLA-01-01-1"));
        check("]C0", "]C1", Some("]C0]C1"));
        check("]C1", "]C10107891234567895\u{1d}10L1", Some("]C10107891234567895\u{1d}10L1"));
        check("]d2", "\u{1d}10L1\u{1d}17271231", Some("]d210L1\u{1d}17271231"));
        check("]d1", "HELLO", Some("]d1HELLO"));
        check("]Q3", "10L1\u{1d}17271231", Some("]Q310L1\u{1d}17271231"));
        check("]Q1", "https://id.gs1.org/01/07891234567895", Some("]Q1https://id.gs1.org/01/07891234567895"));
        check("]E0", "7891234567895", Some("]E07891234567895"));
        check("]E0", "7891234567896", None);
        check("]E0", "036000291452", Some("]E00036000291452"));
        check("]E0", "01234565", Some("]E001234565"));
        check("]E4", "78912342", Some("]E478912342"));
        check("]E4", "78912343", None);
        check("]I0", "17891234567892", Some("]I117891234567892"));
        check("]I0", "17891234567893", None);
        check("]I0", "123456", None);
        check("]A0", "ABC-123", Some("]A0ABC-123"));
    }

    #[test]
    fn the_browsers_detector_is_believed_where_it_tells_all() {
        let check = |format: &str, text: &str, expected: Option<&str>| {
            let read = detected(format, text).map(|read| read.frame);
            assert_eq!(read.as_deref(), expected, "{format} {text:?}");
        };
        check("ean_13", "7891234567895", Some("]E07891234567895"));
        check("ean_13", "0036000291452", Some("]E00036000291452"));
        check("upc_a", "036000291452", Some("]E00036000291452"));
        check("itf", "17891234567892", Some("]I117891234567892"));
        check("itf", "1789", None);
        for format in ["code_128", "data_matrix", "qr_code", "pdf417"] {
            check(format, "0107891234567895", None);
        }
    }
}
