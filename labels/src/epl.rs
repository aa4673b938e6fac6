//! EPL2, the page language of Eltron and of printers that follow it.
//!
//! Its resident fonts come in five fixed sizes and its code pages leave letters out, so text is sent as dots (`GW`) and
//! bars as filled boxes (`LO`); no `I` command is needed, and a symbol is exactly as wide as was checked.
//! Source: EPL2 Programmer's Manual (N, q, Q, ZT, LO, GW, P).

use crate::raster::{Graphic, dots};
use crate::sheet::Sheet;
use std::io::Write as _;

/// Gap between labels in mm, which `Q` has to name; printers measure the real one.
const GAP_MM: f64 = 3.0;

/// Writes sheets, one `P1` each.
pub fn write(sheets: &[Sheet]) -> Vec<u8> {
    let mut out = Vec::new();
    for sheet in sheets {
        // The empty line ends whatever was left in the printer's line buffer.
        let gap = sheet.dpi.dots(GAP_MM);
        let _ = writeln!(out, "\nN\nq{}\nQ{},{gap}\nZT", sheet.width, sheet.height);
        let dots = dots(sheet);
        for area in &dots.areas {
            let _ = writeln!(out, "LO{},{},{},{}", area.x, area.y, area.w, area.h);
        }
        dots.graphics.iter().for_each(|graphic| graphic_write(&mut out, graphic));
        out.extend_from_slice(b"P1\n");
    }
    out
}

/// In `GW` a cleared bit is black, so bits are turned over.
fn graphic_write(out: &mut Vec<u8>, graphic: &Graphic) {
    let image = &graphic.image;
    let _ = write!(out, "GW{},{},{},{},", graphic.x, graphic.y, image.width.div_ceil(8), image.height);
    out.extend(image.packed().into_iter().map(|byte| !byte));
    out.push(b'\n');
}
