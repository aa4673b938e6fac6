//! Release channels, carriers' calls, and when the work will be done.

use bipe_core::order::release::ReleaseRule;
use serde::{Deserialize, Serialize};

/// A release channel (`GET /api/v1/release-channels`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseChannel {
    /// Its code, unique in its warehouse.
    pub code: String,
    /// What it is made of.
    #[serde(flatten)]
    pub made_of: PutReleaseChannel,
    /// New orders that its rule takes, zones and stock apart.
    pub orders_waiting: i64,
    /// Its tours that wait or are walked.
    pub tours_running: i64,
}

/// `PUT /api/v1/release-channels/{code}`: makes a channel, or changes it as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutReleaseChannel {
    /// Its name.
    pub name: String,
    /// Which orders it takes.
    #[serde(default)]
    pub rule: ReleaseRule,
    /// The most orders of one wave.
    pub orders_max: i64,
    /// The least base units of one wave, where there are as many; absent fills a wave to four fifths of its orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_min: Option<i64>,
    /// The most base units of one wave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_max: Option<i64>,
    /// The most tours of it that wait or are walked at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tours_max: Option<i64>,
    /// Whether it releases by itself.
    #[serde(default)]
    pub automatic: bool,
}

/// A carrier, and when it calls at the session's warehouse (`GET /api/v1/carriers`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Two letters before the digits of its S10 tracking codes; empty for none.
    pub tracking_prefix: String,
    /// When it calls: `17:00`, in the warehouse's time zone.
    pub cut_off: Option<String>,
}

/// `PUT /api/v1/carriers/{code}`: makes a carrier known, or changes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutCarrier {
    /// Its name.
    pub name: String,
    /// Two capital letters before the digits of its S10 tracking codes, or empty; the known ones stay when absent.
    #[serde(default)]
    pub tracking_prefix: Option<String>,
    /// When it calls at the session's warehouse: `17:00`; it calls at no certain time when absent.
    #[serde(default)]
    pub cut_off: Option<String>,
}

/// When what must leave today will be picked (`GET /api/v1/waves/forecast?pickers=`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// How many people pick: those asked for, or those who do now.
    pub pickers: i64,
    /// Seconds for a metre of walk.
    pub metre_s: f64,
    /// Seconds for a pick.
    pub pick_s: f64,
    /// How many walked tours say so; 0 when these are the usual figures.
    pub measured_tours: i64,
    /// Minutes by which the warehouse's clock is ahead of UTC.
    pub offset_min: i32,
    /// Tours that wait or are walked.
    pub tours: i64,
    /// When all of them are done (RFC 3339).
    pub finishes_at: Option<String>,
    /// Who calls for what must leave today, those first that call first.
    pub calls: Vec<ForecastCall>,
}

/// A carrier's call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastCall {
    /// The carrier's name.
    pub carrier: String,
    /// When it calls (RFC 3339); the day's end where no time is known.
    pub at: String,
    /// The same on the warehouse's clock: `17:00`; `None` where no time is known.
    pub cut_off: Option<String>,
    /// Orders that must leave with it and are not picked.
    pub orders: i64,
    /// Those of them that are not released.
    pub waiting: i64,
    /// Those that will not be picked by then.
    pub missed: i64,
    /// When the last of them will be picked (RFC 3339).
    pub finishes_at: String,
}
