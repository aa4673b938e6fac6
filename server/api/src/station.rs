//! Stations: desks and docks with devices, and the program that speaks for those devices (`/api/v1/stations`).
//!
//! A station's program has a token of its own, which opens nothing but `/api/v1/stations/self/…`. It sends each scan and weight
//! with a command id, so that one sent twice counts once, and takes the print jobs of its printers one by one.

use std::collections::BTreeMap;

use bipe_core::id::{CommandId, PrintJobId, PrinterId, StationId};
use serde::{Deserialize, Serialize};

/// A station (`GET /api/v1/stations`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    /// Its id.
    pub id: StationId,
    /// Its code, as on its label.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Who works there: whose screen answers its scans.
    pub operator: Option<String>,
    /// When its program was last heard (RFC 3339).
    pub seen_at: Option<String>,
    /// Its devices, as its program told last.
    pub devices: Vec<DeviceState>,
    /// Default printers by kind of label.
    pub printers: BTreeMap<String, PrinterId>,
}

/// `PUT /api/v1/stations/{code}`: adds a station or changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationSettings {
    /// Its name.
    pub name: String,
    /// The printer of each kind of label that is asked for there; the warehouse's default for the other kinds.
    #[serde(default)]
    pub printers: BTreeMap<String, PrinterId>,
}

/// How a device is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceState {
    /// What it is called at the station.
    pub name: String,
    /// `scanner`, `scale` or `printer`.
    pub kind: String,
    /// Whether it can be used.
    pub ready: bool,
    /// What is wrong with it: a stable code, with a detail in English after `: `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Who a station's program is (`GET /api/v1/stations/self`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The station's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The warehouse's name.
    pub warehouse: String,
}

/// A printer at a station, as its program's settings name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationPrinter {
    /// What it is called at the station.
    pub name: String,
    /// `zpl`, `tspl`, `epl`, `escpos` or `pdf`.
    pub format: String,
    /// 203 or 300.
    pub dpi: i64,
    /// Whether it answers when asked how it is.
    pub answers: bool,
}

/// `POST /api/v1/stations/self/report`: that the program lives, and how its devices are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// All devices.
    pub devices: Vec<DeviceState>,
    /// The printers among them.
    #[serde(default)]
    pub printers: Vec<StationPrinter>,
}

/// `POST /api/v1/stations/self/scans`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationScan {
    /// The sender's id for this scan: a UUIDv7. The same id gets the same answer.
    pub command_id: CommandId,
    /// When it was scanned (RFC 3339).
    pub scanned_at: String,
    /// What was read: AIM identifier or none, GS as U+001D.
    pub symbol: String,
}

/// What became of a scan: the step itself is shown on the screen that is bound to the station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it was taken, for the scanner's beep.
    pub good: bool,
    /// What the operator is told.
    pub text: String,
}

/// `POST /api/v1/stations/self/weights`: the load on the scale has come to rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationWeight {
    /// The sender's id for this weight: a UUIDv7. The same id counts once.
    pub command_id: CommandId,
    /// When it was weighed (RFC 3339).
    pub weighed_at: String,
    /// The weight in grams, above zero.
    pub weight_g: i64,
}

/// `POST /api/v1/stations/self/print-jobs`: asks for the next job of a printer; the answer is a [`Claim`] or 204.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimRequest {
    /// The printer's name at the station.
    pub printer: String,
    /// Names the program's spool. Whoever asks with it says that the spool holds no job of this printer: a job that was given
    /// to it and never arrived is given again.
    pub spool: String,
    /// How long to wait for a job, in seconds; 25 at most.
    #[serde(default)]
    pub wait_s: u64,
}

/// A job for a station's printer. It is the station's for a minute, or until it is renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: PrintJobId,
    /// Which try it is; names the claim.
    pub attempt: i64,
    /// What it is about.
    pub subject: String,
    /// The label in the printer's format, in base64.
    pub bytes: String,
}

/// `POST /api/v1/stations/self/print-jobs/{id}/renew`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// The claim.
    pub attempt: i64,
}

/// `POST /api/v1/stations/self/print-jobs/{id}/outcome`: what became of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobOutcome {
    /// The claim.
    pub attempt: i64,
    /// `queued` (no byte went out: try again later), `sent`, `printed`, `failed` or `unknown`.
    pub status: String,
    /// Why, as a stable code with a detail after `: `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How many bytes had gone out.
    pub bytes_sent: i64,
}
