//! The templates that come with the program.

use crate::error::LabelError;
use crate::format::Format;
use crate::template::Template;
use std::sync::OnceLock;

const SOURCES: [(&str, &str); 1] = [("shipping", include_str!("../templates/shipping.toml"))];

/// The template of a kind; receipt printers have their own for the kinds they print.
pub(crate) fn template(kind: &str, format: Format) -> Result<&'static Template, LabelError> {
    static TEMPLATES: OnceLock<Vec<(&'static str, Template)>> = OnceLock::new();
    let templates = TEMPLATES.get_or_init(|| {
        SOURCES
            .iter()
            .map(|(name, source)| (*name, Template::parse(source).expect("built-in templates are tested")))
            .collect()
    });
    let roll = format!("{kind}_roll");
    let name = if format == Format::EscPos { roll.as_str() } else { kind };
    templates.iter().find(|(known, _)| *known == name).map(|(_, template)| template).ok_or_else(|| {
        LabelError::Template { template: name.to_owned(), reason: "there is no such template".to_owned() }
    })
}

/// Source of a built-in template, as a start for one's own.
pub fn source(name: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}
