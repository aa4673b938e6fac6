//! The built interface, as it lies in `handheld-ui/dist`: inside the program in a release, read from the folder in a debug build.
//!
//! Each file may have smaller forms beside it (`.br`, `.gz`), of which the best that the browser takes is sent. Files with a
//! digest in their names never change and are kept for ever; all others are asked for again, cheaply, by their `ETag`. Paths
//! of the interface's own places (`/desk/orders`, no extension) get the page of their program: `desk.html` below `/desk` and for
//! `/setup`, else `index.html`.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bipe_store::user;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::App;
use crate::http::Failure;

#[derive(RustEmbed)]
#[folder = "../handheld-ui/dist"]
#[allow_missing = true]
struct Dist;

/// Only what comes from this server may run or be shown; WASM counts as a script, inline scripts do not run, and no other page
/// may frame ours.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What allows WASM, and nothing else.
const WASM: &str = "'wasm-unsafe-eval'";

/// The first Chromium that knows it. Older ones compile no WASM unless scripts may be made of text too, and a scanner's WebView often
/// is of its factory image (Android 12: 91).
const KNOWS_WASM: u32 = 97;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Bipe</title>\
    <p>The server works, but its interface was not built. Run <code>cargo xtask wasm</code> and load this page again, or \
    start everything by <code>cargo xtask run</code>.</p></html>";

/// Serves a file of the interface, or its page; the fallback for all that is not a route.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") {
        return Failure::not_found("there is no such route; the API is under /api/v1").into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return Failure::wrong_method().into_response();
    }
    with_policy(answer(path.trim_start_matches('/'), &headers), &headers)
}

/// The name of the floor's program, which tells its builds apart; `None` where the interface was not built.
pub fn floor_program() -> Option<HeaderValue> {
    let program = Dist::iter().find(|path| path.starts_with("assets/floor-") && path.ends_with(".js"))?;
    HeaderValue::from_str(program.rsplit('/').next().unwrap_or_default()).ok()
}

/// `GET /healthz`: the program runs.
pub async fn health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the program runs and its database answers.
pub async fn ready(State(app): State<App>) -> Result<&'static str, Failure> {
    let mut tx = app.store.reader().await?;
    user::count(&mut tx).await?;
    Ok("ready\n")
}

fn answer(path: &str, headers: &HeaderMap) -> Response {
    let name = path.rsplit('/').next().unwrap_or_default();
    // A compressed form is a way to send a file, not a file of its own.
    let is_form = name.ends_with(".br") || name.ends_with(".gz");
    if !path.is_empty() && !is_form && Dist::get(path).is_some() {
        return file(path, headers);
    }
    let page = page_of(path);
    if name.contains('.') && name != page {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    }
    if Dist::get(page).is_none() {
        let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
        return (StatusCode::SERVICE_UNAVAILABLE, kind, NOT_BUILT).into_response();
    }
    file(page, headers)
}

/// The page of the program that draws a place.
fn page_of(path: &str) -> &'static str {
    match path.split('/').next() {
        Some("desk" | "setup" | "desk.html") => "desk.html",
        _ => "index.html",
    }
}

/// A file that is there, in the smallest form that the browser takes.
fn file(path: &str, headers: &HeaderMap) -> Response {
    let (file, encoding) = best_form(path, headers);
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..12]));
    let caching = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let unchanged = known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    let mut answer = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, media_type(path))], file.data).into_response()
    };
    let fields = answer.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    fields.insert(header::VARY, HeaderValue::from_static("accept-encoding, user-agent"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding.filter(|_| !unchanged) {
        fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    answer
}

fn best_form(path: &str, headers: &HeaderMap) -> (EmbeddedFile, Option<&'static str>) {
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if takes(headers, encoding)
            && let Some(form) = Dist::get(&format!("{path}{ending}"))
        {
            return (form, Some(encoding));
        }
    }
    (Dist::get(path).expect("the caller has seen it"), None)
}

/// Whether `Accept-Encoding` names the encoding, and not with the weight 0 (RFC 9110, section 12.5.3).
fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight != Some(0.0)
    })
}

