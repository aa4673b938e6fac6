//! Eyes that are not ours: poppler draws PDF, `labelize` draws printer languages, zxing-cpp reads what they drew.

#![expect(dead_code, reason = "each test file uses its part of the kit")]

use bipe_labels::{Dpi, Format};
use std::process::Command;
use zxingcpp::{BarcodeFormat, ImageFormat, ImageView};

/// A grey picture, one pixel a printer dot.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

/// One symbol found in a picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// AIM identifier, such as `]C1`.
    pub aim: String,
    /// The text with group separators as `<GS>`.
    pub text: String,
    /// Left, top, right, bottom.
    pub edges: [i32; 4],
}

impl Picture {
    fn from_png(bytes: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("a PNG");
        let mut data = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut data).expect("a frame");
        let step = info.line_size / info.width as usize;
        let pixels = data[..info.buffer_size()].chunks(step).map(|pixel| pixel[0]).collect();
        Self { width: info.width as usize, height: info.height as usize, pixels }
    }

    /// Writes the picture for people to look at when `BIPE_LABEL_PICTURES` names a folder.
    pub fn keep(&self, name: &str) {
        let Some(folder) = std::env::var_os("BIPE_LABEL_PICTURES") else { return };
        let file = std::fs::File::create(std::path::Path::new(&folder).join(format!("{name}.png"))).unwrap();
        let mut encoder = png::Encoder::new(file, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.write_header().unwrap().write_image_data(&self.pixels).unwrap();
    }

    /// All symbols, by text.
    pub fn read(&self) -> Vec<Found> {
        let view =
            ImageView::from_slice(&self.pixels, self.width as u32, self.height as u32, ImageFormat::Lum)
                .expect("a view");
        let formats = [
            BarcodeFormat::Code128,
            BarcodeFormat::DataMatrix,
            BarcodeFormat::QRCode,
            BarcodeFormat::EAN13,
            BarcodeFormat::ITF,
        ];
        let reader = zxingcpp::read().formats(formats).try_invert(false).try_rotate(false);
        let mut found: Vec<Found> = reader
            .from(view)
            .expect("zxing reads")
            .iter()
            .map(|symbol| {
                let corners = symbol.position();
                let (left, right) = (corners.top_left.x.min(corners.bottom_left.x), corners.top_right.x);
                Found {
                    aim: symbol.symbology_identifier(),
                    text: String::from_utf8_lossy(&symbol.bytes()).replace('\u{1d}', "<GS>"),
                    edges: [left, corners.top_left.y, right, corners.bottom_right.y],
                }
            })
            .collect();
        found.sort();
        found
    }

    /// Refuses a symbol whose quiet zones hold ink: 10 modules beside bars, 4 around QR, 1 around Data Matrix.
    ///
    /// The module is the narrowest run of one colour on the symbol's middle row.
    pub fn assert_quiet(&self, found: &Found, name: &str) {
        let [left, top, right, bottom] = found.edges;
        let middle = (top + bottom) / 2;
        let dark = |x: i32, y: i32| self.pixels[y as usize * self.width + x as usize] < 128;
        let row: Vec<bool> = (left + 1..right).map(|x| dark(x, middle)).collect();
        let runs: Vec<i32> = row.chunk_by(|a, b| a == b).map(|run| run.len() as i32).collect();
        let module = *runs[1..runs.len() - 1].iter().min().expect("a symbol has runs");
        let modules = match found.aim.get(..2) {
            Some("]d") => 1,
            Some("]Q") => 4,
            _ => 10,
        };
        // The reader's edges are good to a dot or two.
        let (gap, quiet) = (2, modules * module - 1);
        assert!(
            left - quiet >= 0 && right + quiet <= self.width as i32,
            "{name}: {found:?} too near the edge"
        );
        for x in (left - quiet..=left - gap).chain(right + gap..right + quiet) {
            assert!(!dark(x, middle), "{name}: ink at {x},{middle} beside {found:?}");
        }
        if modules < 10 {
            for y in (top - quiet..=top - gap).chain(bottom + gap..bottom + quiet) {
                assert!(!dark((left + right) / 2, y), "{name}: ink above or below {found:?}");
            }
        }
    }

    /// True when a column of pixels holds ink.
    pub fn has_ink_in_column(&self, x: usize) -> bool {
        (0..self.height).any(|y| self.pixels[y * self.width + x] < 128)
    }
}

/// Width and height of a kind's label as built in; of documents what a renderer of rolls would be told.
pub fn size_mm(kind: &str) -> [f64; 2] {
    match kind {
        "bin" | "tote" => [100.0, 50.0],
        "item" | "lot" => [60.0, 40.0],
        "badge" => [85.6, 54.0],
        _ => [100.0, 150.0],
    }
}

