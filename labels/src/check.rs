//! What is asked of a template before it is saved.

use crate::error::LabelError;
use crate::font::CAP_HEIGHT_EM;
use crate::format::Dpi;
use crate::label::Label;
use crate::layout::lay_out;
use crate::raster::sides;
use crate::sheet::{Area, Mark};
use crate::template::{Draw, Element, On, Template};
use serde_json::Value;

/// Reads a template and tries it: every field it names must exist for its kind, and the sample of its kind must be laid
/// out at both resolutions, once with all optional fields and once without any, with nothing on a symbol or in its quiet zone. The first
/// thing wrong is returned.
pub fn check_template(source: &str) -> Result<Template, LabelError> {
    let template = Template::parse(source)?;
    let wrong = |reason: String| LabelError::Template { template: template.name.clone(), reason };
    let sample = Label::sample(&template.kind)
        .ok_or_else(|| wrong(format!("there is no kind `{}`", template.kind)))?;
    let full = serde_json::to_value(&sample).map_err(|error| wrong(error.to_string()))?;
    for element in &template.elements {
        for path in paths(element) {
            if !known(&full, element, path) {
                return Err(wrong(format!(
                    "{}: there is no field `{path}` on a {}",
                    element.place, template.kind
                )));
            }
        }
    }
    let bare = bare(full.clone());
    for dpi in Dpi::ALL {
        for label in [&full, &bare] {
            lay_out(&template, label, dpi)?;
            quiet(&template, label, dpi)?;
        }
    }
    Ok(template)
}

/// Refuses a template whose elements stand on each other's symbols or in their quiet zones.
fn quiet(template: &Template, label: &Value, dpi: Dpi) -> Result<(), LabelError> {
    let alone = |element: &Element| {
        let single = Template { elements: vec![element.clone()], ..template.clone() };
        lay_out(&single, label, dpi)
            .map(|sheets| sheets.into_iter().flat_map(|sheet| sheet.marks).collect::<Vec<_>>())
    };
    let drawn = template
        .elements
        .iter()
        .filter(|element| element.on != On::After && !matches!(element.draw, Draw::Table { .. }))
        .map(|element| alone(element).map(|marks| (element, marks)))
        .collect::<Result<Vec<_>, _>>()?;
    for (i, (owner, marks)) in drawn.iter().enumerate() {
        for zone in marks.iter().filter_map(zone) {
            let others = drawn.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| other);
            let ink =
                others.flat_map(|(other, marks)| marks.iter().flat_map(ink).map(move |area| (other, area)));
            if let Some((other, _)) = ink.into_iter().find(|(_, area)| meet(*area, zone)) {
                return Err(LabelError::DoesNotFit {
                    template: template.name.clone(),
                    place: other.place.clone(),
                    what: format!("what stands on the symbol or in the quiet zone of {}", owner.place),
                });
            }
        }
    }
    Ok(())
}

/// A symbol with its quiet zone.
fn zone(mark: &Mark) -> Option<Area> {
    match mark {
        Mark::Bars(bars) => {
            let quiet = bars.symbol.quiet as i32 * bars.module;
            let w = bars.symbol.modules() as i32 * bars.module + 2 * quiet;
            Some(Area { x: bars.x - quiet, y: bars.y, w, h: bars.height })
        }
        Mark::Squares(squares) => {
            let quiet = squares.symbol.quiet as i32 * squares.module;
            let side = squares.symbol.side as i32 * squares.module + 2 * quiet;
            Some(Area { x: squares.x - quiet, y: squares.y - quiet, w: side, h: side })
        }
        _ => None,
    }
}

/// Where a mark may leave ink.
fn ink(mark: &Mark) -> Vec<Area> {
    match mark {
        Mark::Fill(area) => vec![*area],
        Mark::Frame(area, line) => sides(*area, *line).to_vec(),
        Mark::Text(line) => {
            let (x, w) = (line.start(line.width()) as i32, line.width().ceil() as i32);
            let top = line.baseline - (line.em * CAP_HEIGHT_EM) as i32;
            vec![Area { x, y: top, w, h: (line.em * (CAP_HEIGHT_EM + 0.2)) as i32 }]
        }
        Mark::Bars(_) | Mark::Squares(_) => zone(mark).into_iter().collect(),
    }
}

fn meet(a: Area, b: Area) -> bool {
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

fn paths(element: &Element) -> Vec<&str> {
    let conditions = element.when.iter().chain(&element.unless);
    let mut paths: Vec<&str> = conditions
        .flat_map(|all| all.split(','))
        .map(|condition| condition.split('=').next().unwrap_or_default().trim())
        .collect();
    match &element.draw {
        Draw::Text(text, _) => paths.extend(text.paths()),
        Draw::Symbol(spec) => {
            paths.extend(spec.data.paths());
            paths.extend(spec.hri.iter().flat_map(|text| text.paths()));
        }
        Draw::Table { rows, columns, .. } => {
            paths.push(rows);
            paths.extend(columns.iter().flat_map(|column| column.text.paths()));
        }
        Draw::Frame(_) | Draw::Fill => {}
    }
    paths
}

fn known(label: &Value, element: &Element, path: &str) -> bool {
    let walk =
        |from: &Value| path.split('.').try_fold(from.clone(), |value, key| value.get(key).cloned()).is_some();
    let in_rows = match &element.draw {
        Draw::Table { rows, .. } => {
            label.get(rows).and_then(Value::as_array).is_some_and(|rows| rows.iter().any(walk))
        }
        _ => false,
    };
    in_rows || walk(label) || matches!(path, "page" | "pages" | "row")
}

/// The label without what it may go without: each key whose absence still makes a label is taken away.
fn bare(full: Value) -> Value {
    fn keys(value: &Value, at: &str, out: &mut Vec<String>) {
        if let Value::Object(map) = value {
            for (key, inner) in map {
                let pointer = format!("{at}/{key}");
                keys(inner, &pointer, out);
                out.push(pointer);
            }
        }
    }
    let mut pointers = Vec::new();
    keys(&full, "", &mut pointers);
    let mut label = full;
    for pointer in pointers {
        let mut without = label.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
        let removed =
            without.pointer_mut(parent).and_then(Value::as_object_mut).and_then(|map| map.remove(key));
        if removed.is_some() && serde_json::from_value::<Label>(without.clone()).is_ok() {
            label = without;
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_templates_pass() {
        for (name, source) in crate::builtin_templates() {
            let template = check_template(source).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(&template.name, name);
        }
    }

    #[test]
    fn a_bare_label_keeps_only_what_it_needs() {
        let full = serde_json::to_value(Label::sample("bin").unwrap()).unwrap();
        let bare = bare(full);
        assert_eq!(bare, serde_json::json!({ "kind": "bin", "name": "A-03-02-1", "code": "BPLA-03-02-1" }));
    }
}
