//! Labels as pure bytes: what is printed, previewed or saved, from typed content.
//!
//! A [`Label`] carries the content of one kind of label. A [`template::Template`] (data, in TOML) says where each field
//! stands. [`layout`] puts the two together into a [`sheet::Sheet`]: text lines, boxes and symbols in whole printer
//! dots. Each format only translates that sheet, so a tag looks the same from a Zebra, from a PDF and on screen.
//!
//! **Invariant**: no clock, no chance, no file, no device. The same label, format and resolution give the same bytes.
//!
//! **Invariant**: a label that can't be printed whole is refused with the place named; nothing is clipped in silence.

mod builtin;
mod check;
mod epl;
mod error;
mod escpos;
mod field;
mod font;
mod format;
mod image;
mod label;
mod layout;
mod pdf;
mod raster;
pub mod sheet;
pub mod symbol;
pub mod template;
mod text;
mod tspl;
mod zpl;

pub use builtin::{builtin_templates, template_kind, template_name};
pub use check::check_template;
pub use error::LabelError;
pub use font::Weight;
pub use format::{Dpi, Format};
pub use label::*;
use template::Template;

/// Renders one label with the built-in template of its kind.
pub fn render(label: &Label, format: Format, dpi: Dpi) -> Result<Vec<u8>, LabelError> {
    render_many(std::slice::from_ref(label), format, dpi)
}

/// Renders labels one after the other into one stream or document; a PDF holds its typeface once.
pub fn render_many(labels: &[Label], format: Format, dpi: Dpi) -> Result<Vec<u8>, LabelError> {
    let mut sheets = Vec::with_capacity(labels.len());
    for label in labels {
        if !Label::formats(label.kind()).contains(&format) {
            return Err(LabelError::NoSuchFormat { kind: label.kind().to_owned(), format });
        }
        sheets.extend(sheets_of(builtin::template(label.kind(), format)?, label, dpi)?);
    }
    draw(&sheets, format)
}

/// Renders one label with a template of one's own.
pub fn render_with(
    template: &Template,
    label: &Label,
    format: Format,
    dpi: Dpi,
) -> Result<Vec<u8>, LabelError> {
    if template.kind != label.kind() {
        return Err(LabelError::Template {
            template: template.name.clone(),
            reason: format!("it is for {}, the label is a {}", template.kind, label.kind()),
        });
    }
    draw(&sheets_of(template, label, dpi)?, format)
}

/// The laid-out sheets of a label.
pub fn sheets_of(template: &Template, label: &Label, dpi: Dpi) -> Result<Vec<sheet::Sheet>, LabelError> {
    let value = serde_json::to_value(label).map_err(|error| LabelError::Drawing(error.to_string()))?;
    layout::lay_out(template, &value, dpi)
}

fn draw(sheets: &[sheet::Sheet], format: Format) -> Result<Vec<u8>, LabelError> {
    match format {
        Format::Zpl => Ok(zpl::write(sheets)),
        Format::Pdf => pdf::write(sheets, "Bipe"),
        Format::Png => image::write(sheets),
        Format::Tspl => Ok(tspl::write(sheets)),
        Format::Epl => Ok(epl::write(sheets)),
        Format::EscPos => Ok(escpos::write(sheets)),
    }
}
