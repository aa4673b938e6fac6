//! PDF: vector bars and the embedded typeface, once for all pages.
//!
//! **Invariant**: the same sheets give the same bytes. The writer's random document id and its dates are taken out.

use crate::error::LabelError;
use crate::font::{Weight, face};
use crate::raster::sides;
use crate::sheet::{Area, Line, Mark, Sheet};
use printpdf::{
    Color, FontId, Greyscale, Op, PaintMode, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions,
    Point, Pt, Rect, TextItem, TextMatrix, WindingOrder,
};

/// Writes sheets as the pages of one document.
pub fn write(sheets: &[Sheet], title: &str) -> Result<Vec<u8>, LabelError> {
    let mut document = PdfDocument::new(title);
    for weight in [Weight::Regular, Weight::Bold] {
        let font = ParsedFont::from_bytes(face(weight).bytes(), 0, &mut Vec::new())
            .ok_or_else(|| LabelError::Drawing("the embedded font can't be parsed".to_owned()))?;
        document.resources.fonts.map.insert(font_id(weight), printpdf::font::PdfFont::new(font));
    }
    document.with_pages(sheets.iter().map(page).collect());
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&options, &mut warnings);
    file.trailer.remove(b"ID");
    file.trailer.remove(b"Info");
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| LabelError::Drawing(error.to_string()))?;
    Ok(bytes)
}

fn font_id(weight: Weight) -> FontId {
    FontId(match weight {
        Weight::Regular => "BipeRegular".to_owned(),
        Weight::Bold => "BipeBold".to_owned(),
    })
}

/// Turns dots from the top into points from the bottom.
struct Ruler {
    per_dot: f32,
    height: f32,
}

impl Ruler {
    fn pt(&self, dots: f64) -> Pt {
        Pt(dots as f32 * self.per_dot)
    }

    fn up(&self, dots: f64) -> Pt {
        Pt(self.height - dots as f32 * self.per_dot)
    }
}

fn page(sheet: &Sheet) -> PdfPage {
    let per_dot = (72.0 / 25.4 / sheet.dpi.dots_per_mm()) as f32;
    let ruler = Ruler { per_dot, height: sheet.height as f32 * per_dot };
    let mut ops = Vec::with_capacity(sheet.marks.len() * 8);
    ops.push(ink(0.0));
    for mark in &sheet.marks {
        match mark {
            Mark::Fill(area) => ops.push(solid(&ruler, *area)),
            Mark::Frame(area, line) => ops.extend(sides(*area, *line).map(|side| solid(&ruler, side))),
            Mark::Text(line) => text(&mut ops, &ruler, line),
            Mark::Bars(bars) => ops.extend(bars.areas().map(|bar| solid(&ruler, bar))),
            Mark::Squares(squares) => ops.extend(squares.areas().map(|run| solid(&ruler, run))),
        }
    }
    let paper = Rect {
        x: Pt(0.0),
        y: Pt(0.0),
        width: ruler.pt(f64::from(sheet.width)),
        height: Pt(ruler.height),
        mode: None,
        winding_order: None,
    };
    PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops }
}

fn ink(grey: f32) -> Op {
    Op::SetFillColor { col: Color::Greyscale(Greyscale { percent: grey, icc_profile: None }) }
}

fn solid(ruler: &Ruler, area: Area) -> Op {
    Op::DrawRectangle {
        rectangle: Rect {
            x: ruler.pt(f64::from(area.x)),
            y: ruler.up(f64::from(area.y + area.h)),
            width: ruler.pt(f64::from(area.w)),
            height: ruler.pt(f64::from(area.h)),
            mode: Some(PaintMode::Fill),
            winding_order: Some(WindingOrder::NonZero),
        },
    }
}

fn text(ops: &mut Vec<Op>, ruler: &Ruler, line: &Line) {
    if line.white {
        ops.push(ink(1.0));
    }
    ops.push(Op::StartTextSection);
    ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(line.weight)), size: ruler.pt(line.em) });
    let Point { x, y } =
        Point { x: ruler.pt(line.start(line.width())), y: ruler.up(f64::from(line.baseline)) };
    ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(x, y) });
    ops.push(Op::ShowText { items: vec![TextItem::Text(line.text.clone())] });
    ops.push(Op::EndTextSection);
    if line.white {
        ops.push(ink(0.0));
    }
}
