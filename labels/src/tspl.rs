//! TSPL, the language of TSC, Elgin and most low-cost label printers.
//!
//! Text and symbols are sent as dots (`BITMAP`, `BAR`), not as `TEXT` and `BARCODE`: resident fonts, code pages and
//! the choice of Code 128 sets differ from maker to maker, dots do not. No `CODEPAGE` is needed, accents never depend
//! on the firmware, and a symbol is exactly as wide as was checked. The gap between labels is the printer's own setting.
//! Source: TSPL/TSPL2 Programming Manual (SIZE, DIRECTION, CLS, BAR, BITMAP, PRINT).

use crate::raster::{Graphic, dots};
use crate::sheet::Sheet;
use std::io::Write as _;

/// Writes sheets, one `PRINT` each.
pub fn write(sheets: &[Sheet]) -> Vec<u8> {
    let mut out = Vec::new();
    for sheet in sheets {
        let mm = |dots: i32| f64::from(dots) / sheet.dpi.dots_per_mm();
        let (width, height) = (mm(sheet.width), mm(sheet.height));
        let _ = write!(out, "SIZE {width:.1} mm,{height:.1} mm\r\nDIRECTION 1\r\nREFERENCE 0,0\r\nCLS\r\n");
        let dots = dots(sheet);
        for area in &dots.areas {
            let _ = write!(out, "BAR {},{},{},{}\r\n", area.x, area.y, area.w, area.h);
        }
        dots.graphics.iter().for_each(|graphic| bitmap(&mut out, graphic));
        out.extend_from_slice(b"PRINT 1,1\r\n");
    }
    out
}

/// In `BITMAP` a cleared bit is black, so bits are turned over. Mode 0 (overwrite) is the one all firmware agrees on; the
/// pictures are cut to their ink, so they cover nothing else.
fn bitmap(out: &mut Vec<u8>, graphic: &Graphic) {
    let image = &graphic.image;
    let _ = write!(out, "BITMAP {},{},{},{},0,", graphic.x, graphic.y, image.width.div_ceil(8), image.height);
    out.extend(image.packed().into_iter().map(|byte| !byte));
    out.extend_from_slice(b"\r\n");
}
