//! From a template and a label to sheets in dots.
//!
//! **Invariant**: every mark ends inside its element's box, or the label is refused with the element named.

mod table;

use crate::error::LabelError;
use crate::field::{Scope, Text};
use crate::font::{BASELINE_EM, LINE_EM, Weight, printable};
use crate::format::Dpi;
use crate::sheet::{Align, Area, Bars, Line, Mark, Sheet, Squares};
use crate::symbol::{self, Payload, Symbol, Symbology, gs1};
use crate::template::{Draw, Element, On, Overflow, Paper, Rise, Style, SymbolSpec, Template};
use crate::text;
use serde_json::Value;

/// Lays a label out.
pub fn lay_out(template: &Template, label: &Value, dpi: Dpi) -> Result<Vec<Sheet>, LabelError> {
    let mut desk = Desk { template, label, dpi, numbers: [1, 1, 0], marks: Vec::new(), saved: 0 };
    let (table, after): (Vec<_>, Vec<_>) = (
        template.elements.iter().filter(|e| matches!(e.draw, Draw::Table { .. })).collect(),
        template.elements.iter().filter(|e| e.on == On::After).collect(),
    );
    if let [table] = table[..] {
        return table::pages(&mut desk, table, &after);
    }
    desk.page(true)?;
    let height = match template.paper {
        Paper::Roll => desk.lowest() + dpi.dots(3.0),
        _ => dpi.dots(template.height_mm),
    };
    Ok(vec![desk.sheet(height)])
}

/// The page in work.
struct Desk<'a> {
    template: &'a Template,
    label: &'a Value,
    dpi: Dpi,
    numbers: [usize; 3],
    marks: Vec<Mark>,
    /// Dots that flowing texts have saved so far on this page.
    saved: i32,
}

impl<'a> Desk<'a> {
    fn sheet(&mut self, height: i32) -> Sheet {
        Sheet {
            dpi: self.dpi,
            width: self.dpi.dots(self.template.width_mm),
            height,
            marks: std::mem::take(&mut self.marks),
        }
    }

    /// The lower edge of what is drawn so far.
    fn lowest(&self) -> i32 {
        let edge = |mark: &Mark| match mark {
            Mark::Fill(area) | Mark::Frame(area, _) => area.y + area.h,
            Mark::Text(line) => line.area.y + line.area.h,
            Mark::Bars(bars) => bars.y + bars.height,
            Mark::Squares(squares) => squares.y + squares.symbol.side as i32 * squares.module,
        };
        self.marks.iter().map(edge).max().unwrap_or(0)
    }

    /// The elements that stand on each page, or on this first one.
    fn page(&mut self, first: bool) -> Result<(), LabelError> {
        let template = self.template;
        self.saved = 0;
        for element in &template.elements {
            if element.on == On::Every || (element.on == On::First && first) {
                self.element(element, 0)?;
            }
        }
        Ok(())
    }

    /// Draws an element `down` dots lower than it says.
    fn element(&mut self, element: &Element, down: i32) -> Result<(), LabelError> {
        let scope = self.scope(None);
        if element.when.as_ref().is_some_and(|when| !scope.holds(when))
            || element.unless.as_ref().is_some_and(|unless| scope.holds(unless))
        {
            return Ok(());
        }
        let mut area = self.area(element);
        area.y += down;
        if element.flow {
            area.y -= self.saved;
        }
        match &element.draw {
            Draw::Fill => self.marks.push(Mark::Fill(area)),
            Draw::Frame(line_mm) => {
                let line = self.dpi.dots(*line_mm).max(1);
                self.marks.push(Mark::Frame(area, line));
            }
            Draw::Text(text, style) => {
                let content = self.fill(&element.place, text, &scope)?;
                let used = self.text(&element.place, &content, area, style)?;
                if element.flow {
                    self.saved += (area.h - used).max(0);
                }
            }
            Draw::Symbol(spec) => self.symbol(&element.place, spec, area, &scope)?,
            Draw::Table { .. } => {}
        }
        Ok(())
    }