/// Whether a name carries the digest of its content: `bipe-0123456789abcdef.js`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let digest = stem.rsplit_once('-').map_or("", |(_, digest)| digest);
    digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "wav" => "audio/wav",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn with_policy(mut answer: Response, headers: &HeaderMap) -> Response {
    let fields = answer.headers_mut();
    let policy = HeaderValue::from_str(&policy(headers)).unwrap_or(HeaderValue::from_static(POLICY));
    fields.insert(header::CONTENT_SECURITY_POLICY, policy);
    fields.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

/// [`POLICY`], in words that the browser knows.
fn policy(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let version = agent.split_once("Chrome/").and_then(|(_, version)| version.split('.').next());
    match version.and_then(|version| version.parse::<u32>().ok()) {
        Some(version) if version < KNOWS_WASM => POLICY.replace(WASM, &format!("{WASM} 'unsafe-eval'")),
        _ => POLICY.to_owned(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_digest_are_kept_for_ever() {
        assert!(is_hashed("assets/bipe-0123456789abcdef.wasm"));
        assert!(is_hashed("assets/tokens-0123456789abcdef.css"));
        for name in
            ["index.html", "assets/bipe.svg", "assets/a-0123.js", "assets/pick-tone-0123456789abcdeg.wav"]
        {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn each_place_gets_the_page_of_its_program() {
        for path in ["desk", "desk/orders", "setup", "desk.html"] {
            assert_eq!(page_of(path), "desk.html", "{path}");
        }
        for path in ["", "index.html", "picking", "desktop", "set", "x/desk"] {
            assert_eq!(page_of(path), "index.html", "{path}");
        }
    }

    #[test]
    fn encodings_are_taken_as_the_browser_says() {
        let check = |value: &'static str, encoding| {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]);
            takes(&headers, encoding)
        };
        assert!(check("gzip, deflate, br, zstd", "br") && check("gzip;q=0.5, BR ; q=1", "br"));
        assert!(!check("gzip, br;q=0", "br") && !check("gzip", "br") && !check("brotli", "br"));
        assert!(!takes(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn old_webviews_may_run_wasm() {
        let allows = |agent: &'static str| {
            let headers = HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static(agent))]);
            policy(&headers).contains(" 'unsafe-eval'")
        };
        assert!(allows(
            "Mozilla/5.0 (Linux; Android 12; TC26; wv) Chrome/91.0.4472.114 Mobile Safari/537.36"
        ));
        assert!(allows("Mozilla/5.0 (Linux; Android 10) Chrome/75.0.3770.101 Safari/537.36"));
        for agent in ["Mozilla/5.0 Chrome/97.0.4692.71", "Mozilla/5.0 Chrome/148.0.0.0", "Firefox/115.0", ""]
        {
            assert!(!allows(agent), "{agent}");
        }
        assert_eq!(policy(&HeaderMap::new()), POLICY);
    }

    #[tokio::test]
    async fn what_is_no_file_of_the_interface_is_told_apart() {
        let ask = async |method: Method, path: &'static str| {
            serve(method, Uri::from_static(path), HeaderMap::new()).await
        };
        let api = ask(Method::GET, "/api/v2/items").await;
        assert_eq!(api.status(), StatusCode::NOT_FOUND);
        assert_eq!(api.headers()[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(ask(Method::GET, "/assets/absent.js").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(ask(Method::GET, "/../Cargo.toml").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(ask(Method::POST, "/picking").await.status(), StatusCode::METHOD_NOT_ALLOWED);
        let page = ask(Method::GET, "/desk/orders").await;
        assert_eq!(page.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(page.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
        assert!(policy.contains("'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"), "{policy}");
    }
}
