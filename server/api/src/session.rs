//! Log-in: badge and PIN on the floor, login and password at desks.

use bipe_core::actor::Role;
use bipe_core::id::WarehouseId;
use bipe_core::words::Language;
use serde::{Deserialize, Serialize};

/// `POST /api/v1/session`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// A badge as scanned, or a login name.
    pub who: String,
    /// The PIN or the password.
    pub secret: String,
    /// The warehouse to work in; the first one granted when absent.
    #[serde(default)]
    pub warehouse_id: Option<WarehouseId>,
    /// A name for the device, as logs show it.
    #[serde(default)]
    pub device: String,
}

/// Who is logged in. The session's cookie comes with it; `token` serves programs and stations as bearer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The user's name.
    pub name: String,
    /// The user's login.
    pub login: String,
    /// The user's language.
    pub language: Language,
    /// The warehouse.
    pub warehouse: WarehouseSummary,
    /// Roles there.
    pub roles: Vec<Role>,
    /// When the session ends with the shift (RFC 3339).
    pub expires_at: String,
    /// The bearer token; only in the answer to a log-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// A warehouse in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarehouseSummary {
    /// Its id.
    pub id: WarehouseId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}
