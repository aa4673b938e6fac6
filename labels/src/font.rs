//! The embedded typeface: Roboto Condensed, regular and bold, cut down to Latin-1 and Latin Extended-A.
//!
//! The same widths decide in every format where lines break, so a label has the same lines on paper, in a PDF and
//! on screen. Its bold is as wide as the resident font of ZPL printers, or a little wider.

use ab_glyph::{Font as _, FontRef};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Weight of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weight {
    /// Regular.
    #[default]
    Regular,
    /// Bold.
    Bold,
}

/// Height of capitals in ems.
pub const CAP_HEIGHT_EM: f64 = 0.711;
/// From the top of a line to its baseline in ems; room for an accent on a capital.
pub const BASELINE_EM: f64 = 0.94;
/// From baseline to baseline in ems.
pub const LINE_EM: f64 = 1.17;

/// One weight: outlines and advances.
pub struct Face {
    bytes: &'static [u8],
    outlines: FontRef<'static>,
    units_per_em: f32,
    /// Advances of the characters below U+0180 in ems; 0 where there is no glyph.
    advances: Vec<f32>,
}

/// The face of a weight.
pub fn face(weight: Weight) -> &'static Face {
    static REGULAR: OnceLock<Face> = OnceLock::new();
    static BOLD: OnceLock<Face> = OnceLock::new();
    match weight {
        Weight::Regular => {
            REGULAR.get_or_init(|| Face::new(include_bytes!("../fonts/RobotoCondensed-Regular.ttf")))
        }
        Weight::Bold => BOLD.get_or_init(|| Face::new(include_bytes!("../fonts/RobotoCondensed-Bold.ttf"))),
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        let outlines = FontRef::try_from_slice(bytes).expect("the embedded font is valid");
        let units_per_em = outlines.units_per_em().expect("the embedded font has a size");
        let advance = |c| {
            let glyph = outlines.glyph_id(c);
            if glyph.0 == 0 { 0.0 } else { outlines.h_advance_unscaled(glyph) / units_per_em }
        };
        let advances = (0..0x180).map(|code| char::from_u32(code).map_or(0.0, advance)).collect();
        Self { bytes, outlines, units_per_em, advances }
    }

    /// The font file.
    pub fn bytes(&self) -> &'static [u8] {
        self.bytes
    }

    /// Glyph outlines.
    pub fn outlines(&self) -> &FontRef<'static> {
        &self.outlines
    }

    /// The factor from ems to `ab_glyph`'s scale, which is the height from ascent to descent.
    pub fn scale_per_em(&self) -> f32 {
        self.outlines.height_unscaled() / self.units_per_em
    }

    /// Advance of one character in ems.
    pub fn advance(&self, c: char) -> f64 {
        match self.advances.get(c as usize) {
            Some(advance) => f64::from(*advance),
            None => {
                f64::from(self.outlines.h_advance_unscaled(self.outlines.glyph_id(c)) / self.units_per_em)
            }
        }
    }

    /// Width of a text in ems. No kerning, in any format.
    pub fn width(&self, text: &str) -> f64 {
        text.chars().map(|c| self.advance(c)).sum()
    }

    fn has(&self, c: char) -> bool {
        self.outlines.glyph_id(c).0 != 0
    }
}

/// Width of a text in ems where each letter takes the wider of its two weights: what lines are broken by.
pub fn broad(text: &str) -> f64 {
    let (regular, bold) = (face(Weight::Regular), face(Weight::Bold));
    text.chars().map(|c| regular.advance(c).max(bold.advance(c))).sum()
}

/// Text as it can be printed: control characters become spaces, characters outside the typeface a visible `?`.
pub fn printable(text: &str) -> String {
    let bold = face(Weight::Bold);
    text.chars()
        .map(|c| match c {
            c if c.is_control() => ' ',
            c if bold.has(c) => c,
            _ => '?',
        })
        .collect()
}
