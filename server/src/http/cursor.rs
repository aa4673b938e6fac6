//! Lists in pages: what a request asks, and the cursor that goes on where the page before ended.
//!
//! A cursor is the last row's key as JSON in base64url: it means nothing outside, and stays right while rows come and go.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bipe_api::Page;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::http::Failure;

/// Rows on a page.
const ROWS: usize = 50;

/// Rows to ask the store for: one more than a page, to know whether there is a next one.
pub const ASK: i64 = ROWS as i64 + 1;

/// What a list is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// What rows must contain; absent finds all.
    #[serde(default)]
    pub search: String,
    /// Where the page begins: `next` of the page before.
    pub cursor: Option<String>,
}

/// The request's parameters.
///
/// # Errors
/// 400 for unknown or doubled parameters.
pub fn list(query: Result<Query<List>, QueryRejection>) -> Result<List, Failure> {
    query.map(|Query(list)| list).map_err(|rejection| Failure::bad_request(rejection.body_text()))
}

/// The key in a cursor.
///
/// # Errors
/// 400 when the cursor is not one of ours.
pub fn read<K: DeserializeOwned>(cursor: Option<&str>) -> Result<Option<K>, Failure> {
    let Some(cursor) = cursor else { return Ok(None) };
    let json = URL_SAFE_NO_PAD.decode(cursor).ok();
    let key = json.and_then(|json| serde_json::from_slice(&json).ok());
    key.map(Some).ok_or_else(|| Failure::bad_request("cursor is not the `next` of a page"))
}

/// A page of what the store gave for [`ASK`] rows; `key` says where a row stands.
pub fn page<R, K: Serialize, T>(mut rows: Vec<R>, key: impl Fn(&R) -> K, show: impl Fn(R) -> T) -> Page<T> {
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| URL_SAFE_NO_PAD.encode(serde_json::to_vec(&key(row)).expect("keys serialise")));
    Page { rows: rows.into_iter().map(show).collect(), next }
}
