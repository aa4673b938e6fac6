//! Tables: one row a list entry, flowing over as many pages as they need.
//!
//! A page is drawn twice when its number of pages is not known yet: the first round only counts.

use super::Desk;
use crate::error::LabelError;
use crate::font::{LINE_EM, Weight};
use crate::sheet::{Area, Mark, Sheet};
use crate::symbol::Symbology;
use crate::template::{Column, Draw, Element, Overflow, Paper, Rise, Style, SymbolSpec};
use serde_json::Value;

/// Lays out all pages of a template with a table.
pub(super) fn pages(
    desk: &mut Desk<'_>,
    table: &Element,
    after: &[&Element],
) -> Result<Vec<Sheet>, LabelError> {
    let count = round(desk, table, after, 1)?.len();
    round(desk, table, after, count)
}

fn round(
    desk: &mut Desk<'_>,
    table: &Element,
    after: &[&Element],
    pages: usize,
) -> Result<Vec<Sheet>, LabelError> {
    let Draw::Table { rows, columns, font_mm, row_mm } = &table.draw else {
        return Ok(Vec::new());
    };
    let list: &[Value] =
        desk.label.get(rows).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let area = desk.area(table);
    let bottom = area.y + area.h;
    let set = Setting { place: &table.place, columns, font_mm: *font_mm, row: desk.dpi.dots(*row_mm) };
    let mut sheets = Vec::new();
    desk.numbers = [1, pages, 0];
    let mut y = begin(desk, &set, area, true)?;
    for (i, row) in list.iter().enumerate() {
        desk.numbers[2] = i + 1;
        let height = set.height(desk, row)?;
        if y + height > bottom {
            if desk.template.paper != Paper::Pages {
                return Err(desk.too_big(&table.place, "the table on its paper"));
            }
            y = turn(desk, &set, area, &mut sheets)?;
            if y + height > bottom {
                return Err(desk.too_big(&table.place, "a row on a page"));
            }
        }
        set.row(desk, row, area, y, height)?;
        y += height;
    }
    let tail = after.iter().map(|e| desk.dpi.dots(e.at_mm[1] + e.size_mm[1])).max().unwrap_or(0);
    if desk.template.paper == Paper::Pages && y + tail > bottom && !list.is_empty() {
        y = turn(desk, &set, area, &mut sheets)?;
    }
    for element in after {
        desk.element(element, y)?;
    }
    let height = match desk.template.paper {
        Paper::Roll => desk.lowest() + desk.dpi.dots(4.0),
        _ => desk.dpi.dots(desk.template.height_mm),
    };
    sheets.push(desk.sheet(height));
    Ok(sheets)
}

fn turn(
    desk: &mut Desk<'_>,
    set: &Setting<'_>,
    area: Area,
    sheets: &mut Vec<Sheet>,
) -> Result<i32, LabelError> {
    let height = desk.dpi.dots(desk.template.height_mm);
    sheets.push(desk.sheet(height));
    desk.numbers[0] += 1;
    begin(desk, set, area, false)
}

/// Page elements and headings; returns where the first row begins.
fn begin(desk: &mut Desk<'_>, set: &Setting<'_>, area: Area, first: bool) -> Result<i32, LabelError> {
    desk.page(first)?;
    if set.columns.iter().all(|column| column.title.is_empty()) {
        return Ok(area.y);
    }
    let mut x = area.x;
    let height = desk.dpi.dots(set.font_mm * LINE_EM * 1.15);
    for column in set.columns {
        let cell = set.cell(desk, column, x, area.y, height);
        let style = Style {
            font_mm: set.font_mm * 0.85,
            font_min_mm: set.font_mm * 0.6,
            ..set.style(column, Weight::Bold)
        };
        desk.text(set.place, &column.title, cell, &style)?;
        x += desk.dpi.dots(column.width_mm);
    }
    let y = area.y + height;
    let line = desk.dpi.dots(0.25).max(1);
    desk.marks.push(Mark::Fill(Area { x: area.x, y, w: area.w, h: line }));
    Ok(y + line)
}

/// How the rows of one table are set.
struct Setting<'a> {
    place: &'a str,
    columns: &'a [Column],
    font_mm: f64,
    row: i32,
}

impl Setting<'_> {
    fn style(&self, column: &Column, weight: Weight) -> Style {
        Style {
            font_mm: self.font_mm,
            font_min_mm: self.font_mm * 0.75,
            weight,
            align: column.align,
            rise: Rise::Middle,
            lines: column.lines,
            overflow: Overflow::Ellipsis,
            white: false,
        }
    }

    fn cell(&self, desk: &Desk<'_>, column: &Column, x: i32, y: i32, height: i32) -> Area {
        let pad = desk.dpi.dots(0.8);
        Area { x: x + pad, y, w: (desk.dpi.dots(column.width_mm) - 2 * pad).max(1), h: height }
    }

    /// The tallest cell, not below the row's smallest height.
    fn height(&self, desk: &mut Desk<'_>, row: &Value) -> Result<i32, LabelError> {
        let mut tallest = self.row;
        for column in self.columns.iter().filter(|c| c.symbol.is_none() && c.lines > 1) {
            let scope = crate::field::Scope { label: desk.label, row: Some(row), numbers: desk.numbers };
            let content = desk.fill(self.place, &column.text, &scope)?;
            let em = self.font_mm * desk.dpi.dots_per_mm();
            let cell = self.cell(desk, column, 0, 0, 1);
            let room = em * LINE_EM * column.lines as f64;
            let fitted = crate::text::fit(&content, f64::from(cell.w), room, em, em, column.lines);
            let height = fitted.lines.len() as f64 * em * LINE_EM + em * 0.35;
            tallest = tallest.max(height.ceil() as i32);
        }
        Ok(tallest)
    }

    fn row(
        &self,
        desk: &mut Desk<'_>,
        row: &Value,
        area: Area,
        y: i32,
        height: i32,
    ) -> Result<(), LabelError> {
        let mut x = area.x;
        let hair = (desk.dpi.dots(0.1)).max(1);
        let inner = height - hair;
        for column in self.columns {
            let cell = self.cell(desk, column, x, y, inner);
            x += desk.dpi.dots(column.width_mm);
            let scope = crate::field::Scope { label: desk.label, row: Some(row), numbers: desk.numbers };
            match column.symbol {
                Some((symbology, x_mm)) => {
                    let spec = symbol(column, symbology, x_mm);
                    // White between the bars of two rows, so that a scanner aimed at one reads that one.
                    let gap = desk.dpi.dots(2.5);
                    let cell = Area { y: cell.y + gap, h: cell.h - 2 * gap, ..cell };
                    desk.symbol(self.place, &spec, cell, &scope)?;
                }
                None => {
                    let content = desk.fill(self.place, &column.text, &scope)?;
                    desk.text(self.place, &content, cell, &self.style(column, column.weight))?;
                }
            }
        }
        desk.marks.push(Mark::Fill(Area { x: area.x, y: y + inner, w: area.w, h: hair }));
        Ok(())
    }
}

fn symbol(column: &Column, symbology: Symbology, x_mm: f64) -> SymbolSpec {
    SymbolSpec {
        symbology,
        data: column.text.clone(),
        x_mm,
        x_min_mm: 0.24,
        hri_mm: None,
        hri: None,
        align: column.align,
    }
}
