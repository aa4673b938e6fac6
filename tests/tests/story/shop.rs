//! The shop: hears webhooks on loopback and checks their signatures as Standard Webhooks lays down.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// A shop that listens.
pub struct Shop {
    /// Where webhooks are posted.
    pub url: String,
    heard: tokio::sync::watch::Receiver<Vec<Heard>>,
    secret: Arc<Mutex<String>>,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Heard {
    /// `webhook-id`.
    pub id: String,
    /// The body.
    pub body: serde_json::Value,
    /// Whether the signature is right.
    pub signed: bool,
}

impl Shop {
    pub async fn open() -> Self {
        let (tell, heard) = tokio::sync::watch::channel(Vec::new());
        let secret = Arc::new(Mutex::new(String::new()));
        let with = Arc::clone(&secret);
        let door = post(move |headers: HeaderMap, body: Bytes| {
            let message = hear(&headers, &body, &with.lock().expect("a secret"));
            tell.send_modify(|all: &mut Vec<Heard>| all.push(message));
            async { StatusCode::NO_CONTENT }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback listens");
        let url = format!("http://{}/bipe", listener.local_addr().expect("an address"));
        let router = axum::Router::new().route("/bipe", door);
        tokio::spawn(async move { axum::serve(listener, router).await.expect("serves") });
        Self { url, heard, secret }
    }

    /// Learns the secret that the server made.
    pub fn learn(&self, secret: &str) {
        secret.clone_into(&mut self.secret.lock().expect("a secret"));
    }

    /// Waits for a message of this type.
    pub async fn wait_for(&self, kind: &str) -> Heard {
        let is_it = |heard: &Heard| heard.body["type"] == kind;
        let mut heard = self.heard.clone();
        let found = heard.wait_for(|all| all.iter().any(is_it));
        let found = tokio::time::timeout(std::time::Duration::from_secs(60), found).await;
        let found = found.unwrap_or_else(|_| panic!("no {kind} came to the shop")).expect("it listens");
        found.iter().find(|heard| is_it(heard)).cloned().expect("it was there")
    }

    /// All messages of a type, each id once.
    pub fn distinct(&self, kind: &str) -> Vec<String> {
        let all = self.heard.borrow();
        let mut ids: Vec<String> =
            all.iter().filter(|heard| heard.body["type"] == kind).map(|heard| heard.id.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

fn hear(headers: &HeaderMap, body: &[u8], secret: &str) -> Heard {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (id, at) = (text("webhook-id"), text("webhook-timestamp"));
    let key = STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap_or_default();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key");
    mac.update(format!("{id}.{at}.").as_bytes());
    mac.update(body);
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    let signed = text("webhook-signature").split(' ').any(|signature| signature == expected);
    Heard { id: id.to_owned(), body: serde_json::from_slice(body).unwrap_or_default(), signed }
}
