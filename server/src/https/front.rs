//! What a guest sees before trusting the certificate: the authority to install, and the way to HTTPS.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use qrcodegen::{QrCode, QrCodeEcc};

use super::Shown;

/// Nothing runs here, and nothing is fetched.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const STYLE: &str = "body{font:18px/1.5 system-ui,sans-serif;margin:0 auto;padding:16px;max-width:34rem;color:#10181d;\
    background:#fff}h1{font-size:24px;line-height:1.2}a.go{display:block;padding:14px 16px;border-radius:8px;\
    background:#0b5d3b;color:#fff;text-align:center;font-weight:600;text-decoration:none}li{margin:10px 0}\
    code{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}svg{display:block;width:220px;height:220px;\
    margin:16px auto}@media print{a.go{display:none}}";

/// How this server is reached.
#[derive(Debug)]
pub struct Front {
    shown: Arc<Shown>,
    /// `host:port` for a guest whose own way here leads nowhere else.
    reach: String,
}

impl Front {
    /// For a server on this port that goes by these names.
    pub fn new(shown: Arc<Shown>, names: &[String], listen: IpAddr, port: u16) -> Arc<Self> {
        let known = super::authority::names(names, listen);
        let own = names.iter().chain(&known).find(|name| !is_loopback(name));
        let host = own.map_or("localhost", String::as_str);
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        Arc::new(Self { shown, reach: format!("{host}:{port}") })
    }

    /// Where handhelds learn to trust the server.
    pub fn page_address(&self) -> String {
        format!("http://{}/ca", self.reach)
    }
}

fn is_loopback(name: &str) -> bool {
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The routes of the authority, which HTTPS serves too. None without one.
pub fn authority(front: &Arc<Front>) -> Router {
    if front.shown.authority().is_none() {
        return Router::new();
    }
    Router::new().route("/ca", get(page)).route("/ca.crt", get(certificate)).with_state(Arc::clone(front))
}

/// All that plain HTTP gets.
pub fn router(front: &Arc<Front>) -> Router {
    authority(front).fallback(lead_on)
}

async fn certificate(State(front): State<Arc<Front>>) -> Response {
    let Some(authority) = front.shown.authority() else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, "application/x-x509-ca-cert"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"bipe-ca.crt\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, authority.certificate().to_vec()).into_response()
}

/// Leads to the same place over HTTPS; 308 keeps the method, but nobody should send what is secret this way.
async fn lead_on(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let Some(host) = host(&headers) else {
        return (StatusCode::BAD_REQUEST, "This server speaks HTTPS.\n").into_response();
    };
    if method != Method::GET && method != Method::HEAD {
        let said = format!("Nothing was done: send this to https://{host} instead.\n");
        return (StatusCode::UPGRADE_REQUIRED, [(header::UPGRADE, "TLS/1.2, HTTP/1.1")], said)
            .into_response();
    }
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("https://{host}{path}"))]).into_response()
}

/// The host that the guest asked for, if it is one.
fn host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']');
    (!host.is_empty() && host.chars().all(fits)).then_some(host)
}

async fn page(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    let Some(authority) = front.shown.authority() else { return StatusCode::NOT_FOUND.into_response() };
    let asked = host(&headers).filter(|host| {
        let name = host.rsplit_once(':').map_or(*host, |(name, _)| name);
        !is_loopback(name.trim_matches(['[', ']']))
    });
    let reach = asked.unwrap_or(&front.reach);
    let language =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|wanted| wanted.to_str().ok()).unwrap_or("pt");
    let words = if language.starts_with("en") { &ENGLISH } else { &PORTUGUESE };
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, words.page(reach, &authority.fingerprint())).into_response()
}

struct Words {
    language: &'static str,
    title: &'static str,
    why: &'static str,
    scan: &'static str,
    fetch: &'static str,
    steps: [&'static str; 3],
    open: &'static str,
    compare: &'static str,
}

const PORTUGUESE: Words = Words {
    language: "pt-BR",
    title: "Confiar neste servidor",
    why: "O coletor trabalha sem rede e usa a câmera só em página segura. Faça isto uma vez em cada coletor.",
    scan: "Abra esta página no coletor: leia o código com a câmera dele.",
    fetch: "Baixar o certificado",
    steps: [
        "Baixe o certificado aqui embaixo.",
        "No coletor: Configurações → Segurança → Criptografia e credenciais → Instalar um certificado → Certificado CA.",
        "Escolha o arquivo bipe-ca.crt e confirme.",
    ],
    open: "Abra depois",
    compare: "Impressão digital SHA-256 para conferir:",
};

const ENGLISH: Words = Words {
    language: "en",
    title: "Trust this server",
    why: "The handheld works offline and uses its camera on a secure page only. Do this once on each handheld.",
    scan: "Open this page on the handheld: read the code with its camera.",
    fetch: "Get the certificate",
    steps: [
        "Get the certificate below.",
        "On the handheld: Settings → Security → Encryption & credentials → Install a certificate → CA certificate.",
        "Choose the file bipe-ca.crt and confirm.",
    ],
    open: "Then open",
    compare: "SHA-256 fingerprint to compare:",
};

impl Words {
    /// `reach` holds nothing that means something in HTML.
    fn page(&self, reach: &str, fingerprint: &str) -> String {
        let Self { language, title, why, scan, fetch, steps: [first, second, third], open, compare } = self;
        let code = code(&format!("http://{reach}/ca"));
        format!(
            "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Bipe · {title}</title>\
             <style>{STYLE}</style><h1>{title}</h1><p>{why}</p><p>{scan}</p>{code}\
             <ol><li>{first}</li><li>{second}</li><li>{third}</li></ol>\
             <p><a class=\"go\" href=\"/ca.crt\">{fetch}</a></p><p>{open} <a href=\"https://{reach}/\">https://{reach}/</a></p>\
             <p>{compare}<br><code>{fingerprint}</code></p></html>"
        )
    }
}

/// A QR code as a drawing, with its quiet zone of four modules.
fn code(text: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let side = code.size() + 8;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + 4, y + 4);
        }
    }
    format!(
        "<svg viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{text}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
    )
}