    fn scope(&self, row: Option<&'a Value>) -> Scope<'a> {
        Scope { label: self.label, row, numbers: self.numbers }
    }

    /// Edges are rounded one by one, so boxes that touch in mm touch in dots.
    fn area(&self, element: &Element) -> Area {
        let [x, y] = element.at_mm.map(|mm| self.dpi.dots(mm));
        let right = self.dpi.dots(element.at_mm[0] + element.size_mm[0]);
        let bottom = self.dpi.dots(element.at_mm[1] + element.size_mm[1]);
        Area { x, y, w: (right - x).max(1), h: (bottom - y).max(1) }
    }

    fn fill(&self, place: &str, text: &Text, scope: &Scope<'_>) -> Result<String, LabelError> {
        text.fill(scope).map_err(|field| self.missing(place, field))
    }

    fn missing(&self, place: &str, field: String) -> LabelError {
        LabelError::MissingField { template: self.template.name.clone(), place: place.to_owned(), field }
    }

    fn too_big(&self, place: &str, what: &str) -> LabelError {
        LabelError::DoesNotFit {
            template: self.template.name.clone(),
            place: place.to_owned(),
            what: what.to_owned(),
        }
    }

    /// Sets a text in its box and returns the height its lines took, in dots.
    fn text(&mut self, place: &str, content: &str, area: Area, style: &Style) -> Result<i32, LabelError> {
        let content: String = content.split('\n').map(printable).collect::<Vec<_>>().join("\n");
        if content.trim().is_empty() {
            return Ok(0);
        }
        let dots = self.dpi.dots_per_mm();
        let (width, height) = (f64::from(area.w), f64::from(area.h));
        let (em, em_min) = (style.font_mm * dots, style.font_min_mm * dots);
        // White text keeps a little room to the edges of its black box.
        let inset = if style.white { em * 0.25 } else { 0.0 };
        let fitted = text::fit(&content, width - 2.0 * inset, height, em, em_min, style.lines);
        if em_min * LINE_EM * 0.88 > height {
            return Err(self.too_big(place, "a line of text in its box"));
        }
        if !fitted.whole && style.overflow == Overflow::Refuse {
            return Err(self.too_big(place, &format!("the text {content:?}")));
        }
        if style.white {
            self.marks.push(Mark::Fill(area));
        }
        let pitch = fitted.em * LINE_EM;
        let used = pitch * fitted.lines.len() as f64;
        let top = match style.rise {
            Rise::Top => 0.0,
            Rise::Middle => (height - used) / 2.0,
            Rise::Bottom => height - used,
        };
        for (i, line) in fitted.lines.into_iter().enumerate() {
            let y = f64::from(area.y) + top + pitch * i as f64;
            self.marks.push(Mark::Text(Line {
                area: Area {
                    x: area.x + inset as i32,
                    y: y.round() as i32,
                    w: area.w - 2 * inset as i32,
                    h: pitch.round() as i32,
                },
                baseline: (y + fitted.em * BASELINE_EM).round() as i32,
                em: fitted.em,
                weight: style.weight,
                align: style.align,
                text: line,
                white: style.white,
            }));
        }
        Ok(used.ceil() as i32)
    }

    fn symbol(
        &mut self,
        place: &str,
        spec: &SymbolSpec,
        area: Area,
        scope: &Scope<'_>,
    ) -> Result<(), LabelError> {
        let symbol = self.encoded(place, spec.symbology, &spec.data, scope)?;
        match symbol {
            Symbol::Linear(linear) => {
                let hri = match &spec.hri {
                    Some(text) => self.fill(place, text, scope)?,
                    None => linear.hri.clone(),
                };
                self.bars(place, linear, &hri, spec, area)
            }
            Symbol::Matrix(matrix) => {
                let quiet = matrix.quiet as i32;
                let modules = matrix.side as i32 + 2 * quiet;
                let module = self.module(place, spec, modules, 1, area.w.min(area.h))?;
                let side = modules * module;
                let x = area.x + lean(spec.align, area.w - side) + quiet * module;
                let y = area.y + (area.h - side) / 2 + quiet * module;
                self.marks.push(Mark::Squares(Squares { x, y, module, symbol: matrix }));
                Ok(())
            }
        }
    }

    fn encoded(
        &self,
        place: &str,
        symbology: Symbology,
        data: &Text,
        scope: &Scope<'_>,
    ) -> Result<Symbol, LabelError> {
        let missing = |field| self.missing(place, field);
        let payload = if symbology.is_gs1() {
            let elements = data.fill_elements(scope).map_err(missing)?;
            Payload::Elements(elements.into_iter().map(|(ai, value)| gs1::Element { ai, value }).collect())
        } else {
            Payload::Text(data.fill(scope).map_err(missing)?)
        };
        symbol::encode(symbology, &payload).map_err(|reason| LabelError::Symbol {
            template: self.template.name.clone(),
            place: place.to_owned(),
            reason,
        })
    }

    fn bars(
        &mut self,
        place: &str,
        symbol: crate::symbol::Linear,
        hri: &str,
        spec: &SymbolSpec,
        area: Area,
    ) -> Result<(), LabelError> {
        let modules = (symbol.modules() + 2 * symbol.quiet) as i32;
        let module = self.module(place, spec, modules, symbol.narrow as i32, area.w)?;
        let width = modules * module;
        let left = area.x + lean(spec.align, area.w - width);
        let hri_height = spec.hri_mm.map_or(0, |mm| self.dpi.dots(mm * LINE_EM));
        let height = area.h - hri_height;
        if height < self.dpi.dots(3.0) {
            return Err(self.too_big(place, "the bars in their box"));
        }
        let quiet = symbol.quiet as i32 * module;
        self.marks.push(Mark::Bars(Bars { x: left + quiet, y: area.y, height, module, symbol }));
        if let Some(font_mm) = spec.hri_mm {
            let style = Style {
                font_mm,
                font_min_mm: font_mm * 0.7,
                weight: Weight::Bold,
                align: Align::Center,
                rise: Rise::Top,
                lines: 1,
                overflow: Overflow::Refuse,
                white: false,
            };
            let middle = left + width / 2;
            let half = (middle - area.x).min(area.x + area.w - middle);
            let below = Area { x: middle - half, y: area.y + height, w: 2 * half, h: hri_height };
            self.text(place, hri, below, &style)?;
        }
        Ok(())
    }

    /// Dots in a module: the wished X dimension, or the widest below it that fits and is still allowed.
    /// `narrow` modules are one X dimension.
    fn module(
        &self,
        place: &str,
        spec: &SymbolSpec,
        modules: i32,
        narrow: i32,
        room: i32,
    ) -> Result<i32, LabelError> {
        let dots = |mm: f64| mm * self.dpi.dots_per_mm() / f64::from(narrow);
        let wished = dots(spec.x_mm).round().max(1.0) as i32;
        let least = (dots(spec.x_min_mm) - 0.01).ceil().max(1.0) as i32;
        (least..=wished.max(least)).rev().find(|module| module * modules <= room).ok_or_else(|| {
            LabelError::SymbolTooSmall {
                template: self.template.name.clone(),
                place: place.to_owned(),
                needed_dots: (least * modules) as u32,
                room_dots: room as u32,
                dpi: self.dpi,
            }
        })
    }
}

/// Where a thing leaves `free` dots: none, half or all of it on the left.
fn lean(align: Align, free: i32) -> i32 {
    match align {
        Align::Left => 0,
        Align::Center => free / 2,
        Align::Right => free,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Label;
    use crate::sheet::Mark;

    /// Pointers to all texts of a label.
    fn texts(value: &Value, at: &str, out: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                map.iter().for_each(|(key, inner)| texts(inner, &format!("{at}/{key}"), out))
            }
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(i, inner)| texts(inner, &format!("{at}/{i}"), out));
            }
            Value::String(_) => out.push(at.to_owned()),
            _ => {}
        }
    }

    /// Each text of each kind, one after the other, made far too long: it is cut inside its box or refused by name.
    #[test]
    fn no_long_text_leaves_its_box() {
        let long = "ÁRVORE Associação de Manutenção São João, WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW ".repeat(9);
        let mut fitted = 0;
        for (name, source) in crate::builtin_templates() {
            let template = Template::parse(source).unwrap();
            let sample = serde_json::to_value(Label::sample(&template.kind).unwrap()).unwrap();
            let mut pointers = Vec::new();
            texts(&sample, "", &mut pointers);
            // Of a list its first entry is enough.
            for pointer in pointers.iter().filter(|p| !p.contains("/lines/") || p.contains("/lines/0/")) {
                let mut label = sample.clone();
                *label.pointer_mut(pointer).unwrap() = Value::String(long.clone());
                match lay_out(&template, &label, Dpi::D203) {
                    Ok(sheets) => {
                        sheets.iter().for_each(|sheet| inside(sheet, name, pointer));
                        fitted += 1;
                    }
                    Err(error) => assert!(error.to_string().starts_with(&template.name), "{error}"),
                }
            }
        }
        assert!(fitted > 60, "only {fitted} texts were laid out");
    }

    fn inside(sheet: &Sheet, name: &str, pointer: &str) {
        for mark in &sheet.marks {
            let Mark::Text(line) = mark else { continue };
            let start = line.start(line.width());
            let left = f64::from(line.area.x) - 0.5;
            let right = f64::from(line.area.x + line.area.w) + 0.5;
            assert!(
                start >= left && start + line.width() <= right,
                "{name} {pointer}: {:?} is too wide",
                line.text
            );
            let (top, bottom) = (line.area.y, line.area.y + line.area.h);
            assert!(
                top >= 0 && bottom <= sheet.height + 1,
                "{name} {pointer}: {:?} is off the sheet",
                line.text
            );
        }
    }
}
