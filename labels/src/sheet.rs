//! A label laid out in whole printer dots: what every format draws.
//!
//! **Invariant**: marks lie inside the sheet; bars and modules are whole dots wide. A format only translates.

use crate::font::Weight;
use crate::format::Dpi;
use crate::symbol::{Linear, Matrix};

/// A rectangle in dots, from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// From the left edge.
    pub x: i32,
    /// From the top edge.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

/// Where a text stands in its area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Left edge and width that the line may use; `y` is the top of the line, `h` its height.
    pub area: Area,
    /// Baseline from the top edge of the sheet.
    pub baseline: i32,
    /// Size of the em in dots.
    pub em: f64,
    /// Weight; printers with one resident weight ignore it.
    pub weight: Weight,
    /// Side the text leans on.
    pub align: Align,
    /// The text.
    pub text: String,
    /// White on black; the black box is a mark of its own before it.
    pub white: bool,
}

impl Line {
    /// Width of the text in dots in the embedded typeface.
    pub fn width(&self) -> f64 {
        crate::font::face(self.weight).width(&self.text) * self.em
    }

    /// Where the text begins, for a text `width` dots wide.
    pub fn start(&self, width: f64) -> f64 {
        let free = f64::from(self.area.w) - width;
        f64::from(self.area.x)
            + match self.align {
                Align::Left => 0.0,
                Align::Center => free / 2.0,
                Align::Right => free,
            }
    }
}

/// Bars with their place.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// Left edge of the first bar.
    pub x: i32,
    /// Top of the bars.
    pub y: i32,
    /// Height of the bars.
    pub height: i32,
    /// Dots in a module.
    pub module: i32,
    /// The symbol.
    pub symbol: Linear,
}

impl Bars {
    /// The black bars as areas.
    pub fn areas(&self) -> impl Iterator<Item = Area> + '_ {
        let mut x = self.x;
        self.symbol.widths.iter().enumerate().filter_map(move |(i, width)| {
            let w = i32::from(*width) * self.module;
            let area = Area { x, y: self.y, w, h: self.height };
            x += w;
            (i % 2 == 0).then_some(area)
        })
    }
}

/// Squares with their place.
#[derive(Clone, Debug, PartialEq)]
pub struct Squares {
    /// Left edge of the first module.
    pub x: i32,
    /// Top of the first module.
    pub y: i32,
    /// Dots in a module.
    pub module: i32,
    /// The symbol.
    pub symbol: Matrix,
}

impl Squares {
    /// Runs of dark modules in each row as areas.
    pub fn areas(&self) -> impl Iterator<Item = Area> + '_ {
        let side = self.symbol.side;
        self.symbol.bits.chunks(side).enumerate().flat_map(move |(row, bits)| {
            let mut runs = Vec::new();
            let mut from = None;
            for (column, dark) in bits.iter().chain([&false]).enumerate() {
                match (dark, from) {
                    (true, None) => from = Some(column),
                    (false, Some(start)) => {
                        from = None;
                        runs.push(Area {
                            x: self.x + start as i32 * self.module,
                            y: self.y + row as i32 * self.module,
                            w: (column - start) as i32 * self.module,
                            h: self.module,
                        });
                    }
                    _ => {}
                }
            }
            runs
        })
    }
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A black area.
    Fill(Area),
    /// The outline of an area, drawn inside it, so many dots thick.
    Frame(Area, i32),
    /// A line of text.
    Text(Line),
    /// Bars.
    Bars(Bars),
    /// A matrix symbol.
    Squares(Squares),
}

/// One page or label.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Resolution the dots were counted at.
    pub dpi: Dpi,
    /// Width in dots.
    pub width: i32,
    /// Height in dots.
    pub height: i32,
    /// Marks in drawing order.
    pub marks: Vec<Mark>,
}
