//! The one door of the floor: `POST /api/v1/scans`, answered with a `bipe_core::screen::Step`. `GET /api/v1/step` shows the
//! operator's present step again. `GET /api/v1/step/offline` hands out a `bipe_core::offline::Carried`: what a handheld needs to go on
//! with that step without the network, or `null` where that can't be.

use bipe_core::id::{CommandId, StationId, TaskId};
use bipe_core::offline::Mark;
use serde::{Deserialize, Serialize};

/// `POST /api/v1/scans`: a scan, a button (the symbol is its command barcode) or a typed entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanRequest {
    /// The sender's id for this command: a UUIDv7. The same id gets the same reply.
    pub command_id: CommandId,
    /// When it was scanned (RFC 3339), corrected by the server's offset.
    pub scanned_at: String,
    /// The task the sender's screen belongs to.
    #[serde(default)]
    pub task: Option<TaskId>,
    /// The station that scanned.
    #[serde(default)]
    pub station: Option<StationId>,
    /// What was read: AIM identifier or none, GS as U+001D.
    pub symbol: String,
    /// What the handheld answered by itself, while the network was away. It is no part of what makes two requests the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<Mark>,
}
