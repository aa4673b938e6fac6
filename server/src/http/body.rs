//! Reading bodies, so that what is wrong is said with its place.

use serde::de::DeserializeOwned;

use crate::http::Failure;

/// A JSON body.
///
/// # Errors
/// 400 with line, column and field when it is no JSON or not the JSON asked for.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| {
        let kind = if error.is_data() { "wrong-json" } else { "malformed-json" };
        Failure::new(axum::http::StatusCode::BAD_REQUEST, kind, "The body makes no sense", error.to_string())
    })
}
