//! The templates that come with the program.

use crate::error::LabelError;
use crate::format::Format;
use crate::template::Template;
use std::sync::OnceLock;

const SOURCES: [(&str, &str); 17] = [
    ("shipping", include_str!("../templates/shipping.toml")),
    ("pallet", include_str!("../templates/pallet.toml")),
    ("pallet_a5", include_str!("../templates/pallet_a5.toml")),
    ("bin", include_str!("../templates/bin.toml")),
    ("item", include_str!("../templates/item.toml")),
    ("lot", include_str!("../templates/lot.toml")),
    ("tote", include_str!("../templates/tote.toml")),
    ("badge", include_str!("../templates/badge.toml")),
    ("carrier", include_str!("../templates/carrier.toml")),
    ("correios", include_str!("../templates/correios.toml")),
    ("danfe", include_str!("../templates/danfe.toml")),
    ("command_sheet", include_str!("../templates/command_sheet.toml")),
    ("packing_slip", include_str!("../templates/packing_slip.toml")),
    ("packing_slip_roll", include_str!("../templates/packing_slip_roll.toml")),
    ("pick_list", include_str!("../templates/pick_list.toml")),
    ("pick_list_roll", include_str!("../templates/pick_list_roll.toml")),
    ("manifest", include_str!("../templates/manifest.toml")),
];

/// What stands behind the kind of label in the name of a template for receipt printers.
const ROLL: &str = "_roll";

/// The name of the template by which a kind of label is printed in a format: receipt printers have their own.
pub fn template_name(kind: &str, format: Format) -> String {
    if format == Format::EscPos { format!("{kind}{ROLL}") } else { kind.to_owned() }
}

/// The kind of label that a template of this name is for.
pub fn template_kind(name: &str) -> &str {
    name.strip_suffix(ROLL).unwrap_or(name)
}

/// The template of a kind in a format.
pub(crate) fn template(kind: &str, format: Format) -> Result<&'static Template, LabelError> {
    static TEMPLATES: OnceLock<Vec<(&'static str, Template)>> = OnceLock::new();
    let templates = TEMPLATES.get_or_init(|| {
        SOURCES
            .iter()
            .map(|(name, source)| (*name, Template::parse(source).expect("built-in templates are tested")))
            .collect()
    });
    let name = template_name(kind, format);
    templates.iter().find(|(known, _)| *known == name).map(|(_, template)| template).ok_or_else(|| {
        LabelError::Template { template: name.clone(), reason: "there is no such template".to_owned() }
    })
}

/// Names and sources of the built-in templates, as a start for one's own.
pub fn builtin_templates() -> &'static [(&'static str, &'static str)] {
    &SOURCES
}
