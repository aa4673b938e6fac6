//! Standard Webhooks (standardwebhooks.com, 1.0): how a message is addressed, signed and written.
//!
//! The signature covers `id.timestamp.body` with HMAC-SHA256; a listener that knows the secret can tell that a message is ours,
//! whole and recent, and by the id that it has heard it before.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde_json::value::RawValue;
use sha2::Sha256;

/// What a secret begins with.
const SECRET_PREFIX: &str = "whsec_";

/// A secret made of these 32 bytes of chance: `whsec_` and base64.
pub fn secret(chance: &[u8; 32]) -> String {
    format!("{SECRET_PREFIX}{}", STANDARD.encode(chance))
}

/// The `webhook-signature` header of a message: `v1,` and base64. `None` when the secret is not one of ours.
pub fn signature(secret: &str, id: &str, timestamp_s: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp_s}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

/// A message's body: type, time of the event (RFC 3339) and what it says. `payload` is JSON already.
pub fn body(kind: &str, timestamp: &str, payload: &str) -> Result<String, serde_json::Error> {
    #[derive(serde::Serialize)]
    struct Message<'t> {
        r#type: &'t str,
        timestamp: &'t str,
        data: &'t RawValue,
    }
    let data: &RawValue = serde_json::from_str(payload)?;
    serde_json::to_string(&Message { r#type: kind, timestamp, data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_the_specification_s_example() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(signature("no secret", "a", 1, ""), None);
        let own = secret(&[7; 32]);
        assert!(signature(&own, "a", 1, "").is_some());
        assert!(own.starts_with("whsec_"));
    }

    #[test]
    fn a_body_keeps_the_payload_as_it_is() {
        let text = body("order.shipped", "2026-11-21T12:00:00Z", r#"{"b":1,"a":[2]}"#).expect("JSON");
        let whole = r#"{"type":"order.shipped","timestamp":"2026-11-21T12:00:00Z","data":{"b":1,"a":[2]}}"#;
        assert_eq!(text, whole);
        assert!(body("x", "y", "no json").is_err());
    }
}
