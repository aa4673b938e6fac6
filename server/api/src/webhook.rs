//! Webhooks: programs that are told of events (Standard Webhooks).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `POST /api/v1/webhooks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where events are posted: `https://…` or `http://…`.
    pub url: String,
    /// The event types wanted: `order.shipped`; all when empty.
    #[serde(default)]
    pub events: Vec<String>,
}

/// A listener (`GET /api/v1/webhooks`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its id.
    pub id: Uuid,
    /// Where events are posted.
    pub url: String,
    /// The event types wanted; all when empty.
    pub events: Vec<String>,
    /// Deliveries that wait or are tried again.
    pub queued: i64,
    /// Deliveries given up.
    pub failed: i64,
    /// What messages are signed with (`whsec_…`); only in the answer to its creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// An event in the live stream (`GET /api/v1/events`); the stream's id is the cursor to go on from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id, the same in webhooks.
    pub id: Uuid,
    /// Its type: `order.shipped`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    pub subject_id: Uuid,
    /// When it happened (RFC 3339).
    pub at: String,
    /// What it says.
    pub data: serde_json::Value,
}
