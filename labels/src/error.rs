//! What can be wrong with a label, with the place named.

use crate::format::{Dpi, Format};
use crate::symbol::SymbolError;

/// Why a label was not rendered or a template not accepted. Nothing is ever clipped or left out instead.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LabelError {
    /// The template asks for a field that the label does not carry.
    #[error("{template}, {place}: the field `{field}` is missing")]
    MissingField {
        /// Name of the template.
        template: String,
        /// The element: its name, or its number counted from 1.
        place: String,
        /// Path of the field.
        field: String,
    },
    /// A text or table is too big for its box, or a box for the label.
    #[error("{template}, {place}: {what} does not fit")]
    DoesNotFit {
        /// Name of the template.
        template: String,
        /// The element.
        place: String,
        /// What is too big.
        what: String,
    },
    /// A symbol would need bars thinner than the template or the symbology allows.
    #[error("{template}, {place}: the symbol needs {needed_dots} dots, {room_dots} are free at {dpi}")]
    SymbolTooSmall {
        /// Name of the template.
        template: String,
        /// The element.
        place: String,
        /// Width with quiet zones at the smallest allowed X dimension.
        needed_dots: u32,
        /// Width of the box.
        room_dots: u32,
        /// The resolution.
        dpi: Dpi,
    },
    /// The content of a symbol is wrong.
    #[error("{template}, {place}: {reason}")]
    Symbol {
        /// Name of the template.
        template: String,
        /// The element.
        place: String,
        /// What is wrong with it.
        reason: SymbolError,
    },
    /// This kind of label is not made in this format.
    #[error("{kind} is not made as {format}")]
    NoSuchFormat {
        /// Kind of label, as in its JSON.
        kind: String,
        /// The format asked for.
        format: Format,
    },
    /// The template text itself is wrong: not TOML, an unknown key, filter or field.
    #[error("{template}: {reason}")]
    Template {
        /// Name of the template, or "template" while it has none.
        template: String,
        /// What is wrong, with the line where the parser knows it.
        reason: String,
    },
    /// The drawing library refused; a defect of ours.
    #[error("drawing failed: {0}")]
    Drawing(String),
}
