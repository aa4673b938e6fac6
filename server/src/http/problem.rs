//! Failures as `application/problem+json` (RFC 9457), each with a stable type under `/problems/`.
//!
//! What is wrong in a field has a stable code with its values, and a sentence: in English, or in Portuguese for whom the request's
//! `Accept-Language` prefers it.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bipe_api::Problem;
use bipe_core::words::fault::FaultAt;
use bipe_core::words::{Language, Say as _};
use bipe_store::StoreError;
use serde::Serialize;

/// Why a request could not be served.
#[derive(Debug)]
pub struct Failure {
    /// The problem, without the wrong places.
    pub problem: Box<Problem>,
    /// Each wrong place.
    pub faults: Vec<FaultAt>,
}

impl Failure {
    /// A failure of a stable kind: `nfe-unreadable`, with what is wrong in this request.
    pub fn new(status: StatusCode, kind: &str, title: &str, detail: impl Into<String>) -> Self {
        let problem = Problem {
            kind: format!("/problems/{kind}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: Some(detail.into()),
            errors: Vec::new(),
        };
        Self { problem: Box::new(problem), faults: Vec::new() }
    }

    /// The same with each wrong place.
    #[must_use]
    pub fn with_errors(mut self, faults: Vec<FaultAt>) -> Self {
        self.faults = faults;
        self
    }

    /// A body or parameter that makes no sense.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", "The request makes no sense", detail)
    }

    /// A well-formed request that breaks a rule.
    pub fn unprocessable(kind: &str, title: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, kind, title, detail)
    }

    /// No such thing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "No such thing", detail)
    }

    /// Not now: something else stands in the way.
    pub fn conflict(kind: &str, title: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, kind, title, detail)
    }

    /// A path that exists, by a method it does not serve.
    pub fn wrong_method() -> Self {
        let detail = "this path does not serve this method";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "wrong-method", "Wrong method", detail)
    }

    /// Not logged in.
    pub fn unauthorized() -> Self {
        let detail = "log in first: POST /api/v1/session";
        Self::new(StatusCode::UNAUTHORIZED, "not-logged-in", "Not logged in", detail)
    }

    /// Logged in without the role that the route asks for.
    pub fn forbidden() -> Self {
        let detail = "none of your roles in this warehouse covers this";
        Self::new(StatusCode::FORBIDDEN, "no-role", "Not allowed", detail)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "no-room",
                "The database has no room left",
                "nothing was changed; free some room on the server and send the same request again",
            ),
            StoreError::Contention(what) => Self::conflict("busy", "Changed meanwhile", what),
            other => {
                tracing::error!(error = %other, "a request failed in the store");
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "store",
                    "The database did not serve the request",
                    "nothing was changed; send the same request again",
                )
            }
        }
    }
}

/// A problem on the wire.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ShownAt<'a>>,
}

/// A wrong place on the wire.
#[derive(Serialize)]
struct ShownAt<'a> {
    at: &'a str,
    message: String,
    code: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<&'static str, &'a str>,
}

impl<'a> ShownAt<'a> {
    fn of(one: &'a FaultAt, language: Language) -> Self {
        let values = one.fault.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Self { at: &one.at, message: one.fault.say(language), code: one.fault.code, values }
    }
}

impl Failure {
    /// The body of the answer.
    fn body(&self, language: Language) -> String {
        let problem = &self.problem;
        let shown = Shown {
            kind: &problem.kind,
            title: &problem.title,
            status: problem.status,
            detail: problem.detail.as_deref(),
            errors: self.faults.iter().map(|one| ShownAt::of(one, language)).collect(),
        };
        serde_json::to_string(&shown).expect("wire types serialise")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = self.body(Language::En);
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if !self.faults.is_empty() {
            response.extensions_mut().insert(Portuguese(self.body(Language::Pt)));
        }
        response
    }
}

/// The same answer in Portuguese.
#[derive(Clone)]
struct Portuguese(String);

/// Gives each answer that names wrong places in the language that the request prefers.
pub async fn spoken(request: Request, next: Next) -> Response {
    let language = preferred(request.headers());
    let mut response = next.run(request).await;
    let Some(Portuguese(body)) = response.extensions_mut().remove::<Portuguese>() else { return response };
    let said = match language {
        Language::En => "en",
        Language::Pt => {
            response.headers_mut().remove(header::CONTENT_LENGTH);
            *response.body_mut() = Body::from(body);
            "pt-BR"
        }
    };
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(said));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The language that `Accept-Language` prefers (RFC 9110, section 12.5.4): Portuguese where it stands before English, else English.
fn preferred(headers: &HeaderMap) -> Language {
    let wanted = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best = (Language::En, 0.0);
    for range in wanted.flat_map(|value| value.split(',')) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
        let weight = match weight.trim().strip_prefix("q=") {
            Some(weight) => weight.trim().parse::<f32>().unwrap_or(0.0),
            None => 1.0,
        };
        let language = match tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "pt" => Language::Pt,
            "en" => Language::En,
            _ => continue,
        };
        if weight > best.1 {
            best = (language, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portuguese_is_spoken_to_whom_it_is_preferred_by() {
        let check = |wanted: &str, expected: Language| {
            let headers = HeaderMap::from_iter([(
                header::ACCEPT_LANGUAGE,
                HeaderValue::from_str(wanted).expect("a header's value"),
            )]);
            assert_eq!(preferred(&headers), expected, "{wanted}");
        };
        check("pt-BR", Language::Pt);
        check("pt", Language::Pt);
        check("PT-br,en;q=0.8", Language::Pt);
        check("en, pt;q=0.9", Language::En);
        check("de, en;q=0.3, pt;q=0.5", Language::Pt);
        check("pt;q=0", Language::En);
        check("*", Language::En);
        check("", Language::En);
        assert_eq!(preferred(&HeaderMap::new()), Language::En);
    }
}
