//! ZPL II.
//!
//! Text is UTF-8 (`^CI28`) in the printer's own scalable font 0, whose capitals are 0.75 of its cell high. Its
//! letters are no wider than the embedded bold, its spaces and hyphens are: a line that would run over is told a
//! narrower cell. Every field goes through `^FH`, so `^`, `~` and `_` in a name are printed and not obeyed.
//! Very large lines, such as a bin's name, are sent as dots (`^GFA`), so that they look as designed on any firmware.
//! Code 128 is written with explicit code sets (`^BCN,h,N,N,N,N`), the one form on which printers agree.
//! Source: Zebra ZPL II Programming Guide.

use crate::font::{CAP_HEIGHT_EM, Weight, face};
use crate::raster::{self, Graphic};
use crate::sheet::{Align, Area, Bars, Line, Mark, Sheet, Squares};
use crate::symbol::code128::{Set, Unit};
use crate::symbol::matrix::MatrixData;
use std::fmt::Write as _;

/// Height of capitals in cells of font 0.
const CAP_HEIGHT_CELL: f64 = 0.75;

/// Size of the em in mm above which a line is sent as dots.
const DRAWN_ABOVE_MM: f64 = 12.0;

/// Writes sheets, one `^XA … ^XZ` each.
pub fn write(sheets: &[Sheet]) -> Vec<u8> {
    let mut out = String::with_capacity(sheets.len() * 3000);
    for sheet in sheets {
        // The heights of `^LL` and `^PW` are dots; ^LH resets what an earlier job may have left.
        let _ = writeln!(out, "^XA^CI28^LH0,0^PW{}^LL{}", sheet.width, sheet.height);
        for mark in &sheet.marks {
            match mark {
                Mark::Fill(area) => solid(&mut out, *area),
                Mark::Frame(area, line) => {
                    let _ = writeln!(out, "^FO{},{}^GB{},{},{line}^FS", area.x, area.y, area.w, area.h);
                }
                Mark::Text(line) if line.em > DRAWN_ABOVE_MM * sheet.dpi.dots_per_mm() && !line.white => {
                    raster::ink(line).iter().for_each(|graphic| dots(&mut out, graphic));
                }
                Mark::Text(line) => text(&mut out, line),
                Mark::Bars(bars) => code(&mut out, bars),
                Mark::Squares(squares) => matrix(&mut out, squares),
            }
        }
        out.push_str("^PQ1^XZ\n");
    }
    out.into_bytes()
}

/// A filled box: `^GB` draws at least as thick as its line, so the line is the shorter side.
fn solid(out: &mut String, area: Area) {
    let _ = writeln!(out, "^FO{},{}^GB{},{},{}^FS", area.x, area.y, area.w, area.h, area.w.min(area.h));
}

/// Width in dots of a text in font 0 at a cell of `cell` dots: the bold face at the same height of capitals, and
/// the wide space and hyphen that the resident font has.
fn resident_width(text: &str, em: f64, cell: f64) -> f64 {
    text.chars()
        .map(|c| match c {
            ' ' => 0.30 * cell,
            ',' => 0.295 * cell,
            '-' | '–' | '—' | '+' | '=' => 0.90 * cell,
            '…' => 0.85 * cell,
            _ => face(Weight::Bold).advance(c) * em,
        })
        .sum()
}

fn text(out: &mut String, line: &Line) {
    let cell = line.em * CAP_HEIGHT_EM / CAP_HEIGHT_CELL;
    let wide = resident_width(&line.text, line.em, cell);
    let squeeze = (f64::from(line.area.w) / wide).min(1.0);
    let (height, width) = (cell.round() as i32, (cell * squeeze).floor().max(1.0) as i32);
    let y = line.baseline - (cell * CAP_HEIGHT_CELL).round() as i32;
    let reverse = if line.white { "^FR" } else { "" };
    // A backslash means something inside ^FB; such a rare line is placed by its estimated width.
    let block = match line.align {
        Align::Left => String::new(),
        _ if line.text.contains('\\') => String::new(),
        Align::Center => format!("^FB{},1,0,C", line.area.w),
        Align::Right => format!("^FB{},1,0,R", line.area.w),
    };
    let x = if block.is_empty() { line.start(wide * squeeze) as i32 } else { line.area.x };
    let _ = write!(out, "^FO{x},{y}{reverse}^A0N,{height},{width}{block}^FH^FD");
    for c in line.text.chars() {
        match c {
            '^' | '~' | '_' => {
                let _ = write!(out, "_{:02X}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out.push_str("^FS\n");
}

/// A picture in hexadecimal; set bits are black.
fn dots(out: &mut String, graphic: &Graphic) {
    let row = graphic.image.width.div_ceil(8);
    let packed = graphic.image.packed();
    let size = packed.len();
    let _ = write!(out, "^FO{},{}^GFA,{size},{size},{row},", graphic.x, graphic.y);
    for byte in packed {
        let _ = write!(out, "{byte:02X}");
    }
    out.push_str("^FS\n");
}

fn code(out: &mut String, bars: &Bars) {
    let native = bars.symbol.plan.as_ref().filter(|plan| plan.iter().all(|unit| is_native(*unit)));
    let Some(plan) = native else {
        bars.areas().for_each(|bar| solid(out, bar));
        return;
    };
    let _ = write!(out, "^FO{},{}^BY{}^BCN,{},N,N,N,N^FD", bars.x, bars.y, bars.module, bars.height);
    for unit in plan {
        match *unit {
            Unit::Start(Set::C) => out.push_str(">;"),
            Unit::Start(_) => out.push_str(">:"),
            Unit::To(Set::C) => out.push_str(">5"),
            Unit::To(_) => out.push_str(">6"),
            Unit::Fnc1 => out.push_str(">8"),
            Unit::Pair(pair) => {
                let _ = write!(out, "{pair:02}");
            }
            Unit::Char(b'>') => out.push_str(">0"),
            Unit::Char(c) => out.push(char::from(c)),
        }
    }
    out.push_str("^FS\n");
}

/// Code set A takes its characters as numbers, on which printers differ, and three characters need escapes on which
/// they differ too: such symbols are drawn bar by bar.
fn is_native(unit: Unit) -> bool {
    !matches!(unit, Unit::Start(Set::A) | Unit::To(Set::A) | Unit::Char(b'^' | b'~' | 0..=31 | 127))
}

fn matrix(out: &mut String, squares: &Squares) {
    let side = squares.symbol.side;
    let mut datamatrix = |data: &str| {
        let _ = write!(out, "^FO{},{}^BXN,{},200,{side},{side},,_^FD", squares.x, squares.y, squares.module);
        out.push_str(data);
        out.push_str("^FS\n");
    };
    match &squares.symbol.data {
        MatrixData::Gs1(elements) => {
            let mut data = "_1".to_owned();
            for (i, element) in elements.iter().enumerate() {
                data.push_str(&element.ai);
                data.push_str(&element.value.replace('_', "__"));
                if i + 1 < elements.len() && !element.is_predefined() {
                    data.push_str("_1");
                }
            }
            datamatrix(&data);
        }
        MatrixData::Plain(text) if !text.contains(['^', '~', '_']) && text.is_ascii() => datamatrix(text),
        MatrixData::Plain(_) | MatrixData::Qr(_) => squares.areas().for_each(|run| solid(out, run)),
    }
}
