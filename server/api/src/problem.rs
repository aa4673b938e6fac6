//! Problems: what programs get when a request can't be served (RFC 9457, `application/problem+json`).

use serde::{Deserialize, Serialize};

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable name: `/problems/nfe-unreadable`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is, in short.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Each wrong place, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemAt>,
}

/// One wrong place in a request or an imported file. On the wire it has a stable `code` too, with its `values` by name, for programs that
/// say it in their own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemAt {
    /// Where: `det[3]/prod/qCom`, `line 12 column 5`, `lines[0].sku`.
    pub at: String,
    /// What is wrong there, in English, or in Portuguese where `Accept-Language` prefers it.
    pub message: String,
}
