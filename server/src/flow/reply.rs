//! Replies are stored: the same command gets the same answer, a changed one is refused.

use axum::http::StatusCode;
use bipe_api::floor::ScanRequest;
use bipe_core::actor::Actor;
use bipe_store::{StoreError, Tx, command};
use sha2::{Digest, Sha256};

use super::Scanned;
use crate::http::Failure;

/// What became of a command.
#[derive(Clone, Debug)]
pub enum Replay {
    /// It took effect now.
    Fresh(String),
    /// It took effect before; this is what was answered then.
    Again(String),
    /// The id was used for another request or by another user.
    Mismatch,
}

impl Replay {
    /// The reply's body.
    ///
    /// # Errors
    /// 409 on a mismatch.
    pub fn into_body(self) -> Result<String, Failure> {
        match self {
            Self::Fresh(body) | Self::Again(body) => Ok(body),
            Self::Mismatch => Err(Failure::conflict(
                "command-mismatch",
                "This command id was used for another request",
                "make a new UUIDv7 for each command",
            )),
        }
    }
}

/// A command id whose reply is no longer kept.
pub fn expired() -> Failure {
    let detail = "replies are kept for 30 days; the command was not carried out";
    Failure::new(StatusCode::GONE, "command-expired", "The command is too old", detail)
}

/// The reply to one request, on its way into the store.
pub struct Reply {
    command: command::Command,
}

impl Reply {
    /// For a scan by its command id.
    pub fn to(actor: &Actor, request: &ScanRequest) -> Self {
        // A scan whose reply was lost comes again with what the handheld made of it meanwhile: it is the same scan.
        let body = ScanRequest { offline: None, ..request.clone() };
        let body = serde_json::to_vec(&body).expect("a request serialises");
        let command = command::Command {
            key: format!("c:{}", request.command_id),
            id: request.command_id,
            actor_id: actor.user_id,
            digest: Sha256::digest(&body).to_vec(),
            status: 200,
            reply: String::new(),
        };
        Self { command }
    }

    /// Where it is stored.
    pub fn key(&self) -> &str {
        &self.command.key
    }

    /// What becomes of the request when this stands under its key already.
    pub fn again(&self, stored: command::Command) -> Replay {
        let same = stored.digest == self.command.digest && stored.actor_id == self.command.actor_id;
        if same { Replay::Again(stored.reply) } else { Replay::Mismatch }
    }

    /// Stores the answer in the transaction of the change.
    pub async fn store(mut self, tx: &mut Tx, scanned: &Scanned, body: &str) -> Result<(), StoreError> {
        body.clone_into(&mut self.command.reply);
        command::record(tx, &self.command, scanned.at_ms).await
    }
}