/// Draws what a device would print, one picture a page.
pub fn draw(bytes: &[u8], format: Format, dpi: Dpi, size_mm: [f64; 2]) -> Vec<Picture> {
    match format {
        Format::Pdf => poppler(bytes, dpi),
        Format::Png => vec![Picture::from_png(bytes)],
        Format::Zpl => vec![labelize(bytes, labelize::Language::Zpl, dpi, size_mm)],
        Format::Tspl => vec![labelize(bytes, labelize::Language::Tspl, dpi, size_mm)],
        Format::Epl => vec![labelize(&turned_over(bytes), labelize::Language::Epl, dpi, size_mm)],
        Format::EscPos => vec![receipt(bytes)],
    }
}

/// EPL2 with the bits of its `GW` graphics turned over. Printers print cleared bits (EPL2 Programmer's Manual, GW;
/// the drivers of CUPS do as we do); this renderer draws set bits.
fn turned_over(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(end) = rest.iter().position(|b| *b == b'\n') {
        if !rest.starts_with(b"GW") {
            out.extend_from_slice(&rest[..=end]);
            rest = &rest[end + 1..];
            continue;
        }
        let commas: Vec<usize> =
            rest.iter().enumerate().filter(|(_, b)| **b == b',').map(|(i, _)| i).take(4).collect();
        let number = |from: usize, to: usize| {
            std::str::from_utf8(&rest[from + 1..to]).unwrap().parse::<usize>().expect("a size in GW")
        };
        let (start, size) = (commas[3] + 1, number(commas[1], commas[2]) * number(commas[2], commas[3]));
        out.extend_from_slice(&rest[..start]);
        out.extend(rest[start..start + size].iter().map(|byte| !byte));
        rest = &rest[start + size..];
    }
    out.extend_from_slice(rest);
    out
}

fn labelize(bytes: &[u8], language: labelize::Language, dpi: Dpi, size_mm: [f64; 2]) -> Picture {
    let dpmm = if dpi == Dpi::D203 { 8 } else { 12 };
    // The renderer knows 12 dots a millimetre where a 300 dpi head has 11.81: give it the same number of dots.
    let scale = dpi.dots_per_mm() / f64::from(dpmm);
    let options = labelize::RenderOptions {
        language: Some(language),
        width_mm: Some(size_mm[0] * scale),
        height_mm: Some(size_mm[1] * scale),
        dpmm,
        antialias: true,
    };
    Picture::from_png(&labelize::render_png(bytes, options).expect("the renderer understands it").bytes)
}

/// A small ESC/POS decoder: raster bands one below the other; anything else than our few commands is a failure.
fn receipt(bytes: &[u8]) -> Picture {
    let mut picture = Picture { width: 0, height: 0, pixels: Vec::new() };
    let mut rest = bytes;
    while let Some(command) = rest.get(..2) {
        rest = match command {
            b"\x1B@" => &rest[2..],
            b"\x1Bd" => &rest[3..],
            b"\x1DV" => &rest[4..],
            b"\x1Dv" => {
                assert_eq!(&rest[2..4], b"0\0");
                let row_bytes = usize::from(u16::from_le_bytes([rest[4], rest[5]]));
                let rows = usize::from(u16::from_le_bytes([rest[6], rest[7]]));
                let data = &rest[8..8 + row_bytes * rows];
                picture.width = row_bytes * 8;
                picture.height += rows;
                let bits = data.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
                picture.pixels.extend(bits.map(|bit| if bit == 1 { 0 } else { 255 }));
                &rest[8 + row_bytes * rows..]
            }
            other => panic!("unknown command {other:?}"),
        };
    }
    assert!(rest.is_empty());
    picture
}

/// The text layer of a PDF.
pub fn pdf_text(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("label.pdf");
    std::fs::write(&file, bytes).unwrap();
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(&file)
        .arg("-")
        .output()
        .expect("pdftotext is missing: apt-get install poppler-utils");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn poppler(bytes: &[u8], dpi: Dpi) -> Vec<Picture> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("label.pdf");
    std::fs::write(&file, bytes).unwrap();
    let resolution = format!("{}", dpi.dots_per_mm() * 25.4);
    let output = Command::new("pdftoppm")
        .args(["-gray", "-r", &resolution])
        .arg(&file)
        .arg(folder.path().join("page"))
        .output()
        .expect("pdftoppm is missing: apt-get install poppler-utils");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut pages: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "pgm"))
        .collect();
    pages.sort();
    pages.iter().map(|path| pgm(&std::fs::read(path).unwrap())).collect()
}

/// Reads a binary PGM: `P5 width height 255`, then the pixels.
fn pgm(bytes: &[u8]) -> Picture {
    let mut numbers = Vec::new();
    let mut at = 2;
    while numbers.len() < 3 {
        let start = at + bytes[at..].iter().position(u8::is_ascii_digit).unwrap();
        at = start + bytes[start..].iter().position(|b| !b.is_ascii_digit()).unwrap();
        numbers.push(std::str::from_utf8(&bytes[start..at]).unwrap().parse::<usize>().unwrap());
    }
    Picture { width: numbers[0], height: numbers[1], pixels: bytes[at + 1..].to_vec() }
}
