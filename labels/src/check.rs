//! What is asked of a template before it is saved.

use crate::error::LabelError;
use crate::format::Dpi;
use crate::label::Label;
use crate::layout::lay_out;
use crate::template::{Draw, Element, Template};
use serde_json::Value;

/// Reads a template and tries it: every field it names must exist for its kind, and the sample of its kind must be laid
/// out at both resolutions, once with all optional fields and once without any. The first thing wrong is returned.
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
        lay_out(&template, &full, dpi)?;
        lay_out(&template, &bare, dpi)?;
    }
    Ok(template)
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
