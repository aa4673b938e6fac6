//! Templates of labels: where each field stands, as TOML that an admin may change (`/api/v1/label-templates`).

use serde::{Deserialize, Serialize};

/// A template in the list (`GET /api/v1/label-templates`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelTemplate {
    /// Its name: the kind of label, with `_roll` behind it for receipt printers.
    pub name: String,
    /// The kind of label it is for.
    pub kind: String,
    /// Whether it was changed; otherwise the one built in holds.
    pub changed: bool,
    /// Who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
    /// When (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<String>,
}

/// A template with its text (`GET /api/v1/label-templates/{name}`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateText {
    /// Its name.
    pub name: String,
    /// The kind of label it is for.
    pub kind: String,
    /// Whether it was changed.
    pub changed: bool,
    /// The text that labels are printed by.
    pub source: String,
    /// The text that is built in.
    pub builtin: String,
}

/// `PUT /api/v1/label-templates/{name}` and `POST …/preview`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateSource {
    /// The template in TOML.
    pub source: String,
    /// For a preview: dots per inch, 203 or 300; 203 when absent.
    #[serde(default)]
    pub dpi: Option<i64>,
}

/// A template's sample as a picture (`POST /api/v1/label-templates/{name}/preview`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatePreview {
    /// A PNG in base64.
    pub png: String,
}
