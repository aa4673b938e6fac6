//! Failures as `application/problem+json` (RFC 9457), each with a stable type under `/problems/`.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bipe_api::Problem;
use bipe_api::problem::ProblemAt;
use bipe_store::StoreError;

/// Why a request could not be served.
#[derive(Debug)]
pub struct Failure(pub Box<Problem>);

impl Failure {
    /// A failure of a stable kind: `nfe-unreadable`, with what is wrong in this request.
    pub fn new(status: StatusCode, kind: &str, title: &str, detail: impl Into<String>) -> Self {
        Self(Box::new(Problem {
            kind: format!("/problems/{kind}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: Some(detail.into()),
            errors: Vec::new(),
        }))
    }

    /// The same with each wrong place.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<ProblemAt>) -> Self {
        self.0.errors = errors;
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

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
